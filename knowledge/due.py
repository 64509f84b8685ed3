"""The list of facts past their time, for staff: what to look up again, the most overdue first, and whom to ask.

Reads provenance by date (so that the work grows with what is due, not with the base); see `freshness` for the times.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from knowledge import records
from knowledge.database import Database
from knowledge.freshness import TTL, UNDATED, Stage, dated, stage_of, ttl
from knowledge.models import WHOLE_RECORD, Provenance, ProviderRow, SourceRow

# The kinds somebody can look up again; official figures are renewed by importing the next release.
KINDS = ("program", "provider", "support", "career_center", "credential", "article", "step")
_PARTS = ("cost", "study", "renewal", "worth", "eligibility", "outcomes")


@dataclass(frozen=True, slots=True)
class Due:
    """One fact to look up again. `part` is "*" for a whole record; `days` is its age, None when it has no date.

    `contact` is whom to ask: a phone, a site or the provider's name.
    """

    kind: str
    id: str
    part: str
    name: str
    as_of: str
    verified_on: str | None
    days: int | None
    stage: Stage
    source: str
    url: str | None
    contact: str | None


def due(
    database: Database, today: date, kind: str | None = None, limit: int = 100, offset: int = 0
) -> tuple[list[Due], int]:
    """A page of what is past its time, the oldest first and the undated last, and how many there are in all."""
    wanted = _wanted(today, (kind,) if kind else KINDS)
    with database.begin() as session:
        total = session.scalar(wanted.with_only_columns(func.count())) or 0
        page = wanted.order_by(_since() == UNDATED, _since(), Provenance.kind, Provenance.entity_id)
        rows = session.execute(page.limit(limit).offset(offset)).all()
        return [_due(session, fact, source, today) for fact, source in rows], total


def _wanted(today: date, kinds: Iterable[str]) -> Select[Provenance, SourceRow]:
    past = [_past(today, kind, part) for kind in kinds for part in (WHOLE_RECORD, *_PARTS)]
    return select(Provenance, SourceRow).join(SourceRow, SourceRow.id == Provenance.source_id).where(or_(*past))


def _past(today: date, kind: str, part: str) -> ColumnElement[bool]:
    def before(official: bool) -> ColumnElement[bool]:
        # Dates of any length compare as text: "2024" < "2024-05" < "2024-05-02".
        limit = (today - timedelta(days=ttl(kind, part, official))).isoformat()
        return and_(SourceRow.kind == "official" if official else SourceRow.kind != "official", _since() < limit)

    return and_(
        Provenance.kind == kind, Provenance.field == part, or_(_since() == UNDATED, before(True), before(False))
    )


def _since() -> ColumnElement[str]:
    return func.coalesce(Provenance.verified_on, Provenance.as_of)


def _due(session: Session, fact: Provenance, source: SourceRow, today: date) -> Due:
    day = dated(fact.as_of, fact.verified_on)
    days = (today - day).days if day else None
    name, url, contact = _named(session, fact.kind, fact.entity_id)
    lives = ttl(fact.kind, fact.field, source.kind == "official")
    stage = Stage.STALE if fact.status == "expired" else stage_of(days, lives)
    return Due(
        fact.kind, fact.entity_id, fact.field, name, fact.as_of, fact.verified_on, days, stage, source.name,
        url or source.url, contact,
    )  # fmt: skip


def _named(session: Session, kind: str, id: str) -> tuple[str, str | None, str | None]:
    """What to call a record, its page, and whom to ask about it."""
    data = (records.read(session, kind, id) if kind in records.KINDS else None) or {}
    name = data.get("name") or data.get("title") or id
    contact = data.get("phone")
    if kind == "program" and (provider := session.get(ProviderRow, data.get("provider"))):
        contact = contact or provider.phone or provider.url or provider.name
    return (name["en"] if isinstance(name, dict) else name), data.get("url"), contact


assert set(KINDS) <= set(TTL)
