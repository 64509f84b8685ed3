"""Changing records by hand: draft, review, publish; every version kept, with who and when; and the list of what is due.

A version's `data` is the record as a content file holds it (`knowledge.records`). Drafts may be incomplete; what is
submitted must pass every check. Publishing replaces the record in one transaction and moves the knowledge base's
revision, so that the next answer tells it: no restart, no training. From then on the record is the staff's: loading the
content or importing a file leaves it alone. A record that an import may not overwrite waits here as a version in review.

Everything takes the `Database` and is synchronous; names of people are whatever the caller signs in.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import re
import unicodedata
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from knowledge import records
from knowledge.content import Problem
from knowledge.database import Database
from knowledge.models import (
    DEFAULT_ORGANIZATION,
    WHOLE_RECORD,
    ProgramRow,
    Provenance,
    RecordVersion,
    Revision,
    SourceRow,
    now,
)
from knowledge.records import KINDS, Record, RecordError
from knowledge.saving import restamp

STAFF = "staff"
DRAFT, IN_REVIEW, PUBLISHED, SUPERSEDED, WITHDRAWN = "draft", "in_review", "published", "superseded", "withdrawn"
SAVE, REMOVE = "save", "remove"
BASELINE = "What stood here before"
UNCHECKED: Record = {"status": "unverified", "verified_on": None, "reviewed_by": None}
_OPEN = (DRAFT, IN_REVIEW)


class EditingError(Exception):
    """What was asked does not fit the state the version is in; the message says so in a sentence."""


class ChangedMeanwhile(EditingError):
    """Somebody else saved first: `version` is theirs, `base` is what a next attempt begins from."""

    def __init__(self, version: Version, base: str) -> None:
        super().__init__(f"{version.author} changed this in the meantime.")
        self.version, self.base = version, base


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a record. `state` is draft, in_review, published, superseded or withdrawn; times are UTC."""

    id: int
    kind: str
    entity_id: str
    number: int
    state: str
    action: str
    data: Record
    author: str
    note: str
    created_at: datetime
    changed_at: datetime
    submitted_at: datetime | None
    decided_by: str | None
    decided_at: datetime | None
    decision: str
    organization_id: str

    @property
    def title(self) -> str:
        """What to call it in a list."""
        name = self.data.get("name") or self.data.get("title") or self.data.get("area_name") or self.entity_id
        return str(name.get("en") or self.entity_id) if isinstance(name, dict) else str(name)


def kinds() -> tuple[str, ...]:
    """Kinds of records that can be edited."""
    return tuple(KINDS)


# --- reading ---------------------------------------------------------------------------------------------------------


def current(database: Database, kind: str, id: str) -> Record | None:
    """The published record, as a form would show it, or None."""
    with database.begin() as session:
        return records.read(session, kind, id)


def version(database: Database, version_id: int) -> Version | None:
    with database.begin() as session:
        row = session.get(RecordVersion, version_id)
        return _view(row) if row else None


def history(database: Database, kind: str, id: str) -> list[Version]:
    """Every version of a record, the newest first."""
    return _versions(database, RecordVersion.kind == kind, RecordVersion.entity_id == id)


def waiting(database: Database, *states: str) -> list[Version]:
    """Versions in review (or in the states given), the newest first."""
    return _versions(database, RecordVersion.state.in_(states or (IN_REVIEW,)))


def check(database: Database, kind: str, data: Record) -> list[Problem]:
    """Everything that keeps this record from being published, field by field; empty when nothing does."""
    with database.begin() as session:
        return _problems(session, kind, data)


def at_hand(database: Database, kind: str, id: str) -> tuple[Record | None, Version | None]:
    """What a form begins from: the record's open version, or what is published; and that version. (None, None): nothing."""
    with database.begin() as session:
        row = _open_of(session, kind, id)
        return (dict(row.data), _view(row)) if row else (records.read(session, kind, id), None)


def base_of(data: Record | None) -> str:
    """A mark of what somebody begins to edit; another state of the record has another mark."""
    return hashlib.sha256(json.dumps(data, sort_keys=True, default=str).encode()).hexdigest()[:32]


