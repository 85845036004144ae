"""The way out of what is sent: by a link alone, by POST alone, of that one target alone."""

import httpx
import pytest
from gateway_under_test import Gateway

from dideban.alerting.policy import Policy, policy_text
from dideban.alerting.way_out import token_of
from dideban.messages.notice import MESSAGE_LANGUAGES
from services.gateway.leaving import LeavingWords
from services.store import subscriptions
from services.store.installation import LINK_KEY, key_of

READER = "khanande@example.org"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


async def subscribed(gateway: Gateway, language: str = "en", target: str = READER) -> str:
    policy = policy_text(Policy(language=language))  # type: ignore[arg-type]
    async with gateway.desk.store.begin() as connection:
        row = await subscriptions.add(
            connection,
            owner="local",
            name="گاز <ایران>",
            query="gas",
            now=gateway.clock(),
            address=subscriptions.Address(channel="email", target=target, policy=policy),
        )
    return str(row.subscription_id)


async def link(gateway: Gateway, subscription_id: str, target: str = READER) -> str:
    async with gateway.desk.store.begin() as connection:
        key = await key_of(connection, LINK_KEY)
    return f"/unsubscribe/{token_of(key, subscription_id, target)}"


async def target_of(gateway: Gateway, subscription_id: str) -> tuple[str, str | None, bool]:
    async with gateway.desk.store.begin(reading=True) as connection:
        row = await subscriptions.one(connection, subscription_id)
    assert row is not None
    return row.channel, row.target, row.enabled


async def test_opening_the_link_changes_nothing_and_offers_a_button(gateway: Gateway) -> None:
    mine = await subscribed(gateway)
    path = await link(gateway, mine)
    async with gateway.browser() as stranger:
        for _ in range(2):
            answer = await stranger.get(path)
            assert answer.status_code == 200
        assert (await stranger.head(path)).status_code == 405
    assert "گاز &lt;ایران&gt;" in answer.text
    assert f'<form method="post" action="{path}">' in answer.text
    assert READER not in answer.text
    assert await target_of(gateway, mine) == ("email", READER, True)


async def test_the_button_ends_what_is_sent_and_leaves_the_alerts_on_the_page(
    gateway: Gateway,
) -> None:
    mine = await subscribed(gateway)
    path = await link(gateway, mine)
    async with gateway.browser() as stranger:
        answer = await stranger.post(path)
        assert answer.status_code == 200
        assert "Done." in answer.text
        assert await target_of(gateway, mine) == ("live", None, True)
        assert gateway.desk.changed.is_set()
        again = await stranger.post(path)
        assert (again.status_code, "nothing left to do" in again.text) == (200, True)
        assert "<form" not in (await stranger.get(path)).text


@pytest.mark.parametrize(
    "origin",
    [
        {},
        {"Origin": "null"},
        {"Origin": "https://mail.provider.example", "Sec-Fetch-Site": "cross-site"},
    ],
    ids=["none", "null", "another"],
)
async def test_a_mail_program_does_it_in_one_click_without_an_origin(
    gateway: Gateway, origin: dict[str, str]
) -> None:
    mine = await subscribed(gateway)
    transport = httpx.ASGITransport(gateway.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8700") as program:
        answer = await program.post(await link(gateway, mine), data=ONE_CLICK, headers=origin)
    assert answer.status_code == 200
    assert await target_of(gateway, mine) == ("live", None, True)


async def test_the_login_of_whoever_opens_it_plays_no_part(gateway: Gateway) -> None:
    mine = await subscribed(gateway)
    viewer = await gateway.signed_in("vera", "viewer")
    assert (await viewer.post(await link(gateway, mine))).status_code == 200
    assert (await target_of(gateway, mine))[0] == "live"


async def test_a_link_ends_only_what_goes_to_the_address_it_was_sent_to(gateway: Gateway) -> None:
    mine = await subscribed(gateway, target="another@example.org")
    async with gateway.browser() as stranger:
        answer = await stranger.post(await link(gateway, mine, READER))
    assert (answer.status_code, "nothing left to do" in answer.text) == (200, True)
    assert (await target_of(gateway, mine))[1] == "another@example.org"


async def test_a_link_of_a_removed_subscription_says_so_plainly(gateway: Gateway) -> None:
    mine = await subscribed(gateway)
    path = await link(gateway, mine)
    async with gateway.desk.store.begin() as connection:
        await subscriptions.remove(connection, mine, gateway.clock())
    async with gateway.browser() as stranger:
        for answer in (await stranger.get(path), await stranger.post(path)):
            assert (answer.status_code, "nothing left to do" in answer.text) == (200, True)


async def test_a_link_that_nobody_signed_ends_nothing(gateway: Gateway) -> None:
    mine = await subscribed(gateway)
    path = await link(gateway, mine)
    other_key = token_of(b"x" * 32, mine, READER)
    wrong = [
        path[:-1] + ("A" if path[-1] != "A" else "B"),
        path.replace(mine, "sub_0000000000000000"),
        f"/unsubscribe/{other_key}",
        "/unsubscribe/x",
        f"/unsubscribe/{'x' * 5_000}",
        "/unsubscribe/%00",
        "/unsubscribe/نشانی",
    ]
    async with gateway.browser() as stranger:
        for each in wrong:
            assert (await stranger.get(each)).status_code == 404
            assert (await stranger.post(each)).status_code == 404
    assert await target_of(gateway, mine) == ("email", READER, True)


async def test_before_any_link_was_made_none_is_known(gateway: Gateway) -> None:
    mine = await subscribed(gateway)
    async with gateway.browser() as stranger:
        answer = await stranger.post(f"/unsubscribe/{token_of(b'', mine, READER)}")
    assert answer.status_code == 404


@pytest.mark.parametrize("language", MESSAGE_LANGUAGES)
async def test_the_page_speaks_the_language_of_the_messages(
    gateway: Gateway, language: str
) -> None:
    mine = await subscribed(gateway, language)
    async with gateway.browser() as stranger:
        answer = await stranger.get(await link(gateway, mine))
    direction = "rtl" if language in {"ar", "fa"} else "ltr"
    assert f'<html lang="{language}" dir="{direction}">' in answer.text
    assert answer.headers["content-language"] == language
    words = LeavingWords(language)  # type: ignore[arg-type]
    for state in ("title", "open", "button"):
        assert words[state] in answer.text
    assert len({words[each] for each in ("open", "left", "ended", "unknown")}) == 4


async def test_nothing_else_passes_without_an_origin(gateway: Gateway) -> None:
    admin = await gateway.signed_in("root", "admin")
    mine = await subscribed(gateway)
    del admin.headers["Sec-Fetch-Site"]
    for path in (
        f"/unsubscribe/../subscriptions/{mine}/remove",
        f"/unsubscribe/x/../../subscriptions/{mine}/remove",
        f"/unsubscribe%2F..%2Fsubscriptions%2F{mine}%2Fremove",
        f"/subscriptions/{mine}/remove",
    ):
        answer = await admin.post(path)
        assert answer.status_code in {403, 404}, path
    assert (await admin.delete(await link(gateway, mine))).status_code in {403, 405}
    assert await target_of(gateway, mine) == ("email", READER, True)
