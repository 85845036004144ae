"""The first tables: sources, outbox, archive, stories, accounts, subscriptions, ledger."""

from alembic import op

from services.store.tables import METADATA

revision = "0001"
down_revision = None


def upgrade() -> None:
    METADATA.create_all(op.get_bind())


def downgrade() -> None:
    METADATA.drop_all(op.get_bind())