def new_id(database: Database, kind: str, words: str) -> str:
    """An id that no record, version or (for "source") source has yet, made of a name: "New Path Academy" → new-path-academy."""
    plain = unicodedata.normalize("NFKD", words.lower()).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or kind.replace("_", "-")
    with database.begin() as session:
        taken = {*session.scalars(select(SourceRow.id))} if kind == "source" else {
            *session.scalars(select(KINDS[kind].table.__table__.c.id).where(KINDS[kind].table.__table__.c.id.startswith(stem))),
            *session.scalars(select(RecordVersion.entity_id).where(RecordVersion.kind == kind)),
        }  # fmt: skip
    return next(id for n in itertools.count(1) if (id := stem if n == 1 else f"{stem}-{n}") not in taken)


# --- the way of a change ---------------------------------------------------------------------------------------------


def save_draft(
    database: Database,
    kind: str,
    data: Record,
    author: str,
    note: str = "",
    version_id: int | None = None,
    action: str = SAVE,
    organization: str = DEFAULT_ORGANIZATION,
    base: str | None = None,
) -> Version:
    """Keeps a draft, which may be incomplete but must say which record it is: a new version, or `version_id` rewritten.

    A version in review that is rewritten is a draft again. Raises EditingError for one already decided. With `base`
    (`base_of` what the author began from) the record's open draft is rewritten, and ChangedMeanwhile is raised when
    what stands there is no longer that.
    """
    id = str(data.get("id") or "@".join(str(data[part]) for part in ("soc", "area", "basis") if data.get(part)))
    if not id:
        raise EditingError("A draft needs an id.")
    with database.begin() as session:
        if base is not None:
            _one_at_a_time(session)
            version_id = _rewritable(session, kind, id, base)
        if version_id is None:
            row = _new(session, kind, id, data, author, note, action, organization)
        else:
            row = _open_version(session, version_id)
            row.data, row.author, row.note, row.state, row.changed_at = data, author, note or row.note, DRAFT, now()
        session.flush()
        return _view(row)


def remove(database: Database, kind: str, id: str, author: str, note: str = "") -> Version:
    """A draft that takes the record out once it is published. Raises EditingError when there is no such record."""
    data = current(database, kind, id)
    if data is None:
        raise EditingError("There is no such record.")
    return save_draft(database, kind, data, author, note, action=REMOVE)


def restore(database: Database, version_id: int, author: str) -> Version:
    """A new draft with what an earlier version said. Raises EditingError while the record has an open one."""
    with database.begin() as session:
        _one_at_a_time(session)
        old = session.get(RecordVersion, version_id)
        if old is None:
            raise EditingError("There is no such version.")
        if _open_of(session, old.kind, old.entity_id):
            raise EditingError("This record has an open change; finish that first.")
        note = f"As in version {old.number}"
        # Whoever checked it then has not checked it now.
        data = dict(old.data) | (UNCHECKED if old.data.get("verified_on") else {})
        return _view(_new(session, old.kind, old.entity_id, data, author, note, SAVE, old.organization_id))


def submit(database: Database, version_id: int, by: str) -> Version:
    """Draft → in review. Raises RecordError with every problem of the record."""
    with database.begin() as session:
        row = _open_version(session, version_id)
        if row.action == SAVE and (problems := _problems(session, row.kind, row.data)):
            raise RecordError(problems)
        row.state, row.submitted_at, row.changed_at = IN_REVIEW, now(), now()
        row.author = row.author or by
        session.flush()
        return _view(row)


def send_back(database: Database, version_id: int, by: str, why: str) -> Version:
    """In review → draft again, with what is to be changed."""
    with database.begin() as session:
        row = _open_version(session, version_id)
        row.state, row.decided_by, row.decided_at, row.decision, row.changed_at = DRAFT, by, now(), why, now()
        session.flush()
        return _view(row)


def withdraw(database: Database, version_id: int, by: str, why: str = "") -> Version:
    """Gives up a draft or refuses a version in review; it stays in the history."""
    with database.begin() as session:
        row = _open_version(session, version_id)
        row.state, row.decided_by, row.decided_at, row.decision, row.changed_at = WITHDRAWN, by, now(), why, now()
        session.flush()
        return _view(row)


