"""What a subscription sent of late, and what it holds back, is found by an index."""

from alembic import op

revision = "0006"
down_revision = "0005"

INDEX = "ix_ledger_subscription_id_ended_at"


def upgrade() -> None:
    op.create_index(op.f(INDEX), "ledger", ["subscription_id", "ended_at"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f(INDEX), table_name="ledger")
