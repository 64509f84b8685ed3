"""Opens the knowledge base: SQLite (WAL, one file) or PostgreSQL. Reads and loads are synchronous and short."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Dialect, Engine, create_engine, event
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction

from knowledge.models import Revision, now

CHANGED = "changed"  # in a session's info: it has changed rows, so the revision must move
MIGRATIONS = Path(__file__).parent / "migrations"


class Database:
    """One engine. `with database.begin() as session:` is one transaction."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine: Engine = create_engine(url, pool_pre_ping=not url.startswith("sqlite"))
        if url.startswith("sqlite"):
            event.listen(self.engine, "connect", _prepare_sqlite)

    @property
    def dialect(self) -> Dialect:
        """What statements are compiled for."""
        return self.engine.dialect

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """A session whose work is committed at the end, or rolled back whole on an error.

        Whatever it changes also bumps the revision, in the same transaction, so that no reader keeps an old answer.
        """
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            event.listen(session, "after_flush", _note_flush)
            event.listen(session, "do_orm_execute", _note_statement)
            yield session
            session.flush()
            if session.info.get(CHANGED):
                bump(session)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection to read with, closed at the end."""
        with self.engine.connect() as connection:
            yield connection

    def migrate(self, revision: str = "head") -> None:
        """Brings the tables to a schema revision, upwards ("head" is the newest)."""
        with self.engine.connect() as connection:
            command.upgrade(alembic_config(connection), revision)

    def downgrade(self, revision: str = "base") -> None:
        """Takes the tables back to an older schema revision; "base" removes them."""
        with self.engine.connect() as connection:
            command.downgrade(alembic_config(connection), revision)

    def close(self) -> None:
        self.engine.dispose()


def alembic_config(connection: Connection) -> Config:
    """Alembic's configuration for this package's migrations, working on an open connection."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def bump(session: Session) -> int:
    """Counts the revision up by one and gives the new number."""
    row = session.get(Revision, 1, with_for_update=True)
    if row is None:
        row = Revision(id=1, number=0)
        session.add(row)
    row.number += 1
    row.changed_at = now()
    session.flush()
    return row.number


def _note_flush(session: Session, _context: UOWTransaction) -> None:
    if session.new or session.dirty or session.deleted:
        session.info[CHANGED] = True


def _note_statement(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        state.session.info[CHANGED] = True


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """Readers never wait for the loader (WAL); five seconds of patience; foreign keys hold; 64 MB of pages mapped."""
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "busy_timeout=5000",
        "foreign_keys=ON",
        "synchronous=NORMAL",
        "cache_size=-16000",
        "mmap_size=67108864",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