def publish(database: Database, version_id: int, by: str, today: date, checked: bool = False) -> Version:
    """In review → published: the record is replaced at once. `checked` says that `by` compared it with the source today.

    Raises EditingError unless it is in review, RecordError when the record does not pass the checks any more.
    """
    with database.begin() as session:
        row = _open_version(session, version_id)
        if row.state != IN_REVIEW:
            raise EditingError("Only a version in review can be published.")
        if row.author == by:
            raise EditingError("Nobody publishes a change of their own: somebody else has to read it.")
        data = dict(row.data)
        if checked:
            data |= {"status": "verified", "verified_on": today.isoformat(), "reviewed_by": by}
        _baseline(session, row.kind, row.entity_id, row.organization_id)
        if row.action == REMOVE:
            _removable(session, row.kind, row.entity_id)
            records.erase(session, row.kind, row.entity_id)
        else:
            if problems := _problems(session, row.kind, data):
                raise RecordError(problems)
            record = records.parse(row.kind, data)
            records.write(session, row.kind, record, STAFF, row.organization_id)
            data = records.plain(record)
            if checked:
                _check_parts(session, row.kind, row.entity_id, by, today)
        session.execute(
            update(RecordVersion)
            .where(
                RecordVersion.kind == row.kind,
                RecordVersion.entity_id == row.entity_id,
                RecordVersion.state == PUBLISHED,
            )
            .values(state=SUPERSEDED)
        )
        row.data, row.state, row.decided_by, row.decided_at, row.changed_at = data, PUBLISHED, by, now(), now()
        session.flush()
        return _view(row)


def confirm(database: Database, kind: str, id: str, by: str, today: date, part: str = WHOLE_RECORD) -> bool:
    """Somebody compared a record (or a part) with its source and it still holds. False when there is no such record."""
    with database.begin() as session:
        row = session.get(Provenance, (kind, id, part))
        if row is None:
            return False
        row.status, row.verified_on, row.reviewed_by = "verified", today.isoformat(), by
        restamp(session, kind, id)
        return True


def add_source(
    database: Database, id: str, name: str, short: str, url: str | None = None, kind: str = "provider"
) -> None:
    """Adds a publication that facts can cite. Raises EditingError when the id is taken."""
    with database.begin() as session:
        if session.get(SourceRow, id):
            raise EditingError("There is a source with this id.")
        session.add(SourceRow(id=id, name=name, short=short, url=url, kind=kind, origin=STAFF))


# --- parts -----------------------------------------------------------------------------------------------------------


def propose(
    session: Session, kind: str, data: Record, author: str, note: str, organization: str = DEFAULT_ORGANIZATION
) -> bool:
    """For imports: a version in review beside a record they may not overwrite. False when the same one waits already."""
    id = records.record_id(records.parse(kind, data))
    waits = session.scalars(
        select(RecordVersion).where(
            RecordVersion.kind == kind,
            RecordVersion.entity_id == id,
            RecordVersion.author == author,
            RecordVersion.state.in_((*_OPEN, WITHDRAWN)),
        )
    )
    if any(row.data == data for row in waits):
        return False
    row = _new(session, kind, id, data, author, note, SAVE, organization)
    row.state, row.submitted_at = IN_REVIEW, now()
    session.flush()
    return True


def _new(
    session: Session, kind: str, id: str, data: Record, author: str, note: str, action: str, organization: str
) -> RecordVersion:
    if kind not in KINDS:
        raise EditingError(f"Records of kind {kind!r} cannot be edited.")
    _baseline(session, kind, id, organization)
    row = _row(kind, id, _next_number(session, kind, id), organization)
    row.action, row.data, row.author, row.note = action, data, author, note
    session.add(row)
    session.flush()
    return row


def _next_number(session: Session, kind: str, id: str) -> int:
    of_record = (RecordVersion.kind == kind, RecordVersion.entity_id == id)
    return (session.scalar(select(func.max(RecordVersion.number)).where(*of_record)) or 0) + 1


