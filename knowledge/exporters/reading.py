"""Every record of a kind as a content file would hold it, in a steady order."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from knowledge import records
from knowledge.database import Database
from knowledge.models import WHOLE_RECORD, ProgramRow, Provenance
from knowledge.records import Record, RecordError


def every(database: Database, kind: str, region: str | None = None) -> Iterator[Record]:
    """Records of a kind by id; programs may be limited to a region.

    Counts of awards that no author named are left out: they are figures of IPEDS, not records of ours.
    """
    wanted = select(Provenance.entity_id).where(Provenance.kind == kind, Provenance.field == WHOLE_RECORD)
    with database.begin() as session:
        if kind == "program":
            ours = select(ProgramRow.id).where(ProgramRow.awards.is_(None))
            wanted = wanted.where(Provenance.entity_id.in_(ours.where(ProgramRow.region == region) if region else ours))
        for id in session.scalars(wanted.order_by(Provenance.entity_id)).all():
            record = records.read(session, kind, id)
            if record is None:
                continue
            try:
                yield records.plain(records.parse(kind, record))
            except RecordError:
                continue
