"""Many subscriptions from a file, added or changed a batch at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from dideban.alerting.policy import Policy, policy_text
from services.store import held
from services.store.statements import is_any_of
from services.store.subscriptions import new_secret, to_outbox
from services.store.tables import subscriptions

_OF_FILES: Final = ("name", "query", "channel", "target", "enabled")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A subscription as a file has it, under an id that is the same at every import.

    Without a `policy` the one that is kept stays.
    """

    subscription_id: str
    owner: str
    name: str
    query: str
    channel: str
    target: str | None
    enabled: bool
    policy: Policy | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """What became of those wanted; `secrets` are the signing secrets of new webhooks, by id."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    secrets: Mapping[str, str] = field(default_factory=dict)


async def put(connection: AsyncConnection, wanted: Sequence[Wanted], now: datetime) -> Put:
    """Add those that are new and change those that differ; a removed one is there again.

    No id may be wanted twice. What is held for one that changes is judged anew.
    """
    ids = [each.subscription_id for each in wanted]
    query = select(subscriptions).where(is_any_of(subscriptions.c.subscription_id, ids))
    known = {row.subscription_id: row for row in await connection.execute(query)}
    different = [each for each in wanted if _differs(each, known.get(each.subscription_id))]
    rows = [_row(each, known.get(each.subscription_id), now) for each in different]
    new = [row for row in rows if row["subscription_id"] not in known]
    changed = [_change(row) for row in rows if row["subscription_id"] in known]
    if new:
        await connection.execute(insert(subscriptions), new)
    if changed:
        of_one = subscriptions.c.subscription_id == bindparam("of_one")
        await connection.execute(update(subscriptions).where(of_one), changed)
        for subscription_id in await held.that_hold(connection, [row["of_one"] for row in changed]):
            await held.rejudge(connection, subscription_id, now)
    await to_outbox(connection, [row["subscription_id"] for row in rows], now)
    return Put(
        added=len(new),
        changed=len(changed),
        unchanged=len(wanted) - len(rows),
        secrets={
            row["subscription_id"]: row["target_secret"]
            for row in rows
            if row["target_secret"] not in {None, _secret_of(known.get(row["subscription_id"]))}
        },
    )


def _differs(wanted: Wanted, row: Row[Any] | None) -> bool:
    if row is None or row.removed:
        return True
    if any(getattr(row, name) != getattr(wanted, name) for name in _OF_FILES):
        return True
    return wanted.policy is not None and policy_text(wanted.policy) != row.policy


def _secret_of(row: Row[Any] | None) -> str | None:
    return None if row is None else row.target_secret


def _row(wanted: Wanted, row: Row[Any] | None, now: datetime) -> dict[str, Any]:
    secret = _secret_of(row) if row is not None and row.channel == wanted.channel else None
    return {
        "subscription_id": wanted.subscription_id,
        "owner": row.owner if row is not None else wanted.owner,
        "revision": row.revision + 1 if row is not None else 1,
        **{name: getattr(wanted, name) for name in _OF_FILES},
        "policy": _policy_of(wanted, row),
        "target_secret": secret or (new_secret() if wanted.channel == "webhook" else None),
        "removed": False,
        "created_at": row.created_at if row is not None else now,
        "changed_at": now,
    }


def _policy_of(wanted: Wanted, row: Row[Any] | None) -> str | None:
    if wanted.policy is not None:
        return policy_text(wanted.policy)
    return None if row is None else row.policy


def _change(row: dict[str, Any]) -> dict[str, Any]:
    return {"of_one": row["subscription_id"], **row}
