import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from delivery_scene import SEEN, match_of, rows, subscribe
from sqlalchemy import delete

from schemas.codec import decode
from schemas.matches import Match
from services.delivery.effect import take_in
from services.store import deliveries, delivery_log, ledger, subscriptions
from services.store.engine import Store

NOW = datetime(2025, 12, 17, 9, 0, tzinfo=UTC)
HOOK = "https://hooks.example/1"


async def take(store: Store, *matches: Match) -> list[ledger.Entry]:
    async with store.begin() as connection:
        entries, _ = await take_in(connection, matches, NOW)
    return entries


async def by_article(store: Store) -> dict[str, tuple[str, str | None, int | None]]:
    return {row.article_id: (row.state, row.reason, row.number) for row in await rows(store)}


async def holds(store: Store) -> bool:
    async with store.begin(reading=True) as connection:
        return (await ledger.identity(connection)).holds


async def test_one_story_is_one_alert_and_the_rest_is_suppressed_with_the_role(
    store: Store,
) -> None:
    sub = (await subscribe(store, HOOK)).subscription_id
    await take(
        store,
        match_of(sub, "s1", "a1"),
        match_of(sub, "s1", "a2", "copy"),
        match_of(sub, "s2", "a3"),
    )
    await take(store, match_of(sub, "s1", "a4", "translation"))
    assert await by_article(store) == {
        "a1": ("pending", None, 1),
        "a2": ("suppressed", "same story: a copy", None),
        "a3": ("pending", None, 2),
        "a4": ("suppressed", "same story: a translation", None),
    }
    assert await holds(store)


async def test_a_match_taken_before_changes_nothing(store: Store) -> None:
    sub = (await subscribe(store, None)).subscription_id
    match = match_of(sub, "s1", "a1")
    assert len(await take(store, match, match)) == 1
    before = await rows(store)
    assert await take(store, match) == []
    assert await rows(store) == before
    assert await holds(store)


async def test_the_story_of_an_edited_article_stays_one_alert(store: Store) -> None:
    sub = (await subscribe(store, None)).subscription_id
    await take(store, match_of(sub, "s1", "a1"))
    assert await take(store, match_of(sub, "s9", "a1")) == []


async def test_without_a_webhook_the_live_stream_has_it_at_once(store: Store) -> None:
    sub = (await subscribe(store, None)).subscription_id
    match = match_of(sub, "s1", "a1")
    await take(store, match)
    async with store.begin(reading=True) as connection:
        (alert,) = await ledger.after(connection, 0, 10)
        assert await ledger.after(connection, alert.number, 10) == []
    assert (alert.state, alert.channel, alert.ended_at) == ("delivered", "live", NOW)
    assert decode(Match, alert.match) == match


async def test_what_nobody_wants_is_suppressed_and_leaves_the_story_open(store: Store) -> None:
    sub = (await subscribe(store, None)).subscription_id
    async with store.begin() as connection:
        await subscriptions.change(connection, sub, NOW, enabled=False)
    await take(store, match_of(sub, "s1", "a1"), match_of("sub_unknown", "s1", "a2"))
    async with store.begin() as connection:
        await subscriptions.change(connection, sub, NOW, enabled=True)
    await take(store, match_of(sub, "s1", "a3", "copy"))
    assert await by_article(store) == {
        "a1": ("suppressed", "the subscription is disabled", None),
        "a2": ("suppressed", "the store knows no such subscription", None),
        "a3": ("delivered", None, 1),
    }


async def test_writers_at_the_same_time_number_without_a_gap_and_lead_once(store: Store) -> None:
    subs = [(await subscribe(store, None)).subscription_id for _ in range(3)]
    matches = [match_of(sub, f"s{n % 4}", f"a{n}") for n in range(12) for sub in subs]
    await asyncio.gather(*(take(store, *matches[n::6]) for n in range(6)), take(store, *matches))
    written = await rows(store)
    assert len(written) == len(matches)
    numbers = sorted(row.number for row in written if row.number)
    assert numbers == list(range(1, 13))
    leads = [(row.subscription_id, row.story_id) for row in written if row.leads]
    assert len(leads) == len(set(leads)) == 12
    assert await holds(store)


