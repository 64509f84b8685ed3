"""mistake reports"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002_mistake_reports"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mistake_reports",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=24), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("topic", sa.String(length=40), nullable=False),
        sa.Column("entities", sa.JSON(), nullable=False),
        sa.Column("card_kind", sa.String(length=24), nullable=True),
        sa.Column("card_title", sa.String(length=300), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("handled_by", sa.String(length=120), nullable=True),
        sa.Column("handled_at", sa.DateTime(), nullable=True),
        sa.Column("resolution", sa.Text(), nullable=True),
        sa.Column("organization_id", sa.String(length=64), nullable=False),
        sa.Column("site_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_mistake_reports_organization_id_organizations")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_mistake_reports_site_id_sites")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mistake_reports")),
    )
    with op.batch_alter_table("mistake_reports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mistake_reports_organization_id"), ["organization_id"], unique=False)
        batch_op.create_index(
            "ix_mistake_reports_organization_state", ["organization_id", "state", "reported_on"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("mistake_reports", schema=None) as batch_op:
        batch_op.drop_index("ix_mistake_reports_organization_state")
        batch_op.drop_index(batch_op.f("ix_mistake_reports_organization_id"))
    op.drop_table("mistake_reports")
