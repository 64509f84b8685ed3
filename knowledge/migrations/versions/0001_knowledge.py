"""The knowledge base as it begins.

Revision ID: 0001
Revises:
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "aliases",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("entity_id", sa.String(length=96), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=True),
        sa.Column("alias", sa.String(length=160), nullable=False),
        sa.Column("origin", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_aliases")),
    )
    op.create_index(op.f("ix_aliases_alias"), "aliases", ["alias"], unique=False)
    op.create_index("ix_aliases_kind_entity_id", "aliases", ["kind", "entity_id"], unique=False)
    op.create_table(
        "articles",
        sa.Column("id", sa.String(length=96), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=40), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("sms", sa.JSON(), nullable=False),
        sa.Column("web", sa.JSON(), nullable=False),
        sa.Column("points", sa.JSON(), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=True),
        sa.Column("organization_id", sa.String(length=64), nullable=False),
        sa.Column("origin", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_articles")),
    )
    op.create_index(op.f("ix_articles_organization_id"), "articles", ["organization_id"], unique=False)
    op.create_index(op.f("ix_articles_origin"), "articles", ["origin"], unique=False)
    op.create_index(op.f("ix_articles_topic"), "articles", ["topic"], unique=False)
    op.create_table(
        "awards",
        sa.Column("unitid", sa.String(length=8), nullable=False),
        sa.Column("category", sa.String(length=24), nullable=False),
        sa.Column("level", sa.String(length=16), nullable=False),
        sa.Column("provider_id", sa.String(length=96), nullable=False),
        sa.Column("awards", sa.Integer(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("unitid", "category", "level", name=op.f("pk_awards")),
    )
    op.create_index(op.f("ix_awards_provider_id"), "awards", ["provider_id"], unique=False)
    op.create_table(
        "career_centers",
        sa.Column("id", sa.String(length=96), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("region", sa.String(length=40), nullable=False),
        sa.Column("places", sa.JSON(), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("url", sa.String(length=500), nullable=True),
        sa.Column("hours", sa.String(length=200), nullable=True),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("organization_id", sa.String(length=64), nullable=False),
        sa.Column("origin", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_career_centers")),
    )
    op.create_index(op.f("ix_career_centers_organization_id"), "career_centers", ["organization_id"], unique=False)
    op.create_index(op.f("ix_career_centers_origin"), "career_centers", ["origin"], unique=False)
    op.create_index(op.f("ix_career_centers_region"), "career_centers", ["region"], unique=False)
    op.create_table(
        "categories",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_categories")),
    )
    op.create_table(
        "credentials",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("issuer", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("exam_codes", sa.JSON(), nullable=False),
        sa.Column("categories", sa.JSON(), nullable=False),
        sa.Column("what", sa.JSON(), nullable=False),
        sa.Column("covers", sa.JSON(), nullable=True),
        sa.Column("who", sa.JSON(), nullable=True),
        sa.Column("cost_low", sa.Integer(), nullable=True),
        sa.Column("cost_high", sa.Integer(), nullable=True),
        sa.Column("cost_note", sa.JSON(), nullable=True),
        sa.Column("retake", sa.JSON(), nullable=True),
        sa.Column("study_weeks_low", sa.Integer(), nullable=True),
        sa.Column("study_weeks_high", sa.Integer(), nullable=True),
        sa.Column("study_note", sa.JSON(), nullable=True),
        sa.Column("exam", sa.JSON(), nullable=True),
        sa.Column("prerequisites", sa.JSON(), nullable=True),
        sa.Column("renewal_years", sa.Integer(), nullable=True),
        sa.Column("renewal_note", sa.JSON(), nullable=True),
        sa.Column("leads_to", sa.JSON(), nullable=False),
        sa.Column("next", sa.JSON(), nullable=False),
        sa.Column("worth", sa.JSON(), nullable=True),
        sa.Column("study_free", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credentials")),
    )
    op.create_table(
        "knowledge_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content_digest", sa.String(length=64), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_knowledge_revision")),
    )
    op.create_table(
        "local_wages",
        sa.Column("soc", sa.String(length=7), nullable=False),
        sa.Column("area", sa.String(length=8), nullable=False),
        sa.Column("area_name", sa.String(length=120), nullable=False),
        sa.Column("level1", sa.Integer(), nullable=False),
        sa.Column("level2", sa.Integer(), nullable=False),
        sa.Column("level3", sa.Integer(), nullable=False),
        sa.Column("level4", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("soc", "area", name=op.f("pk_local_wages")),
    )
    op.create_table(
        "national_wages",
        sa.Column("soc", sa.String(length=7), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("p10", sa.Integer(), nullable=True),
        sa.Column("p25", sa.Integer(), nullable=True),
        sa.Column("median", sa.Integer(), nullable=True),
        sa.Column("p75", sa.Integer(), nullable=True),
        sa.Column("p90", sa.Integer(), nullable=True),
        sa.Column("top_coded", sa.Boolean(), nullable=False),
        sa.Column("employment", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("soc", name=op.f("pk_national_wages")),
    )
    op.create_table(
        "projections",
        sa.Column("soc", sa.String(length=7), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("employment_2024", sa.Integer(), nullable=False),
        sa.Column("employment_2034", sa.Integer(), nullable=False),
        sa.Column("growth_percent", sa.Float(), nullable=False),
        sa.Column("openings_per_year", sa.Integer(), nullable=False),
        sa.Column("entry_education", sa.String(length=80), nullable=False),
        sa.Column("experience", sa.String(length=80), nullable=False),
        sa.Column("training", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("soc", name=op.f("pk_projections")),
    )
    op.create_table(
        "providers",
        sa.Column("id", sa.String(length=96), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("regions", sa.JSON(), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("address", sa.String(length=300), nullable=True),
        sa.Column("closed", sa.JSON(), nullable=True),
        sa.Column("organization_id", sa.String(length=64), nullable=False),
        sa.Column("origin", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_providers")),
    )
    op.create_index(op.f("ix_providers_organization_id"), "providers", ["organization_id"], unique=False)
    op.create_index(op.f("ix_providers_origin"), "providers", ["origin"], unique=False)
    op.create_table(
        "regions",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("short", sa.JSON(), nullable=False),
        sa.Column("wage_area", sa.String(length=8), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regions")),
    )
    op.create_table(
        "sources",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("short", sa.String(length=40), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=True),
        sa.Column("publisher", sa.String(length=300), nullable=True),
        sa.Column("licence", sa.String(length=500), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sources")),
    )
    op.create_table(
        "statements",
        sa.Column("id", sa.String(length=96), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=40), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("section", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statements")),
    )
    op.create_index(op.f("ix_statements_topic"), "statements", ["topic"], unique=False)
    op.create_table(
        "steps",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("start", sa.String(length=24), nullable=False),
        sa.Column("to", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("takes", sa.JSON(), nullable=False),
        sa.Column("credentials", sa.JSON(), nullable=False),
        sa.Column("months_low", sa.Integer(), nullable=True),
        sa.Column("months_high", sa.Integer(), nullable=True),
        sa.Column("source_detail", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_steps")),
        sa.UniqueConstraint("id", name=op.f("uq_steps_id")),
    )
    op.create_index(op.f("ix_steps_start"), "steps", ["start"], unique=False)
    op.create_index(op.f("ix_steps_to"), "steps", ["to"], unique=False)
    op.create_table(
        "supports",
        sa.Column("id", sa.String(length=96), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("region", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("needs", sa.JSON(), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("eligibility", sa.JSON(), nullable=True),
        sa.Column("amount", sa.JSON(), nullable=True),
        sa.Column("url", sa.String(length=500), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("provider_id", sa.String(length=96), nullable=True),
        sa.Column("organization_id", sa.String(length=64), nullable=False),
        sa.Column("origin", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supports")),
    )
    op.create_index(op.f("ix_supports_organization_id"), "supports", ["organization_id"], unique=False)
    op.create_index(op.f("ix_supports_origin"), "supports", ["origin"], unique=False)
    op.create_index(op.f("ix_supports_region"), "supports", ["region"], unique=False)
    op.create_table(
        "occupations",
        sa.Column("id", sa.String(length=10), nullable=False),
        sa.Column("soc", sa.String(length=7), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=8), nullable=False),
        sa.Column("category", sa.String(length=24), nullable=True),
        sa.Column("official_title", sa.String(length=160), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("short", sa.JSON(), nullable=False),
        sa.Column("people", sa.JSON(), nullable=False),
        sa.Column("what", sa.JSON(), nullable=False),
        sa.Column("day", sa.JSON(), nullable=True),
        sa.Column("thrives", sa.JSON(), nullable=True),
        sa.Column("way_in", sa.JSON(), nullable=True),
        sa.Column("carries_over", sa.JSON(), nullable=True),
        sa.Column("ai_note", sa.JSON(), nullable=True),
        sa.Column("skills", sa.JSON(), nullable=False),
        sa.Column("tools", sa.JSON(), nullable=False),
        sa.Column("degree_share", sa.JSON(), nullable=True),
        sa.Column("job_zone", sa.Integer(), nullable=True),
        sa.Column("interests", sa.String(length=3), nullable=True),
        sa.ForeignKeyConstraint(["category"], ["categories.id"], name=op.f("fk_occupations_category_categories")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occupations")),
    )
    op.create_index(op.f("ix_occupations_category"), "occupations", ["category"], unique=False)
    op.create_index(op.f("ix_occupations_role"), "occupations", ["role"], unique=False)
    op.create_index(op.f("ix_occupations_soc"), "occupations", ["soc"], unique=False)
    op.create_table(
        "places",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=2), nullable=False),
        sa.Column("county", sa.String(length=60), nullable=False),
        sa.Column("region", sa.String(length=40), nullable=True),
        sa.Column("zips", sa.JSON(), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("wage_area", sa.String(length=8), nullable=True),
        sa.ForeignKeyConstraint(["region"], ["regions.id"], name=op.f("fk_places_region_regions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_places")),
    )
    op.create_index(op.f("ix_places_name"), "places", ["name"], unique=False)
    op.create_index(op.f("ix_places_region"), "places", ["region"], unique=False)
    op.create_table(
        "programs",
        sa.Column("key", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.String(length=96), nullable=False),
        sa.Column("provider_id", sa.String(length=96), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("region", sa.String(length=40), nullable=True),
        sa.Column("categories", sa.String(length=120), nullable=True),
        sa.Column("roles", sa.String(length=400), nullable=True),
        sa.Column("credentials", sa.String(length=400), nullable=True),
        sa.Column("supports", sa.String(length=200), nullable=True),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("online", sa.Boolean(), nullable=True),
        sa.Column("in_person", sa.Boolean(), nullable=True),
        sa.Column("free", sa.Boolean(), nullable=True),
        sa.Column("tuition_low", sa.Integer(), nullable=True),
        sa.Column("tuition_high", sa.Integer(), nullable=True),
        sa.Column("stipend", sa.Boolean(), nullable=True),
        sa.Column("weeks_low", sa.Integer(), nullable=True),
        sa.Column("weeks_high", sa.Integer(), nullable=True),
        sa.Column("full_time", sa.Boolean(), nullable=True),
        sa.Column("evenings", sa.Boolean(), nullable=True),
        sa.Column("weekends", sa.Boolean(), nullable=True),
        sa.Column("languages", sa.String(length=60), nullable=True),
        sa.Column("min_age", sa.Integer(), nullable=True),
        sa.Column("max_age", sa.Integer(), nullable=True),
        sa.Column("diploma", sa.Boolean(), nullable=True),
        sa.Column("in_high_school", sa.Boolean(), nullable=True),
        sa.Column("income_limited", sa.Boolean(), nullable=True),
        sa.Column("work_authorization", sa.Boolean(), nullable=True),
        sa.Column("awards", sa.Integer(), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("sites", sa.Integer(), nullable=False),
        sa.Column("standing", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.String(length=64), nullable=False),
        sa.Column("origin", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["provider_id"],
            ["providers.id"],
            name=op.f("fk_programs_provider_id_providers"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_programs")),
        sa.UniqueConstraint("id", name=op.f("uq_programs_id")),
    )
    op.create_index("ix_programs_kind_region", "programs", ["kind", "region"], unique=False)
    op.create_index(op.f("ix_programs_organization_id"), "programs", ["organization_id"], unique=False)
    op.create_index(op.f("ix_programs_origin"), "programs", ["origin"], unique=False)
    op.create_index(op.f("ix_programs_provider_id"), "programs", ["provider_id"], unique=False)
    op.create_index("ix_programs_region_open", "programs", ["region", "open"], unique=False)
    op.create_table(
        "provenance",
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("entity_id", sa.String(length=96), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("source_id", sa.String(length=64), nullable=False),
        sa.Column("as_of", sa.String(length=10), nullable=False),
        sa.Column("verified_on", sa.String(length=10), nullable=True),
        sa.Column("reviewed_by", sa.String(length=120), nullable=True),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("origin", sa.String(length=40), nullable=False),
        sa.Column("digest", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["sources.id"],
            name=op.f("fk_provenance_source_id_sources"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("kind", "entity_id", "field", name=op.f("pk_provenance")),
    )
    op.create_index(op.f("ix_provenance_origin"), "provenance", ["origin"], unique=False)
    op.create_table(
        "program_sites",
        sa.Column("program_key", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("place_id", sa.String(length=64), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(
            ["program_key"], ["programs.key"], name=op.f("fk_program_sites_program_key_programs"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("program_key", "position", name=op.f("pk_program_sites")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_program_sites_latitude", "program_sites", ["latitude", "longitude", "program_key"], unique=False
    )
    op.create_index(op.f("ix_program_sites_place_id"), "program_sites", ["place_id"], unique=False)
    op.create_table(
        "program_terms",
        sa.Column("facet", sa.String(length=12), nullable=False),
        sa.Column("value", sa.String(length=64), nullable=False),
        sa.Column("region", sa.String(length=40), nullable=False),
        sa.Column("program_key", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["program_key"], ["programs.key"], name=op.f("fk_program_terms_program_key_programs"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("facet", "value", "region", "program_key", name=op.f("pk_program_terms")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_program_terms_program_key", "program_terms", ["program_key", "facet", "value"], unique=False)
    op.create_table(
        "program_texts",
        sa.Column("program_key", sa.Integer(), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("short", sa.JSON(), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("cost_text", sa.JSON(), nullable=True),
        sa.Column("length_text", sa.JSON(), nullable=True),
        sa.Column("schedule_text", sa.JSON(), nullable=True),
        sa.Column("eligibility_text", sa.JSON(), nullable=True),
        sa.Column("residency", sa.JSON(), nullable=True),
        sa.Column("apply_text", sa.JSON(), nullable=True),
        sa.Column("check", sa.JSON(), nullable=True),
        sa.Column("outcomes", sa.JSON(), nullable=True),
        sa.Column("places", sa.JSON(), nullable=False),
        sa.Column("modality", sa.JSON(), nullable=False),
        sa.Column("apply_url", sa.String(length=500), nullable=True),
        sa.Column("url", sa.String(length=500), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("deadline", sa.String(length=120), nullable=True),
        sa.Column("start_dates", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["program_key"], ["programs.key"], name=op.f("fk_program_texts_program_key_programs"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("program_key", name=op.f("pk_program_texts")),
    )
    op.create_table(
        "related_occupations",
        sa.Column("occupation_id", sa.String(length=10), nullable=False),
        sa.Column("related_id", sa.String(length=10), nullable=False),
        sa.Column("tier", sa.String(length=20), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["occupation_id"], ["occupations.id"], name=op.f("fk_related_occupations_occupation_id_occupations")
        ),
        sa.ForeignKeyConstraint(
            ["related_id"], ["occupations.id"], name=op.f("fk_related_occupations_related_id_occupations")
        ),
        sa.PrimaryKeyConstraint("occupation_id", "related_id", name=op.f("pk_related_occupations")),
    )


def downgrade() -> None:
    op.drop_table("related_occupations")
    op.drop_table("program_texts")
    op.drop_index("ix_program_terms_program_key", table_name="program_terms")
    op.drop_table("program_terms")
    op.drop_index(op.f("ix_program_sites_place_id"), table_name="program_sites")
    op.drop_index("ix_program_sites_latitude", table_name="program_sites")
    op.drop_table("program_sites")
    op.drop_index(op.f("ix_provenance_origin"), table_name="provenance")
    op.drop_table("provenance")
    op.drop_index("ix_programs_region_open", table_name="programs")
    op.drop_index(op.f("ix_programs_provider_id"), table_name="programs")
    op.drop_index(op.f("ix_programs_origin"), table_name="programs")
    op.drop_index(op.f("ix_programs_organization_id"), table_name="programs")
    op.drop_index("ix_programs_kind_region", table_name="programs")
    op.drop_table("programs")
    op.drop_index(op.f("ix_places_region"), table_name="places")
    op.drop_index(op.f("ix_places_name"), table_name="places")
    op.drop_table("places")
    op.drop_index(op.f("ix_occupations_soc"), table_name="occupations")
    op.drop_index(op.f("ix_occupations_role"), table_name="occupations")
    op.drop_index(op.f("ix_occupations_category"), table_name="occupations")
    op.drop_table("occupations")
    op.drop_index(op.f("ix_supports_region"), table_name="supports")
    op.drop_index(op.f("ix_supports_origin"), table_name="supports")
    op.drop_index(op.f("ix_supports_organization_id"), table_name="supports")
    op.drop_table("supports")
    op.drop_index(op.f("ix_steps_to"), table_name="steps")
    op.drop_index(op.f("ix_steps_start"), table_name="steps")
    op.drop_table("steps")
    op.drop_index(op.f("ix_statements_topic"), table_name="statements")
    op.drop_table("statements")
    op.drop_table("sources")
    op.drop_table("regions")
    op.drop_index(op.f("ix_providers_origin"), table_name="providers")
    op.drop_index(op.f("ix_providers_organization_id"), table_name="providers")
    op.drop_table("providers")
    op.drop_table("projections")
    op.drop_table("national_wages")
    op.drop_table("local_wages")
    op.drop_table("knowledge_revision")
    op.drop_table("credentials")
    op.drop_table("categories")
    op.drop_index(op.f("ix_career_centers_region"), table_name="career_centers")
    op.drop_index(op.f("ix_career_centers_origin"), table_name="career_centers")
    op.drop_index(op.f("ix_career_centers_organization_id"), table_name="career_centers")
    op.drop_table("career_centers")
    op.drop_index(op.f("ix_awards_provider_id"), table_name="awards")
    op.drop_table("awards")
    op.drop_index(op.f("ix_articles_topic"), table_name="articles")
    op.drop_index(op.f("ix_articles_origin"), table_name="articles")
    op.drop_index(op.f("ix_articles_organization_id"), table_name="articles")
    op.drop_table("articles")
    op.drop_index("ix_aliases_kind_entity_id", table_name="aliases")
    op.drop_index(op.f("ix_aliases_alias"), table_name="aliases")
    op.drop_table("aliases")
