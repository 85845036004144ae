"""The delivery log and the care of a target at the command line."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from in_process import call

from schemas.articles import StoryRef
from schemas.matches import Match, ThinArticle
from services.runtime.settings import Common
from services.store import ledger, subscriptions, targets, trials
from services.store.engine import Store
from services.store.migrate import migrate

NOW = datetime(2025, 12, 17, 9, 0, tzinfo=UTC)
HOOK = "https://hooks.example/1"


def match_of(subscription_id: str, number: int) -> Match:
    return Match(
        match_id=f"msg_{number}",
        subscription_id=subscription_id,
        subscription_version=1,
        article=ThinArticle(
            article_id=f"a{number}", revision="r", source="ایسنا", title="صادرات گاز آغاز شد"
        ),
        story=StoryRef(story_id=f"s{number}", role="first"),
        seen_at=NOW,
        matched_at=NOW,
    )


@pytest.fixture
def subscription_id(tmp_path: Path) -> str:
    """A subscription with a webhook, three dead matches and one delivered."""

    async def make() -> str:
        async with Store.of(Common(home=str(tmp_path))) as store:
            await migrate(store)
            async with store.begin() as connection:
                address = subscriptions.Address(channel="webhook", target=HOOK)
                row = await subscriptions.add(
                    connection, owner="local", name="گاز", query="گاز", now=NOW, address=address
                )
                await ledger.take_turn(connection)
                for number in range(4):
                    entry = ledger.Entry(
                        match=match_of(row.subscription_id, number),
                        subscription_name="گاز",
                        state="delivered" if number == 3 else "dead",
                        channel="webhook",
                        kind="alert",
                        reason=None if number == 3 else "given up",
                    )
                    await ledger.write_batch(connection, [entry], NOW + timedelta(hours=number))
                await targets.disable(connection, row.subscription_id, HOOK, "410", NOW)
            return str(row.subscription_id)

    return asyncio.run(make())


@pytest.mark.usefixtures("subscription_id")
def test_the_log_is_listed_newest_first(tmp_path: Path) -> None:
    lines = call(tmp_path, "deliveries", "list").stdout.splitlines()
    assert [line.split()[-1] for line in lines] == ["msg_3", "msg_2", "msg_1", "msg_0"]
    assert "dead  webhook  گاز  صادرات گاز آغاز شد  (given up)" in lines[1]
    dead = call(tmp_path, "deliveries", "list", "--state", "dead", "--json").stdout.splitlines()
    assert [json.loads(line)["match_id"] for line in dead] == ["msg_2", "msg_1", "msg_0"]
    shown = call(tmp_path, "deliveries", "show", "msg_1")
    assert "given up" in shown.stdout
    assert "no match msg_9" in call(tmp_path, "deliveries", "show", "msg_9").stderr


def test_dead_messages_are_sent_again_one_or_a_range(tmp_path: Path, subscription_id: str) -> None:
    assert call(tmp_path, "deliveries", "replay", "msg_0").stdout == "1 on their way again\n"
    refused = call(tmp_path, "deliveries", "replay", "msg_3")
    assert (refused.returncode, "nothing is dead there" in refused.stderr) == (1, True)
    later = ("--since", "2025-12-17T10:30", "--until", "2025-12-17T12:00")
    some = call(tmp_path, "deliveries", "replay", "--subscription", subscription_id, *later)
    assert some.stdout == "1 on their way again\n"
    assert call(tmp_path, "deliveries", "replay").returncode == 2


@pytest.mark.usefixtures("subscription_id")
def test_a_story_is_acknowledged_once(tmp_path: Path) -> None:
    assert call(tmp_path, "deliveries", "acknowledge", "msg_3").returncode == 0
    assert call(tmp_path, "deliveries", "acknowledge", "msg_3").returncode == 1


def test_a_target_is_enabled_and_gets_a_new_secret(tmp_path: Path, subscription_id: str) -> None:
    enabled = call(tmp_path, "subscriptions", "enable-target", subscription_id)
    assert "sends again" in enabled.stdout
    assert call(tmp_path, "subscriptions", "enable-target", subscription_id).returncode == 1
    made = call(tmp_path, "subscriptions", "new-secret", subscription_id, "--overlap-hours", "2")
    assert made.stdout.startswith("secret  whsec_")
    assert "no subscription sub_x" in call(tmp_path, "subscriptions", "new-secret", "sub_x").stderr


def test_a_test_message_shows_the_answer_the_service_had(
    tmp_path: Path, subscription_id: str
) -> None:
    async def answer() -> None:
        async with Store.of(Common(home=str(tmp_path))) as store:
            while True:
                async with store.begin() as connection:
                    now = datetime.now(UTC)
                    rows = await trials.claim(connection, now, now + timedelta(seconds=9), 5)
                    for row in rows:
                        assert row.target == HOOK
                        await trials.answered(
                            connection,
                            row.trial_id,
                            now,
                            outcome="http_5xx",
                            answer="503: down",
                            milliseconds=7,
                        )
                if rows:
                    return

    async def both() -> tuple[int, str]:
        calling = asyncio.to_thread(call, tmp_path, "subscriptions", "test", subscription_id)
        async with asyncio.timeout(20):
            ended, _ = await asyncio.gather(calling, answer())
        return ended.returncode, ended.stdout

    assert asyncio.run(both()) == (1, "http_5xx  7 ms  503: down\n")
    assert call(tmp_path, "subscriptions", "test", "sub_x").returncode == 1
