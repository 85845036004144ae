"""Subscriptions go to a channel, by a policy; a message may tell several matches at once."""

import sqlalchemy as sa
from alembic import op

from services.store import tables

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    _subscriptions_up()
    with op.batch_alter_table("disabled_targets") as batch:
        batch.alter_column("url", new_column_name="target", existing_type=sa.Text())
    with op.batch_alter_table("ledger") as batch:
        batch.add_column(sa.Column("kind", sa.String(length=16), nullable=True))
        batch.add_column(sa.Column("message_id", sa.String(length=64), nullable=True))
        batch.add_column(sa.Column("acknowledged_at", tables.Moment(timezone=True), nullable=True))
        batch.add_column(sa.Column("acknowledged_by", sa.String(length=64), nullable=True))
    op.execute("UPDATE ledger SET message_id = match_id")
    op.execute("UPDATE ledger SET kind = 'alert' WHERE leads")
    with op.batch_alter_table("ledger") as batch:
        batch.alter_column("message_id", existing_type=sa.String(length=64), nullable=False)
    op.create_index(op.f("ix_ledger_message_id"), "ledger", ["message_id"], unique=False)


def _subscriptions_up() -> None:
    with op.batch_alter_table("subscriptions") as batch:
        batch.alter_column("webhook_url", new_column_name="target", existing_type=sa.Text())
        batch.alter_column(
            "webhook_secret", new_column_name="target_secret", existing_type=sa.Text()
        )
        batch.add_column(sa.Column("channel", sa.String(length=16), nullable=True))
        batch.add_column(sa.Column("policy", sa.Text(), nullable=True))
    op.execute("UPDATE subscriptions SET channel = 'live' WHERE target IS NULL")
    op.execute("UPDATE subscriptions SET channel = 'webhook' WHERE target IS NOT NULL")
    with op.batch_alter_table("subscriptions") as batch:
        batch.alter_column("channel", existing_type=sa.String(length=16), nullable=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_ledger_message_id"), table_name="ledger")
    with op.batch_alter_table("ledger") as batch:
        for name in ("acknowledged_by", "acknowledged_at", "message_id", "kind"):
            batch.drop_column(name)
    with op.batch_alter_table("disabled_targets") as batch:
        batch.alter_column("target", new_column_name="url", existing_type=sa.Text())
    with op.batch_alter_table("subscriptions") as batch:
        batch.drop_column("policy")
        batch.drop_column("channel")
        batch.alter_column(
            "target_secret", new_column_name="webhook_secret", existing_type=sa.Text()
        )
        batch.alter_column("target", new_column_name="webhook_url", existing_type=sa.Text())
