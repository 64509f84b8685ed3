"""Ways between credentials, as published pathways (CTDL) state them; who gave a way between work roles.

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "credential_steps",
        sa.Column("pathway", sa.String(length=160), nullable=False),
        sa.Column("before", sa.String(length=64), nullable=False),
        sa.Column("after", sa.String(length=64), nullable=False),
        sa.Column("origin", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("pathway", "before", "after", name=op.f("pk_credential_steps")),
    )
    origin = sa.Column("origin", sa.String(length=40), nullable=False, server_default="content")
    op.add_column("work_role_relations", origin)


def downgrade() -> None:
    op.drop_column("work_role_relations", "origin")
    op.drop_table("credential_steps")