def _row(kind: str, id: str, number: int, organization: str) -> RecordVersion:
    return RecordVersion(
        kind=kind, entity_id=id, number=number, organization_id=organization, state=DRAFT, action=SAVE,
        created_at=now(), changed_at=now(), decision="", note="",
    )  # fmt: skip


def _baseline(session: Session, kind: str, id: str, organization: str) -> None:
    """Keeps what stands there before anybody changed it by hand, as a version, so that it can be restored."""
    held = records.read(session, kind, id)
    row = session.scalars(
        select(RecordVersion).where(
            RecordVersion.kind == kind, RecordVersion.entity_id == id, RecordVersion.state == PUBLISHED
        )
    ).first()
    if held is None or (row is not None and row.note != BASELINE):
        return
    origin = session.get_one(Provenance, (kind, id, WHOLE_RECORD)).origin
    if row is None:
        row = _row(kind, id, _next_number(session, kind, id), organization)
        row.note, row.state = BASELINE, PUBLISHED
    row.data, row.author = held, origin
    session.add(row)
    session.flush()


def _check_parts(session: Session, kind: str, id: str, by: str, today: date) -> None:
    """Whoever checks a record has checked the parts of it that have a source of their own."""
    parts = select(Provenance).where(Provenance.kind == kind, Provenance.entity_id == id)
    for fact in session.scalars(parts):
        fact.status, fact.verified_on, fact.reviewed_by = "verified", today.isoformat(), by
    restamp(session, kind, id)


def _one_at_a_time(session: Session) -> None:
    """From here on: a write to the one row that all share waits for whoever is writing."""
    session.execute(update(Revision).values(number=Revision.number))


def _removable(session: Session, kind: str, id: str) -> None:
    if kind == "provider" and session.scalars(select(ProgramRow.id).where(ProgramRow.provider_id == id)).first():
        raise EditingError("This provider has programs; take those out first.")


def _open_of(session: Session, kind: str, id: str) -> RecordVersion | None:
    """The record's open version; where an import's proposal waits beside a person's draft, the newest."""
    wanted = select(RecordVersion).where(
        RecordVersion.kind == kind, RecordVersion.entity_id == id, RecordVersion.state.in_(_OPEN)
    )
    return session.scalars(wanted.order_by(RecordVersion.number.desc()).limit(1).with_for_update()).first()


def _rewritable(session: Session, kind: str, id: str, base: str) -> int | None:
    """The id of the open draft to rewrite, None for a new version; raises when another has saved since `base`."""
    row = _open_of(session, kind, id)
    stands = dict(row.data) if row else records.read(session, kind, id)
    if base != base_of(stands):
        last = row or session.scalars(
            select(RecordVersion)
            .where(RecordVersion.kind == kind, RecordVersion.entity_id == id, RecordVersion.state == PUBLISHED)
            .order_by(RecordVersion.number.desc())
        ).first()  # fmt: skip
        if last is None:
            raise EditingError("This record was changed by an import in the meantime. Please open it again.")
        raise ChangedMeanwhile(_view(last), base_of(stands))
    if row and row.state == IN_REVIEW:
        raise EditingError("This record has a change in review; take that back first.")
    return row.id if row else None


def _open_version(session: Session, version_id: int) -> RecordVersion:
    row = session.get(RecordVersion, version_id)
    if row is None:
        raise EditingError("There is no such version.")
    if row.state not in _OPEN:
        raise EditingError(f"This version is {row.state} and stays as it is.")
    return row


def _problems(session: Session, kind: str, data: Record) -> list[Problem]:
    try:
        record = records.parse(kind, data)
    except RecordError as error:
        return error.problems
    return records.unresolved(records.Known(session), kind, record)


def _versions(database: Database, *where: Any) -> list[Version]:
    with database.begin() as session:
        found = session.scalars(select(RecordVersion).where(*where).order_by(RecordVersion.id.desc()))
        return sorted((_view(row) for row in found), key=lambda one: (one.changed_at, one.number), reverse=True)


def _view(row: RecordVersion) -> Version:
    return Version(**{field.name: getattr(row, field.name) for field in fields(Version)})
