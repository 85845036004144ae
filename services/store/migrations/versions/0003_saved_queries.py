"""Queries saved under a name, which others of the same owner may use."""

import sqlalchemy as sa
from alembic import op

from services.store import tables

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "saved_queries",
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("changed_at", tables.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("owner", "name", name=op.f("pk_saved_queries")),
    )


def downgrade() -> None:
    op.drop_table("saved_queries")
