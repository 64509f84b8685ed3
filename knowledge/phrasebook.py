"""The words of `domain/`: which variation of a response fits a language and a channel. Shared by actions and gateway.

A response may have variations for `channel: sms` or `web`; one without a channel serves both. Nothing is filled in here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

DOMAIN = Path(__file__).resolve().parent.parent / "domain"
Variation = dict[str, Any]


class WordingMissingError(KeyError):
    """No response of this name, or none in this language."""


@cache
def responses(folder: Path = DOMAIN) -> Mapping[str, list[Variation]]:
    """Every response of the domain, by name."""
    found: dict[str, list[Variation]] = {}
    for path in sorted(folder.glob("*.yml")):
        loaded = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        found |= (loaded or {}).get("responses") or {}
    return found


@cache
def variations(name: str, language: str, channel: str) -> tuple[Variation, ...]:
    """The variations that fit best: this language and channel, else this language; raises `WordingMissingError`."""
    fitting = [v for v in responses().get(name, ()) if _language(v) in (language, None)]
    exact = [v for v in fitting if v.get("channel") == channel]
    found = exact or [v for v in fitting if "channel" not in v]
    if not found:
        raise WordingMissingError(f"{name} ({language}, {channel})")
    return tuple(found)


def _language(variation: Variation) -> str | None:
    for condition in variation.get("condition") or ():
        if condition["name"] == "language":
            return str(condition["value"])
    return None


_BEFORE_MARK = re.compile(r"\s+([.,;:!?)])")
_SPACES = re.compile(r"[ \t]{2,}")


def fill(text: str, values: Mapping[str, object]) -> str:
    """The text with its placeholders filled; one left empty leaves no gap. A missing one raises KeyError."""
    filled = text.format_map({name: str(value) for name, value in values.items()})
    return _BEFORE_MARK.sub(r"\1", _SPACES.sub(" ", filled)).strip()
