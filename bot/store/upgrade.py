"""Brings the conversation store to the newest schema (or any other): Alembic, without a command line or a config file."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine

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
    engine.dispose()
