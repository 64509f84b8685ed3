"""When a text nobody is waiting for may reach a phone: 9:00 to 20:00 there, narrower where a state asks.

Receives a number and a region, gives a `Reach` (zones and states, no number) and moments in UTC. Where a phone may be in
several zones, all of them must allow it. Numbers are read by the phonenumbers library; the hours are in hours.yml.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import phonenumbers
import yaml
from phonenumbers import timezone

STEP = timedelta(minutes=15)
FARTHEST = timedelta(days=8)
MANY = 4  # a number of more zones than this belongs to no place
HOME = "America/New_York"  # whose day is meant where nobody can know
_DAYS = ("weekday",) * 5 + ("saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Reach:
    """Where a phone may be: every zone and state that could be its owner's."""

    zones: tuple[str, ...]
    states: tuple[str, ...] = ()

    def __str__(self) -> str:
        """As it is kept: "America/Chicago,America/Denver;Texas"."""
        return f"{','.join(self.zones)};{','.join(self.states)}"

    @classmethod
    def read(cls, kept: str) -> Reach:
        zones, _, states = kept.partition(";")
        return cls(tuple(zones.split(",")), tuple(states.split(",")) if states else ())

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which the owner's "Sunday" is meant; the said region's comes last and wins."""
        return ZoneInfo(self.zones[-1] if len(self.zones) <= MANY else HOME)


@cache
def _table() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("hours.yml").read_text(encoding="utf-8"))
    return loaded


def reach_of(e164: str, region: str | None = None) -> Reach:
    """Where this number may be, with the region its owner named."""
    table = _table()
    number = phonenumbers.parse(e164)
    area = str(number.national_number)[:3] if number.country_code == 1 else ""
    zones = list(table["split"].get(area) or timezone.time_zones_for_number(number))
    if len(zones) > MANY or not zones or "Etc/Unknown" in zones:
        zones = list(table["anywhere"])
    states = [state for state, rules in table["states"].items() if area and area in str(rules["codes"]).split()]
    if region in table["regions"]:
        zone, state = table["regions"][region]
        zones = [*(other for other in zones if other != zone), zone]
        states = [*states, *([state] if state in table["states"] else [])]
    return Reach(tuple(zones), tuple(dict.fromkeys(states)))


def is_open(reach: Reach, at: datetime) -> bool:
    """Whether a text may arrive at `at` (UTC, without a zone)."""
    return all(_open_in(ZoneInfo(zone), reach.states, at) for zone in reach.zones)


def next_open(reach: Reach, at: datetime) -> datetime:
    """`at`, or the first quarter of an hour after it at which a text may arrive."""
    moment = at
    while not is_open(reach, moment):
        moment = moment.replace(minute=moment.minute // 15 * 15, second=0, microsecond=0) + STEP
        if moment > at + FARTHEST:
            raise ValueError("no hour of the week is open there")
    return moment


def closes(reach: Reach, at: datetime) -> datetime:
    """When the hours that are open at `at` end."""
    moment = at
    while is_open(reach, moment):
        moment = moment.replace(minute=moment.minute // 15 * 15, second=0, microsecond=0) + STEP
    return moment


def local(at: datetime, zone: ZoneInfo) -> datetime:
    """A UTC moment on the receiver's clock."""
    return at.replace(tzinfo=UTC).astimezone(zone)


def utc(at: datetime) -> datetime:
    """A moment with a zone, as the store keeps it."""
    return at.astimezone(UTC).replace(tzinfo=None)


def _open_in(zone: ZoneInfo, states: tuple[str, ...], at: datetime) -> bool:
    there, table = local(at, zone), _table()
    for rules in ({}, *(table["states"].get(state, {}) for state in states)):
        span = rules.get(_DAYS[there.weekday()], table["default"])
        if span is None or not span[0] <= there.hour < span[1]:
            return False
    return True
