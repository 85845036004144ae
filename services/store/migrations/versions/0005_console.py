"""What an owner can do about delivery: test sends, a new secret beside the old, target health."""

import sqlalchemy as sa
from alembic import op

from services.store import tables

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "trials",
        sa.Column("trial_id", sa.String(length=64), nullable=False),
        sa.Column("subscription_id", sa.String(length=64), nullable=False),
        sa.Column("asked_at", tables.Moment(timezone=True), nullable=False),
        sa.Column("claimed_until", tables.Moment(timezone=True), nullable=True),
        sa.Column("answered_at", tables.Moment(timezone=True), nullable=True),
        sa.Column("milliseconds", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("trial_id", name=op.f("pk_trials")),
    )
    op.create_index(op.f("ix_trials_answered_at"), "trials", ["answered_at"], unique=False)
    op.create_table(
        "failing_targets",
        sa.Column("subscription_id", sa.String(length=64), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("failing_since", tables.Moment(timezone=True), nullable=False),
        sa.Column("last_failure_at", tables.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("subscription_id", "target", name=op.f("pk_failing_targets")),
    )
    with op.batch_alter_table("subscriptions") as batch:
        batch.add_column(sa.Column("previous_secret", sa.Text(), nullable=True))
        batch.add_column(sa.Column("previous_until", tables.Moment(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("subscriptions") as batch:
        batch.drop_column("previous_until")
        batch.drop_column("previous_secret")
    op.drop_table("failing_targets")
    op.drop_index(op.f("ix_trials_answered_at"), table_name="trials")
    op.drop_table("trials")