async def test_a_batch_that_fails_leaves_no_trace(store: Store) -> None:
    sub = (await subscribe(store, None)).subscription_id
    with pytest.raises(RuntimeError, match="power cut"):
        await take_and_fail(store, match_of(sub, "s1", "a1"))
    assert await rows(store) == []
    await take(store, match_of(sub, "s2", "a2"))
    assert await by_article(store) == {"a2": ("delivered", None, 1)}


async def take_and_fail(store: Store, match: Match) -> None:
    async with store.begin() as connection:
        await take_in(connection, [match], NOW)
        raise RuntimeError("power cut")


async def test_the_identity_notices_a_row_that_vanished(store: Store) -> None:
    sub = (await subscribe(store, None)).subscription_id
    await take(store, match_of(sub, "s1", "a1"), match_of(sub, "s2", "a2"))
    assert await holds(store)
    async with store.begin() as connection:
        await connection.execute(delete(ledger.ledger).where(ledger.ledger.c.article_id == "a1"))
    assert not await holds(store)


async def test_a_claimed_row_is_nobody_elses_until_the_claim_ends(store: Store) -> None:
    sub = (await subscribe(store, HOOK)).subscription_id
    match = match_of(sub, "s1", "a1")
    await take(store, match)
    until = NOW + timedelta(seconds=20)
    claims = await asyncio.gather(*(claim(store, match, NOW, until) for _ in range(4)))
    assert sorted(claims) == [False, False, False, True]
    assert not await claim(store, match, until - timedelta(seconds=1), until)
    assert await claim(store, match, until, until + timedelta(seconds=20))


async def claim(store: Store, match: Match, now: datetime, until: datetime) -> bool:
    async with store.begin() as connection:
        return bool(await deliveries.claim(connection, [match.match_id], now, until))


async def test_an_attempt_on_a_row_that_moved_on_changes_no_state(store: Store) -> None:
    sub = (await subscribe(store, HOOK)).subscription_id
    match = match_of(sub, "s1", "a1")
    await take(store, match)
    results = [await record(store, match, state) for state in ("delivered", "dead")]
    assert results == [True, False]
    (row,) = await rows(store)
    assert (row.state, row.attempts) == ("delivered", 1)
    async with store.begin(reading=True) as connection:
        assert len(await deliveries.attempts_of(connection, match.match_id)) == 2
        assert not await delivery_log.replay(connection, match.match_id, NOW)


async def record(store: Store, match: Match, state: ledger.State) -> bool:
    attempt = deliveries.Attempt(
        message_id=match.match_id,
        attempts_before=0,
        started_at=NOW,
        milliseconds=3,
        outcome="delivered",
        answer="200",
        state=state,
        reason=None,
    )
    async with store.begin() as connection:
        return bool(await deliveries.record_attempts(connection, [attempt], NOW))


async def test_what_is_due_comes_in_pages_without_the_full_targets(store: Store) -> None:
    near, far = [await subscribe(store, f"https://hooks.example/{n}") for n in range(2)]
    await take(store, *(match_of(near.subscription_id, f"s{n}", f"a{n}") for n in range(5)))
    await take(store, match_of(far.subscription_id, "s9", "a9"))
    async with store.begin(reading=True) as connection:
        first = await deliveries.due(connection, NOW, 4)
        place = first[-1].next_attempt_at, first[-1].message_id
        second = await deliveries.due(connection, NOW, 4, after=place)
        rest = await deliveries.due(connection, NOW, 9, without=[near.target])
        early = await deliveries.due(connection, SEEN, 9)
        oldest = await ledger.oldest_pending(connection)
    assert len({each.message_id for each in (*first, *second)}) == 6
    assert [each.target for each in rest] == [far.target]
    assert early == []
    assert oldest == {"webhook": NOW}
