"""What editing and imports need: versions of records, who owns a figure, the whole cost of a program, local pay.

Revision ID: 0002
Revises: 0001

Tables others point at are never rebuilt here (SQLite would cascade): columns are added and dropped in place. The content
is loaded anew afterwards, since its related occupations and total costs are written by this version's loader.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True)


def _origin() -> sa.Column[str]:
    return sa.Column("origin", sa.String(length=40), nullable=False, server_default="content")


def _added() -> list[tuple[str, sa.Column]]:  # type: ignore[type-arg]
    def maybe(name: str, kind: sa.types.TypeEngine) -> sa.Column:  # type: ignore[type-arg]
        return sa.Column(name, kind, nullable=True)

    texts = [
        *(maybe(name, sa.Integer()) for name in ("fees", "books", "exam_fee", "stipend_low", "stipend_high")),
        maybe("stipend_per", sa.String(length=8)),
        *(maybe(name, sa.Integer()) for name in ("hours", "hours_per_week", "capacity")),
        maybe("deadline_on", sa.String(length=10)),
        maybe("cip", sa.String(length=7)),
        *(maybe(name, JSON) for name in ("starts", "rules", "accessibility", "outcome_figures", "earns", "employers")),
    ]
    supports = [
        maybe("address", sa.String(length=300)),
        maybe("hours", sa.String(length=200)),
        maybe("languages", JSON),
        maybe("accessibility", JSON),
    ]
    return [
        *((table, _origin()) for table in ("sources", "national_wages", "local_wages", "projections")),
        ("programs", maybe("total_low", sa.Integer())),
        *(("program_texts", column) for column in texts),
        *(("supports", column) for column in supports),
        *(("career_centers", maybe(name, JSON)) for name in ("languages", "accessibility")),
    ]


def upgrade() -> None:
    for table, column in _added():
        op.add_column(table, column)
    op.execute("UPDATE programs SET total_low = tuition_low")
    op.drop_table("related_occupations")
    _related(_origin(), deferrable=True, initially="DEFERRED")
    op.create_table(
        "identifiers",
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("entity_id", sa.String(length=96), nullable=False),
        sa.Column("scheme", sa.String(length=24), nullable=False),
        sa.Column("value", sa.String(length=160), nullable=False),
        sa.Column("origin", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("kind", "entity_id", "scheme", name=op.f("pk_identifiers")),
    )
    op.create_index(op.f("ix_identifiers_value"), "identifiers", ["value"], unique=False)
    op.create_table(
        "local_medians",
        sa.Column("soc", sa.String(length=7), nullable=False),
        sa.Column("area", sa.String(length=8), nullable=False),
        sa.Column("area_name", sa.String(length=120), nullable=False),
        sa.Column("p10", sa.Integer(), nullable=True),
        sa.Column("p25", sa.Integer(), nullable=True),
        sa.Column("median", sa.Integer(), nullable=False),
        sa.Column("p75", sa.Integer(), nullable=True),
        sa.Column("p90", sa.Integer(), nullable=True),
        sa.Column("employment", sa.Integer(), nullable=True),
        sa.Column("origin", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("soc", "area", name=op.f("pk_local_medians")),
    )
    op.create_table(
        "local_openings",
        sa.Column("soc", sa.String(length=7), nullable=False),
        sa.Column("area", sa.String(length=8), nullable=False),
        sa.Column("basis", sa.String(length=20), nullable=False),
        sa.Column("area_name", sa.String(length=120), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("soc", "area", "basis", name=op.f("pk_local_openings")),
    )
    op.create_table(
        "record_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("entity_id", sa.String(length=96), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("action", sa.String(length=8), nullable=False),
        sa.Column("data", JSON, nullable=False),
        sa.Column("author", sa.String(length=120), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(), nullable=True),
        sa.Column("decided_by", sa.String(length=120), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_versions")),
    )
    op.create_index(
        "ix_record_versions_kind_entity_id", "record_versions", ["kind", "entity_id", "number"], unique=True
    )
    op.create_index(op.f("ix_record_versions_organization_id"), "record_versions", ["organization_id"], unique=False)
    op.create_index(op.f("ix_record_versions_state"), "record_versions", ["state"], unique=False)
    op.create_table(
        "work_roles",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("element", sa.String(length=80), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("origin", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_roles")),
    )
    op.create_table(
        "work_role_relations",
        sa.Column("work_role_id", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("to", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(
            ["work_role_id"],
            ["work_roles.id"],
            name=op.f("fk_work_role_relations_work_role_id_work_roles"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("work_role_id", "kind", "to", name=op.f("pk_work_role_relations")),
    )
    op.create_table(
        "occupation_skills",
        sa.Column("occupation_id", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("importance", sa.Float(), nullable=True),
        sa.Column("hot", sa.Boolean(), nullable=False),
        sa.Column("in_demand", sa.Boolean(), nullable=False),
        sa.Column("origin", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["occupation_id"],
            ["occupations.id"],
            name=op.f("fk_occupation_skills_occupation_id_occupations"),
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.PrimaryKeyConstraint("occupation_id", "kind", "name", name=op.f("pk_occupation_skills")),
    )
    _load_anew()


def downgrade() -> None:
    for table in (
        "occupation_skills", "work_role_relations", "work_roles", "record_versions", "local_openings", "local_medians",
        "identifiers", "related_occupations",
    ):  # fmt: skip
        op.drop_table(table)
    _related()
    for table, column in reversed(_added()):
        op.drop_column(table, column.name)
    _load_anew()


def _related(*more: sa.Column, **how: object) -> None:  # type: ignore[type-arg]
    op.create_table(
        "related_occupations",
        sa.Column("occupation_id", sa.String(length=10), nullable=False),
        sa.Column("related_id", sa.String(length=10), nullable=False),
        sa.Column("tier", sa.String(length=20), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        *more,
        *(
            sa.ForeignKeyConstraint(
                [name],
                ["occupations.id"],
                name=op.f(f"fk_related_occupations_{name}_occupations"),
                **how,  # type: ignore[arg-type]
            )
            for name in ("occupation_id", "related_id")
        ),
        sa.PrimaryKeyConstraint("occupation_id", "related_id", name=op.f("pk_related_occupations")),
    )


def _load_anew() -> None:
    op.execute("UPDATE knowledge_revision SET content_digest = ''")
