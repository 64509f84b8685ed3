"""nudges and campaigns"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004_nudges_and_campaigns"
down_revision = "0003_care"
branch_labels = None
depends_on = None

PARTNERED = ("sms_nudges", "sms_invitables", "sms_campaigns")


def _partner() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("organization_id", sa.String(length=64), nullable=False),
        sa.Column("site_id", sa.String(length=64), nullable=False),
    ]


def _belongs(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f(f"fk_{table}_organization_id_organizations")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f(f"fk_{table}_site_id_sites")),
    ]


def upgrade() -> None:
    op.create_table(
        "sms_nudges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pseudonym", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("occasion", sa.String(length=24), nullable=True),
        sa.Column("context", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("from_number", sa.String(length=40), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("reach", sa.String(length=300), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        *_partner(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sms_nudges")),
        *_belongs("sms_nudges"),
    )
    with op.batch_alter_table("sms_nudges", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sms_nudges_pseudonym"), ["pseudonym"], unique=False)
        batch_op.create_index("ix_sms_nudges_state_due_at", ["state", "due_at"], unique=False)
    op.create_table(
        "sms_invitables",
        sa.Column("pseudonym", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("from_number", sa.String(length=40), nullable=False),
        sa.Column("reach", sa.String(length=300), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        *_partner(),
        sa.PrimaryKeyConstraint("pseudonym", name=op.f("pk_sms_invitables")),
        *_belongs("sms_invitables"),
    )
    op.create_table(
        "sms_campaigns",
        sa.Column("word", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("region", sa.String(length=40), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=True),
        sa.Column("survey", sa.String(length=40), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        *_partner(),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_sms_campaigns")),
        *_belongs("sms_campaigns"),
    )
    for table in PARTNERED:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.create_index(batch_op.f(f"ix_{table}_organization_id"), ["organization_id"], unique=False)
    with op.batch_alter_table("sms_outbound", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reach", sa.String(length=300), nullable=True))
        batch_op.add_column(sa.Column("map_url", sa.String(length=300), nullable=True))
    with op.batch_alter_table("conversations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("survey", sa.String(length=40), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("conversations", schema=None) as batch_op:
        batch_op.drop_column("survey")
    with op.batch_alter_table("sms_outbound", schema=None) as batch_op:
        batch_op.drop_column("map_url")
        batch_op.drop_column("reach")
    for table in PARTNERED:
        op.drop_table(table)
