"""What the forms look like: kinds, sections and fields, read once from `fields.yml`.

A field's `path` is where its value stands in the record ("cost.tuition_low"). Knows nothing of requests or stores.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FIELDS = Path(__file__).with_name("fields.yml")
LANGUAGES = {"en": "English", "es": "Spanish"}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form; `of` names its list of choices, or holds them."""

    path: str
    label: str
    type: str
    hint: str = ""
    max: int | None = None
    required: bool = False
    area: bool = False
    rows: int = 3
    of: str | tuple[tuple[str, str], ...] = ""
    new: bool = False

    def in_language(self, language: str) -> str:
        """What one half of a pair of words is called: "Name in Spanish"."""
        return f"{self.label} in {LANGUAGES[language]}"


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """The form of one kind of record; the last section says where it is from."""

    kind: str
    one: str
    many: str
    lead: str
    sections: tuple[Section, ...]

    @property
    def article(self) -> str:
        return "an" if self.one[0] in "aeio" else "a"

    def fields(self) -> Iterator[Field]:
        for section in self.sections:
            yield from section.fields

    def label(self, path: str) -> str:
        """What staff read for a path of the record: "Name in Spanish", "Cost: free"."""
        for field in self.fields():
            if path == field.path:
                return field.label
            head, _, language = path.rpartition(".")
            if head == field.path and language in LANGUAGES:
                return field.in_language(language)
            if path.startswith(f"{field.path}."):
                return field.label
        return _OTHER.get(path, path.replace("_", " ").replace(".", ": "))


_OTHER = {"verified_on": "Checked on", "reviewed_by": "Checked by", "status": "Standing"}


@cache
def layouts() -> dict[str, Layout]:
    """Every kind that has a form, in the order of the file."""
    loaded: dict[str, Any] = yaml.safe_load(FIELDS.read_text("utf-8"))
    source = _section(loaded.pop("_source"))
    return {
        kind: Layout(kind, each["one"], each["many"], each["lead"], (*map(_section, each["sections"]), source))
        for kind, each in loaded.items()
    }


def _section(given: dict[str, Any]) -> Section:
    return Section(given["title"], tuple(_field(path, field) for path, field in given["fields"].items()))


def _field(path: str, given: dict[str, Any]) -> Field:
    of = given.get("of", "")
    return Field(path, **{**given, "of": of if isinstance(of, str) else tuple((code, words) for code, words in of)})
