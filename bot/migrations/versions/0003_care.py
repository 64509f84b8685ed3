"""care: a card on offer, boundaries, questions passed on, the public releases' budget"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003_care"
down_revision = "0002_mistake_reports"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("conversations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("hotline", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("boundaries", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("open_question", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("passed_on", sa.JSON(), nullable=False, server_default="[]"))
    op.create_table(
        "passed_questions",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("week", sa.String(length=8), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("region", sa.String(length=40), nullable=True),
        sa.Column("topic", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("consent_version", sa.String(length=16), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("organization_id", sa.String(length=64), nullable=False),
        sa.Column("site_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_passed_questions_organization_id_organizations")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_passed_questions_site_id_sites")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passed_questions")),
    )
    with op.batch_alter_table("passed_questions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_passed_questions_organization_id"), ["organization_id"], unique=False)
        batch_op.create_index("ix_passed_questions_organization_week", ["organization_id", "week"], unique=False)
    op.create_table(
        "privacy_spends",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.String(length=7), nullable=False),
        sa.Column("epsilon", sa.Float(), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("released", sa.JSON(), nullable=False),
        sa.Column("spent_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_privacy_spends")),
    )
    with op.batch_alter_table("privacy_spends", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_privacy_spends_quarter"), ["quarter"], unique=False)


def downgrade() -> None:
    op.drop_table("privacy_spends")
    op.drop_table("passed_questions")
    with op.batch_alter_table("conversations", schema=None) as batch_op:
        for name in ("passed_on", "open_question", "boundaries", "hotline"):
            batch_op.drop_column(name)
