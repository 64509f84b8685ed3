"""The inbox of mistakes learners reported: what we had said, what they doubt, and what staff did about it.

Reads and closes `mistake_reports` of one organization. A report holds nothing of who made it.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from sqlalchemy import func, select

from bot.staff.knowledge.layout import layouts
from bot.staff.labels import Labels
from bot.store.database import Database
from bot.store.models import MistakeReport, now

NEW = "new"
OUTCOMES = {"fixed": "Put right", "no_mistake": "Was no mistake"}
MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Report:
    """One report in words; `links` are (words, address) of the records it may be about."""

    id: str
    title: str
    day: str
    reason: str
    answer: str
    note: str
    language: str
    channel: str
    links: list[tuple[str, str]]


class Mistakes:
    """The open reports of an organization."""

    def __init__(self, database: Database, labels: Labels) -> None:
        self._database, self._labels = database, labels

    async def count(self, organization: str) -> int:
        async with self._database.begin() as session:
            counted = select(func.count()).where(
                MistakeReport.organization_id == organization, MistakeReport.state == NEW
            )
            return await session.scalar(counted) or 0

    async def open(self, organization: str) -> list[Report]:
        """The newest first, at most a hundred."""
        wanted = (
            select(MistakeReport)
            .where(MistakeReport.organization_id == organization, MistakeReport.state == NEW)
            .order_by(MistakeReport.reported_on.desc(), MistakeReport.id)
            .limit(MOST_SHOWN)
        )
        async with self._database.begin() as session:
            return [self._report(row) for row in (await session.scalars(wanted)).all()]

    async def close(self, id: str, organization: str, outcome: str, by: str) -> bool:
        """Closes a report with what was done; False where there is none open."""
        async with self._database.begin() as session:
            row = await session.get(MistakeReport, id)
            if row is None or row.organization_id != organization or row.state != NEW:
                return False
            row.state, row.handled_by, row.handled_at, row.resolution = outcome, by, now(), OUTCOMES[outcome]
            return True

    def _report(self, row: MistakeReport) -> Report:
        topic = self._labels.of("topics", row.topic)
        return Report(
            id=row.id, title=row.card_title or topic, day=f"{row.reported_on.day} {row.reported_on:%b %Y}",
            reason=self._labels.of("mistakes", row.reason), answer=row.answer, note=row.note or "",
            language=row.language, channel=self._labels.of("channel", row.channel), links=self._links(row),
        )  # fmt: skip

    def _links(self, row: MistakeReport) -> list[tuple[str, str]]:
        found = []
        for kind, layout in layouts().items():
            value = (row.entities or {}).get(kind)
            for id in value if isinstance(value, list) else [value]:
                if isinstance(id, str) and id:
                    found.append((f"Open the {layout.one}", f"/staff/knowledge/{kind}/record?{urlencode({'id': id})}"))
        if not found and row.card_kind in layouts() and row.card_title:
            words = urlencode({"q": row.card_title[:80]})
            found.append((f"Find the {layouts()[row.card_kind].one}", f"/staff/knowledge/{row.card_kind}?{words}"))
        return found
