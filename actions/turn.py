"""What one turn asks, read from the tracker: topic, language, channel, and what the learner means by role, place, …

A value named in this message wins; "the second one" is looked up in the list last shown; else the context's value holds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from rasa_sdk import Tracker

from actions.library import knowledge

_COUNT = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5,
          "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5, "last": -1, "uno": 1, "dos": 2, "tres": 3, "cuatro": 4,
          "cinco": 5, "primer": 1, "primero": 1, "segundo": 2, "tercer": 3, "tercero": 3, "cuarto": 4, "quinto": 5,
          "último": -1, "ultimo": -1}  # fmt: skip
_STEP = re.compile(
    r"\b(?:step|paso)s?\s*(?:number|n[uú]mero|#)?\s*(?P<after>[1-9]|one|two|three|four|five|uno|dos|tres|cuatro|cinco)\b"
    r"|\b(?P<before>first|second|third|fourth|fifth|1st|2nd|3rd|4th|5th|last|primer|segundo|tercer|cuarto|quinto|[uú]ltimo)"
    r"\s+(?:step|paso)\b",
    re.IGNORECASE,
)
Shown = dict[str, str]  # {"kind": "program", "id": "per-scholas-it-support-dc"}


# The wage area that stands for a region when no town is named.
MAIN_WAGE_AREA = {"southern-arizona": "46060", "dc-metro": "47900", "massachusetts": "14460", "miami-dade": "33100"}


@dataclass(frozen=True)
class Where:
    """A place as far as it is known; `place` and `name` are None when only the region is."""

    region: str | None
    place: str | None = None
    name: str | None = None
    wage_area: str | None = None

    @classmethod
    def of_region(cls, region: str) -> Where:
        return cls(region, None, None, MAIN_WAGE_AREA.get(region))


@dataclass(frozen=True)
class TurnContext:
    """Read-only view of a tracker; `slots` is the conversation's context before this turn."""

    topic: str
    language: str
    channel: str
    today: str
    text: str
    mentions: tuple[dict[str, Any], ...] = ()
    choice: dict[str, Any] | None = None
    slots: dict[str, Any] = field(default_factory=dict)
    ranking: tuple[dict[str, Any], ...] = ()

    @classmethod
    def of(cls, tracker: Tracker) -> TurnContext:
        message = tracker.latest_message
        metadata = message.get("metadata") or {}
        slots = tracker.current_slot_values()
        return cls(
            topic=(message.get("intent") or {}).get("name") or "not_understood",
            language=slots.get("language") or "en",
            channel=slots.get("channel") or "web",
            today=slots.get("today") or "",
            text=message.get("text") or "",
            mentions=tuple(metadata.get("mentions") or ()),
            choice=metadata.get("choice"),
            slots=slots,
            ranking=tuple(message.get("intent_ranking") or ()),
        )

    @property
    def sms(self) -> bool:
        return self.channel == "sms"

    def named(self, kind: str) -> list[str]:
        """Ids of this kind that this very message (or the chosen button) names, each once, in order."""
        from_choice = ((self.choice or {}).get("entities") or {}).get(kind)
        if from_choice:
            return [from_choice] if isinstance(from_choice, str) else list(from_choice)
        found = [m["value"] for m in self.mentions if m["type"] == kind]
        picked = self.picked
        if not found and picked and picked["kind"] == kind:
            found = [picked["id"]]
        if not found and kind == "role" and (step := self.step):
            found = [self.slots["path"]["stops"][step - 1]]
        return list(dict.fromkeys(found))

    def all(self, kind: str) -> list[str]:
        """Ids of this kind the turn is about: named now, or carried over from earlier turns."""
        named = self.named(kind)
        if named:
            return named
        listed = [item["id"] for item in self.slots.get("shown") or [] if item["kind"] == kind]
        if listed:
            # The list last shown is what "that" and "first" mean, until an answer speaks of one thing.
            return listed
        carried = self.slots.get(kind)
        return [carried] if isinstance(carried, str) else list(carried or [])

    def one(self, kind: str) -> str | None:
        """The id of this kind the turn is about, or None."""
        values = self.all(kind)
        return values[0] if values else None

    def last_list(self, kind: str) -> list[Shown]:
        """The items of the list last shown, which positions count in even after one of them was spoken of.

        Those of a kind when all the list is of it ("" for any).
        """
        items: list[Shown] = self.slots.get("last_list") or []
        return items if not kind or all(item["kind"] == kind for item in items) else []

    def picked_of(self, kind: str) -> list[str]:
        """Ids of the items of the last list that positions in this message mean, in its order; none where it is of other kinds."""
        listed = [item["id"] for item in self.last_list(kind)]
        numbers = [int(m["value"]) for m in self.mentions if m["type"] == "ordinal"]
        places = [number - 1 if number > 0 else number for number in numbers]
        return [listed[at] for at in places if -len(listed) <= at < len(listed)]

    @cached_property
    def picked(self) -> Shown | None:
        """The item of the list last shown that "the second one" or "the last" means."""
        shown = self.last_list("")
        for mention in self.mentions:
            if mention["type"] == "ordinal" and shown:
                position = int(mention["value"])
                index = position - 1 if position > 0 else position
                if -len(shown) <= index < len(shown):
                    return shown[index]
        return None

    @cached_property
    def step(self) -> int | None:
        """Which step of the way last shown this message (or the chosen button) speaks of, from 1."""
        stops = (self.slots.get("path") or {}).get("stops") or []
        chosen = ((self.choice or {}).get("entities") or {}).get("step")
        named = None if self.choice else _STEP.search(self.text)
        if chosen:
            number = int(chosen)
        elif named:
            word = (named["after"] or named["before"]).lower()
            number = int(word) if word.isdigit() else _COUNT[word]
        else:
            return None
        number = number if number > 0 else len(stops) + 1 + number
        return number if 1 <= number <= len(stops) else None

    def where(self) -> Where | None:
        """The place the turn is about: named now, else carried over; a region stands for its main town."""
        for mention in self.mentions:
            if mention["type"] in ("place", "zip"):
                found = knowledge().place(mention.get("more", {}).get("place") or mention["value"])
                if found:
                    return Where(found.region, found.id, found.name, found.wage_area)
        region, place = self.named("region"), self.slots.get("place")
        if region:
            return Where.of_region(region[0])
        if place and (found := knowledge().place(place)):
            return Where(found.region, found.id, found.name, found.wage_area)
        carried = self.slots.get("region")
        return Where.of_region(carried) if carried else None

    @property
    def previous_topic(self) -> str | None:
        return self.slots.get("active_topic")
