"""How SQLite finds the rows that are asked for at every match and at every message."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncConnection

from schemas.matches import Match
from services.store import deliveries, ledger, outbox, standing
from services.store.engine import Store
from services.store.migrate import migrate
from tests.component.delivery.delivery_scene import match_of

NOW = datetime(2025, 12, 17, 9, 0, tzinfo=UTC)
MATCHES = [match_of(f"subscription-{each}", f"story-{each}", f"a{each}") for each in range(40)]
OF_ALL_THAT_WAIT = "ix_ledger_state_next_attempt_at"


@pytest.fixture
async def connection(tmp_path: Path) -> AsyncIterator[AsyncConnection]:
    async with Store.at(f"sqlite+aiosqlite:///{tmp_path / 'store.sqlite3'}") as store:
        await migrate(store)
        async with store.begin() as connection:
            yield connection


async def test_a_batch_reads_no_more_of_the_ledger_than_its_own_rows(
    connection: AsyncConnection,
) -> None:
    ids = [match.match_id for match in MATCHES]
    subscriptions = [match.subscription_id for match in MATCHES]
    plans = _plans(connection)
    await ledger.known(connection, MATCHES)
    await ledger.targets(connection, MATCHES)
    await standing.told(connection, MATCHES)
    await standing.traffic(connection, subscriptions, NOW)
    await ledger.take_turn(connection)
    await ledger.write_batch(connection, [_entry(match) for match in MATCHES], NOW)
    await deliveries.claim(connection, ids, NOW, NOW)
    await deliveries.record_attempts(connection, [_attempt(each) for each in ids], NOW)
    assert sum("ledger" in step for step in plans) >= 10
    assert [step for step in plans if "SCAN ledger" in step or OF_ALL_THAT_WAIT in step] == []


async def test_articles_are_looked_up_by_id_and_revision_without_reading_the_others(
    connection: AsyncConnection,
) -> None:
    pairs = [(f"a{each}", "r1") for each in range(40)]
    plans = _plans(connection)
    await outbox.known(connection, pairs)
    await outbox.mark_sent(connection, pairs, NOW)
    await outbox.mark_archived(connection, pairs, NOW)
    assert sum("SEARCH article_outbox" in step for step in plans) == 3
    assert [step for step in plans if "SCAN article_outbox" in step] == []


def _plans(connection: AsyncConnection) -> list[str]:
    """Return a list that gets each step of the plans of what is run from now on."""
    steps: list[str] = []

    def note(_: Any, cursor: Any, statement: str, given: Any, __: Any, many: bool) -> None:  # noqa: FBT001  SQLAlchemy's own
        if not statement.startswith("INSERT"):
            plan = cursor.connection.execute(
                f"EXPLAIN QUERY PLAN {statement}", given[0] if many else given
            )
            steps.extend(row[3] for row in plan.fetchall())

    assert connection.sync_connection is not None
    event.listen(connection.sync_connection, "before_cursor_execute", note)
    return steps


def _entry(match: Match) -> ledger.Entry:
    return ledger.Entry(
        match=match, subscription_name="گاز", state="pending", channel="webhook", kind="alert"
    )


def _attempt(message_id: str) -> deliveries.Attempt:
    return deliveries.Attempt(
        message_id=message_id,
        attempts_before=0,
        started_at=NOW,
        milliseconds=1,
        outcome="ok",
        answer="204",
        state="delivered",
        reason=None,
    )
