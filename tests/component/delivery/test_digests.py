"""What was held goes out together, under one id that stays."""

from datetime import UTC, datetime, timedelta

from delivery_scene import match_of, rows, subscribe

from schemas.matches import Match
from services.store import deliveries, delivery_log, held, ledger
from services.store.engine import Store

NOW = datetime(2025, 12, 17, 9, 0, tzinfo=UTC)
MORNING = NOW + timedelta(hours=8)
HOOK = "https://hooks.example/1"


def holding(match: Match, until: datetime = MORNING) -> ledger.Entry:
    return ledger.Entry(
        match=match,
        subscription_name="گاز",
        state="deferred",
        channel="webhook",
        kind="alert",
        reason="quiet hours",
        held_until=until,
    )


async def hold(store: Store, *entries: ledger.Entry) -> None:
    async with store.begin() as connection:
        await ledger.take_turn(connection)
        await ledger.write_batch(connection, entries, NOW)


async def test_what_a_subscription_held_goes_out_as_one_message(store: Store) -> None:
    one, other = [(await subscribe(store, HOOK)).subscription_id for _ in range(2)]
    matches = [match_of(one, f"s{number}", f"a{number}") for number in range(3)]
    await hold(store, *map(holding, matches), holding(match_of(other, "s1", "a1")))
    async with store.begin() as connection:
        assert await held.release(connection, NOW, 500) == 0
        assert await held.release(connection, MORNING, 500) == 4
        due = await deliveries.due(connection, MORNING, 10)
        ids = [each.message_id for each in due]
        claimed = await deliveries.claim(connection, ids, MORNING, MORNING + timedelta(seconds=20))
    assert sorted(len(told) for told in claimed.values()) == [1, 3]
    digest = next(told for told in claimed.values() if len(told) == 3)
    assert {row.match_id for row in digest} == {match.match_id for match in matches}
    assert digest[0].message_id in {match.match_id for match in matches}


async def test_a_digest_ends_as_a_whole_and_is_replayed_as_a_whole(store: Store) -> None:
    one = (await subscribe(store, HOOK)).subscription_id
    await hold(store, *(holding(match_of(one, f"s{n}", f"a{n}")) for n in range(3)))
    async with store.begin() as connection:
        await held.release(connection, MORNING, 500)
        [due] = await deliveries.due(connection, MORNING, 10)
        attempt = deliveries.Attempt(
            message_id=due.message_id,
            attempts_before=0,
            started_at=MORNING,
            milliseconds=3,
            outcome="http_410",
            answer="410",
            state="dead",
            reason="410",
        )
        assert await deliveries.record_attempts(connection, [attempt], MORNING)
    dead = await rows(store)
    assert {row.state for row in dead} == {"dead"}
    async with store.begin() as connection:
        for row in dead:
            assert len(await deliveries.attempts_of(connection, row.match_id)) == 1
        assert await delivery_log.replay(connection, dead[-1].match_id, MORNING)
        assert [each.message_id for each in await deliveries.due(connection, MORNING, 10)] == [
            due.message_id
        ]
        assert (await ledger.identity(connection)).holds


async def test_more_than_a_message_holds_is_several(store: Store) -> None:
    one = (await subscribe(store, HOOK)).subscription_id
    many = held.DIGEST_MOST + 1
    await hold(store, *(holding(match_of(one, f"s{n}", f"a{n}")) for n in range(many)))
    async with store.begin() as connection:
        assert await held.release(connection, MORNING, 500) == many
        assert len(await deliveries.due(connection, MORNING, 10)) == 2
