"""Brings the conversation store to the newest schema (or any other): Alembic, without a command line or a config file."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import JSON, Connection, Text, create_engine, inspect, text

from bot.store.models import Base

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"


def sync_url(url: str) -> str:
    """The same database with a synchronous driver, which Alembic wants."""
    return url.replace("sqlite+aiosqlite", "sqlite").replace("postgresql+asyncpg", "postgresql+psycopg")


def config(connection: Connection) -> Config:
    made = Config()
    made.set_main_option("script_location", str(MIGRATIONS))
    made.attributes["connection"] = connection
    return made


def migrate(url: str, to: str = "head") -> None:
    """Upgrades, or downgrades when `to` is older (such as "base" or "-1")."""
    engine = create_engine(sync_url(url))
    with engine.begin() as connection:
        made = config(connection)
        command.downgrade(made, to) if to == "base" or to.startswith("-") else command.upgrade(made, to)
        if connection.dialect.name == "postgresql":
            _sample_no_words(connection)
    engine.dispose()


def _sample_no_words(connection: Connection) -> None:
    """PostgreSQL's statistics copy values out of the tables, where forgetting would not find them: it takes none of text."""
    there = set(inspect(connection).get_table_names())
    for table in Base.metadata.sorted_tables:
        for column in table.columns if table.name in there else ():
            if isinstance(column.type, Text | JSON):
                connection.execute(text(f'ALTER TABLE {table.name} ALTER COLUMN "{column.name}" SET STATISTICS 0'))
