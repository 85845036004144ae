"""Accounts, alerts to read and repeated requests, on every database the store speaks."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from gateway_under_test import match_of

from services.store import accounts, alerts_view, idempotency, ledger, subscriptions
from services.store.accounts import Role
from services.store.alerts_view import Reader
from services.store.engine import Store

NOW = datetime(2025, 12, 17, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


async def user(store: Store, name: str, role: Role = "editor") -> str:
    async with store.begin() as connection:
        made = await accounts.add_user(
            connection, name=name, password_hash="argon2id", role=role, now=NOW
        )
    assert made is not None
    return made


async def alerts(store: Store, owner: str, *numbers: int) -> str:
    async with store.begin() as connection:
        row = await subscriptions.add(connection, owner=owner, name=owner, query="gas", now=NOW)
        for number in numbers:
            match = replace(
                match_of(number, title="گاز ایران", language="fa"),
                subscription_id=row.subscription_id,
            )
            entry = ledger.Entry(
                match=match,
                subscription_name="as it was",
                state="delivered",
                channel="live",
                kind="alert",
            )
            await ledger.take_turn(connection)
            await ledger.write_batch(connection, [entry], NOW)
    return str(row.subscription_id)


async def test_a_name_belongs_to_one_user(store: Store) -> None:
    first = await user(store, "سردبیر")
    async with store.begin() as connection:
        again = await accounts.add_user(
            connection, name="سردبیر", password_hash="x", role="viewer", now=NOW
        )
        row = await accounts.user_named(connection, "سردبیر")
    assert again is None
    assert row is not None
    assert (row.user_id, row.role) == (first, "editor")


async def test_the_set_up_code_is_used_up_once(store: Store) -> None:
    async with store.begin() as connection:
        await accounts.put_setup_code(connection, "old")
        await accounts.put_setup_code(connection, "new")
        assert not await accounts.use_setup_code(connection, "old")
        assert await accounts.is_setup_code(connection, "new")
        assert await accounts.use_setup_code(connection, "new")
        assert not await accounts.use_setup_code(connection, "new")


async def test_a_login_ends_at_its_time_and_is_forgotten_with_the_next(store: Store) -> None:
    ada = await user(store, "ada")
    async with store.begin() as connection:
        await accounts.open_login(connection, ada, "first", NOW, DAY)
        row = await accounts.user_of_login(connection, "first", NOW + DAY - timedelta(seconds=1))
        assert row is not None
        assert row.name == "ada"
        assert await accounts.user_of_login(connection, "first", NOW + DAY) is None
        await accounts.open_login(connection, ada, "second", NOW + DAY, DAY)
        assert await accounts.user_of_login(connection, "first", NOW) is None
        await accounts.close_login(connection, "second")
        assert await accounts.user_of_login(connection, "second", NOW + DAY) is None


async def test_a_token_is_listed_used_and_removed_by_its_owner_only(store: Store) -> None:
    ada, bob = await user(store, "ada"), await user(store, "bob")
    async with store.begin() as connection:
        token = await accounts.add_token(
            connection, ada, name="script", scope="read", now=NOW, expires_at=NOW + DAY
        )
        row = await accounts.user_of_token(connection, token, NOW)
        assert row is not None
        assert (row.user_id, row.scope, row.used_at) == (ada, "read", None)
        assert await accounts.user_of_token(connection, token, NOW + DAY) is None
        await accounts.note_token_use(connection, token, NOW)
        (listed,) = await accounts.tokens_of(connection, ada)
        assert listed.used_at == NOW
        name = accounts.token_id(listed.token_hash)
        assert not await accounts.remove_token(connection, bob, name)
        assert await accounts.remove_token(connection, ada, name)
        assert await accounts.count_tokens(connection, ada) == 0


async def test_a_reader_sees_their_own_alerts_and_those_of_the_desk(store: Store) -> None:
    ada, bob = await user(store, "ada"), await user(store, "bob")
    await alerts(store, ada, 1, 2)
    await alerts(store, bob, 3)
    shared = await alerts(store, "local", 4, 5)
    readers: dict[str, Reader] = {
        "ada": Reader(user_id=ada, role="editor"),
        "bob": Reader(user_id=bob, role="viewer"),
        "admin": Reader(user_id="user_root", role="admin"),
        "desk only": Reader(user_id=ada, role="editor", subscription_id=shared),
    }
    seen = {}
    async with store.begin(reading=True) as connection:
        for name, reader in readers.items():
            found = await alerts_view.newest(connection, reader, 10)
            seen[name] = [alert.number for alert in found]
        assert seen == {
            "ada": [5, 4, 2, 1],
            "bob": [5, 4, 3],
            "admin": [5, 4, 3, 2, 1],
            "desk only": [5, 4],
        }
        later = await alerts_view.since(connection, readers["bob"], 3, 1)
        assert [alert.number for alert in later] == [4]
        assert later[0].match.article.title == "گاز ایران"
        earlier = await alerts_view.newest(connection, readers["ada"], 10, before=4)
        assert [alert.number for alert in earlier] == [2, 1]
        assert await alerts_view.bounds(connection) == (1, 5)
        counts = await alerts_view.how_many(connection, readers["ada"], NOW - DAY)
        assert sorted(counts.values()) == [2, 2]
        assert await alerts_view.how_many(connection, readers["ada"], NOW + DAY) == {}


async def test_an_empty_ledger_has_no_bounds(store: Store) -> None:
    async with store.begin(reading=True) as connection:
        assert await alerts_view.bounds(connection) == (0, 0)


async def test_a_repeated_key_gives_the_first_answer_for_a_day(store: Store) -> None:
    acts = 0

    async def act() -> str:
        nonlocal acts
        acts += 1
        return f"answer {acts}"

    async def ask(request: bytes, now: datetime) -> tuple[str, bool]:
        async with store.begin() as connection:
            return await idempotency.once(
                connection, user_id="user_a", key="k", request=request, now=now, act=act
            )

    assert await ask(b"gas", NOW) == ("answer 1", True)
    assert await ask(b"gas", NOW + timedelta(hours=1)) == ("answer 1", False)
    with pytest.raises(idempotency.KeyUsedError):
        await ask(b"oil", NOW)
    assert await ask(b"gas", NOW + DAY + timedelta(seconds=1)) == ("answer 2", True)


async def test_an_act_that_fails_leaves_no_answer_behind(store: Store) -> None:
    async def fail() -> str:
        raise LookupError("nothing was done")

    async def act() -> str:
        return "done"

    with pytest.raises(LookupError):
        async with store.begin() as connection:
            await idempotency.once(
                connection, user_id="user_a", key="k", request=b"gas", now=NOW, act=fail
            )
    async with store.begin() as connection:
        answer = await idempotency.once(
            connection, user_id="user_a", key="k", request=b"gas", now=NOW, act=act
        )
    assert answer == ("done", True)


async def test_requests_at_the_same_moment_act_once(store: Store) -> None:
    acts = 0

    async def act() -> str:
        nonlocal acts
        acts += 1
        return f"answer {acts}"

    async def ask() -> tuple[str, bool]:
        async with store.begin() as connection:
            return await idempotency.once(
                connection, user_id="user_a", key="k", request=b"gas", now=NOW, act=act
            )

    ends = await asyncio.gather(*(ask() for _ in range(4)))
    assert sorted(ends) == [("answer 1", False)] * 3 + [("answer 1", True)]
