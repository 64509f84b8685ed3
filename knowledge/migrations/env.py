"""Runs the knowledge base's migrations on the connection that `Database.migrate` opened."""

from __future__ import annotations

from alembic import context

from knowledge.models import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    version_table="knowledge_schema",  # the conversation store may live in the same PostgreSQL database
    render_as_batch=connection.dialect.name == "sqlite",
)
with context.begin_transaction():
    context.run_migrations()
if connection.in_transaction():
    connection.commit()
