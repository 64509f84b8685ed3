"""The conversation store's migrations: up, down and up again with data, and the models agree with them."""

from __future__ import annotations

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text

from bot.store.models import Base
from bot.store.upgrade import migrate, sync_url


def test_up_down_up_with_data(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'store.db'}"
    migrate(url)
    engine = create_engine(sync_url(url))
    with engine.begin() as connection:
        insert = "INSERT INTO opt_outs (pseudonym, key_id, by, since) VALUES ('a', 'k', 'learner', '2026-01-01')"
        connection.execute(text(insert))
        assert connection.execute(text("SELECT id FROM sites")).scalars().all() == ["default"]
    engine.dispose()
    migrate(url, "base")
    engine = create_engine(sync_url(url))
    assert "opt_outs" not in inspect(engine).get_table_names()
    engine.dispose()
    migrate(url)
    engine = create_engine(sync_url(url))
    with engine.begin() as connection:
        assert connection.execute(text("SELECT count(*) FROM opt_outs")).scalar() == 0
        assert connection.execute(text("SELECT count(*) FROM sites")).scalar() == 1
    engine.dispose()


def test_models_equal_the_newest_schema(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'store.db'}"
    migrate(url)
    engine = create_engine(sync_url(url))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()
