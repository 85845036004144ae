"""The policy of a subscription in the store: kept, and what is held judged by it at once."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from dideban.alerting.policy import Policy, policy_text
from services.store import held
from services.store.tables import subscriptions


async def keep(
    connection: AsyncConnection, subscription_id: str, policy: Policy, now: datetime
) -> int:
    """Keep the policy, checked by the caller; return how many held matches were judged by it.

    The workers are not told: a policy is of no matter to what matches.
    """
    which = subscriptions.c.subscription_id == subscription_id
    values = {"policy": policy_text(policy), "changed_at": now}
    await connection.execute(update(subscriptions).where(which).values(values))
    return await held.rejudge(connection, subscription_id, now)
