"""The last day a program's cost may be told, beside what the finder filters by.

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

from datetime import date, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

COST_LIVES = timedelta(days=548)


def upgrade() -> None:
    op.add_column("programs", sa.Column("priced_until", sa.String(length=10), nullable=True))
    connection = op.get_bind()
    facts = sa.text(
        "SELECT entity_id, field, status, as_of, verified_on FROM provenance"
        " WHERE kind = 'program' AND field IN ('*', 'cost') ORDER BY field"
    )
    # "*" sorts before "cost": where the cost has a source of its own, that one stays.
    until = {id: _until(status, as_of, checked) for id, _field, status, as_of, checked in connection.execute(facts)}
    if until:
        write = sa.text("UPDATE programs SET priced_until = :until WHERE id = :id")
        connection.execute(write, [{"id": id, "until": day} for id, day in until.items()])


def downgrade() -> None:
    op.drop_column("programs", "priced_until")


def _until(status: str, *dates: str | None) -> str | None:
    if status == "expired":
        return date.min.isoformat()
    known = [text + "-01-01"[len(text) - 4 :] for text in dates if text and text != "undated"]
    return (date.fromisoformat(max(known)) + 2 * COST_LIVES).isoformat() if known else None
