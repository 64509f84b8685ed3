"""A source that is not in the list yet, named on the form of the record that cites it.

Receives what was posted; adds the source to the knowledge base and gives its id, or says what is wrong with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlsplit

from bot.staff.knowledge.forms import clean
from knowledge import editing
from knowledge.database import Database

FIELDS = (
    ("new_source", "Its name", "The page, report or office, with whom you spoke and when if it was by phone."),
    ("new_source_short", "Short name", "What a text message cites, at most 14 characters."),
    ("new_source_url", "Web address", ""),
)
LONGEST_NAME, LONGEST_SHORT = 300, 14


class SourceError(ValueError):
    """The source cannot be added; `problems` says why by field."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__("; ".join(problems.values()))
        self.problems = problems


@dataclass(frozen=True)
class Given:
    """What the form says of a new source; false when it says nothing."""

    values: dict[str, str]

    @classmethod
    def of(cls, posted: Any) -> Self:
        return cls({name: clean(str(posted.get(name) or "")) for name, _label, _hint in FIELDS})

    def __bool__(self) -> bool:
        return any(self.values.values())

    def add(self, database: Database) -> str:
        """Adds it and gives its id; raises SourceError."""
        name, short, url = self.values.values()
        problems = {}
        if not 0 < len(name) <= LONGEST_NAME:
            problems["new_source"] = f"A source has a name of at most {LONGEST_NAME} characters"
        if not 0 < len(short) <= LONGEST_SHORT:
            problems["new_source_short"] = f"A short name has 1 to {LONGEST_SHORT} characters"
        if url and (urlsplit(url).scheme not in ("http", "https") or len(url) > 500):
            problems["new_source_url"] = "must be a web address that begins with https://"
        if problems:
            raise SourceError(problems)
        id = editing.new_id(database, "source", name)
        editing.add_source(database, id, name, short, url or None)
        return id
