"""Alembic's environment: it uses the connection that `migrate` gives it."""

from alembic import context

from services.store.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
