"""What differs between two states of a record, field by field and word by word, in the words of the form.

Receives records as content files hold them, gives labelled changes. Everything in them is text to be escaped by the page.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from bot.staff.knowledge.layout import Layout

Record = dict[str, Any]
Named = Callable[[str, Any], str]
_WORDS = re.compile(r"\s+|[^\s]+")
# Said elsewhere on the page, or of no interest to a reader.
_HIDDEN = frozenset({"id", "status", "verified_on", "reviewed_by"})


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text: unchanged ("same"), taken out ("out") or put in ("in")."""

    kind: Literal["same", "out", "in"]
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One field: its label and its text, `before` and `after` None where it says nothing."""

    label: str
    before: str | None
    after: str | None
    parts: tuple[Part, ...]


def between(before: Record | None, after: Record, layout: Layout, named: Named) -> list[Change]:
    """The fields that differ, in the order of the form; of a new record, every field that says something."""
    old, new = (dict(_flat(record or {})) for record in (before, after))
    found = []
    for path in sorted({*old, *new}, key=_order(layout)):
        was, now = (_text(path, each.get(path), named) for each in (old, new))
        if was != now:
            found.append(Change(layout.label(path), was, now, tuple(_parts(was or "", now or ""))))
    return found


def all_of(record: Record, layout: Layout, named: Named) -> list[Change]:
    """Everything a record says, as text without marks."""
    flat = dict(_flat(record))
    said = [(path, _text(path, flat[path], named)) for path in sorted(flat, key=_order(layout))]
    return [Change(layout.label(path), text, text, (Part("same", text),)) for path, text in said if text]


def same(before: Record | None, after: Record) -> bool:
    """Whether two records say the same, who checked it aside."""
    return dict(_flat(before or {})) == dict(_flat(after))


def _flat(record: Record, above: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in record.items():
        path = f"{above}{name}"
        if path in _HIDDEN or value in (None, "", []):
            continue
        if isinstance(value, dict):
            yield from _flat(value, f"{path}.")
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            for number, part in enumerate(value):
                yield from _flat(part, f"{path}.{number}.")
        else:
            yield path, value


def _text(path: str, value: Any, named: Named) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(named(path, part) for part in value)
    return named(path, value)


def _order(layout: Layout) -> Callable[[str], tuple[int, str]]:
    places = {field.path: number for number, field in enumerate(layout.fields())}

    def place(path: str) -> tuple[int, str]:
        head = path
        while head and head not in places:
            head = head.rpartition(".")[0]
        return places.get(head, len(places)), path

    return place


def _parts(before: str, after: str) -> Iterator[Part]:
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    for kind, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Part("same", "".join(old[a:b]))
            continue
        if a < b:
            yield Part("out", "".join(old[a:b]))
        if c < d:
            yield Part("in", "".join(new[c:d]))
