"""What the knowledge pages show, in words: records, versions, who did what when, and what waits.

Reads through `knowledge.editing` and `knowledge.due`, blocking calls that pages run in a thread. Never writes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from bot.staff.knowledge import changes, listing
from bot.staff.knowledge.choices import ChoiceLists
from bot.staff.knowledge.layout import Layout, layouts
from bot.staff.labels import Labels
from knowledge import due, editing
from knowledge.database import Database
from knowledge.editing import DRAFT, IN_REVIEW, PUBLISHED, SUPERSEDED, Version
from knowledge.repository import Knowledge

Record = dict[str, Any]
STATES = {
    "draft": ("Draft", "open"),
    "in_review": ("Waits for review", "open"),
    "published": ("Published", "good"),
    "superseded": ("Replaced since", ""),
    "withdrawn": ("Not used", ""),
}
DUE_SHOWN = 100
_PARTS = {"*": "All of it", "cost": "Cost", "study": "Study time", "renewal": "Renewal", "worth": "What it is worth",
          "eligibility": "Who can join", "outcomes": "Published results"}  # fmt: skip
_KINDS = {"credential": "credential", "step": "pathway step"}


@dataclass(frozen=True, slots=True)
class Counts:
    """The numbers on the tabs."""

    review: int
    due: int
    mistakes: int


class Desk:
    """The knowledge base as staff see it."""

    def __init__(self, knowledge: Knowledge, labels: Labels) -> None:
        self.knowledge = knowledge
        self.choices = ChoiceLists(knowledge, labels)
        self._due: tuple[tuple[int, date], int] | None = None

    @property
    def database(self) -> Database:
        return self.knowledge.database

    def named(self, path: str, value: Any) -> str:
        return self.choices.named(path, value)

    def title(self, kind: str, record: Record, id: str = "") -> str:
        """What to call a record: its English name, or for pay the job and the area."""
        if soc := record.get("soc"):
            where = record.get("area_name") or record.get("area") or ""
            return ", ".join(part for part in (self.named("soc", soc).partition(" (")[0], where) if part)
        name = record.get("name") or record.get("title") or id or record.get("id") or "Without a name"
        return str(name.get("en") or name.get("es") or id) if isinstance(name, dict) else str(name)

    def due_count(self, today: date) -> int:
        """How much is due; counted anew when the knowledge base or the day has changed."""
        key = (self.knowledge.revision(), today)
        if self._due is None or self._due[0] != key:
            self._due = key, due.due(self.database, today, limit=1)[1]
        return self._due[1]

    def waiting(self, organization: str, *states: str) -> list[Version]:
        found = editing.waiting(self.database, *(states or (IN_REVIEW,)))
        return [version for version in found if version.organization_id == organization]

    # --- lists ---

    def page(self, layout: Layout, asked: listing.Asked) -> tuple[list[dict[str, Any]], int]:
        """The rows of a list, ready to be shown, and how many there are."""
        rows, total = listing.page(self.database, layout.kind, asked, self._jobs)
        waits = {version.entity_id: version for version in editing.waiting(self.database, DRAFT, IN_REVIEW)
                 if version.kind == layout.kind}  # fmt: skip
        sources = {source.id: source.short for source in self.knowledge.sources()}
        return [
            {
                "id": row.id,
                "title": f"{self.named('soc', row.detail).partition(' (')[0]}, {row.title}"
                if row.detail
                else row.title,
                "region": self.named("region", row.region or "all"),
                "source": sources.get(row.source_id, row.source_id),
                "as_of": row.as_of,
                "standing": listing.STANDINGS[row.standing],
                "tone": listing.TONES[row.standing],
                "open": STATES[waits[row.id].state][0] if row.id in waits else None,
            }
            for row in rows
        ], total

    def _jobs(self, word: str) -> list[str]:
        """The jobs whose name holds a word."""
        return [code for code, name in self.choices("socs") if word.casefold() in name.casefold()]

    def due_rows(self, kind: str, today: date) -> tuple[list[dict[str, Any]], int]:
        """What is past its time, the oldest first."""
        found, total = due.due(self.database, today, kind or None, limit=DUE_SHOWN)
        return [
            {
                "kind": each.kind,
                "id": each.id,
                "part": each.part,
                "title": each.name,
                "kind_name": _kind_name(each.kind),
                "field": _PARTS.get(each.part, each.part),
                "as_of": each.as_of,
                "late": _age(each.days),
                "tone": "warm" if each.stage == "stale" else "",
                "contact": each.contact or "",
                "link": record_link(each.kind, each.id) if each.kind in layouts() else None,
            }
            for each in found
        ], total

    # --- versions ---

    def compared(self, version: Version) -> Record | None:
        """What a version is held against: what is published now, or for an old one what stood before it."""
        if version.state in (DRAFT, IN_REVIEW):
            return editing.current(self.database, version.kind, version.entity_id)
        older = [
            one
            for one in editing.history(self.database, version.kind, version.entity_id)
            if one.number < version.number and one.state in (PUBLISHED, SUPERSEDED)
        ]
        return max(older, key=lambda one: one.number).data if older else None

    def row(self, version: Version) -> dict[str, Any]:
        """A version in a list."""
        layout = layouts()[version.kind]
        if version.action == editing.REMOVE:
            what = "Take it out"
        else:
            before = self.compared(version)
            found = changes.between(before, version.data, layout, self.named)
            labels = list(dict.fromkeys(change.label for change in found))
            what = "New" if before is None else ", ".join(labels[:4]) + (" …" if len(labels) > 4 else "")
        return {
            "id": version.id,
            "title": self.title(version.kind, version.data, version.entity_id),
            "kind_name": layout.one,
            "author": version.author,
            "when": moment(version.submitted_at or version.changed_at),
            "what": what or "Still right, nothing changed",
            "decision": version.decision,
        }


def says(version: Version) -> str:
    """Who did what when, in a sentence."""
    words = (
        f"written by {version.author}, {moment(version.changed_at if version.state == DRAFT else version.created_at)}"
    )
    if version.state == IN_REVIEW and version.submitted_at:
        return f"{words}, sent to review {moment(version.submitted_at)}"
    if version.decided_by and version.decided_at and version.state != DRAFT:
        did = {"withdrawn": "put aside"}.get(version.state, "published")
        return f"{words}, {did} by {version.decided_by}, {moment(version.decided_at)}"
    return words


def moment(at: datetime) -> str:
    """A time as staff read it."""
    return f"{at.day} {at:%b %Y, %H:%M} UTC"


def record_link(kind: str, id: str) -> str:
    return f"/staff/knowledge/{kind}/record?{urlencode({'id': id})}"


def _age(days: int | None) -> str:
    if days is None:
        return "No date"
    return f"{days // 365} years" if days >= 730 else f"{days // 30} months"


def _kind_name(kind: str) -> str:
    return layouts()[kind].one if kind in layouts() else _KINDS.get(kind, kind)
