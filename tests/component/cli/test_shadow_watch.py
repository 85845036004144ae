"""`dideban shadow watch` beside an archive with live matches."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path

import pytest
from in_process import Ended, call

from schemas.matches import Match, Receipt, ThinArticle
from services.runtime.settings import Common
from services.store import ledger, outbox, subscriptions
from services.store.engine import Store
from services.store.migrate import migrate
from tests.archived import article, keep

NOW = datetime.now(UTC)
PACK = files("dideban.packs").joinpath("gas-transfer.yaml").read_text(encoding="utf-8")
GAS = article("gas", "انتقال گاز ایران به ترکیه از سر گرفته شد.", fetched_at=NOW, lane="live")
OTHER = article("other", "Giraffes came to the zoo of Ankara.", fetched_at=NOW, lane="live")
OLD = article("old", "انتقال گاز ایران به ترکیه.", fetched_at=NOW, lane="backfill")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with one subscription to a pack, its match, and three articles that are done."""

    async def make() -> None:
        async with Store.of(Common(home=str(tmp_path))) as store:
            await migrate(store)
            async with store.begin() as connection:
                before = NOW - timedelta(hours=1)
                row = await subscriptions.add(
                    connection, owner="local", name="گاز", query="topic:gas-transfer", now=before
                )
                await outbox.put(connection, [each.raw for each in (GAS, OTHER, OLD)], NOW)
            await keep(store, [GAS, OTHER, OLD])
            await finish(store, str(row.subscription_id))

    asyncio.run(make())
    return tmp_path


async def finish(store: Store, subscription_id: str) -> None:
    """Write the live match of the one article, and let all three be done."""
    match = Match(
        match_id="m",
        subscription_id=subscription_id,
        subscription_version=1,
        article=ThinArticle(article_id="gas", revision="r1", source="s", title="t"),
        story=GAS.story,
        seen_at=NOW,
        matched_at=NOW,
    )
    entry = ledger.Entry(
        match=match, subscription_name="گاز", state="delivered", channel="live", kind="alert"
    )
    receipts = [
        Receipt(article_id=each.raw.article_id, revision="r1", matches=count, checked_at=NOW)
        for each, count in ((GAS, 1), (OTHER, 0), (OLD, 0))
    ]
    async with store.begin() as connection:
        await ledger.take_turn(connection)
        await ledger.write_batch(connection, [entry], NOW)
        keys = [(each.raw.article_id, each.raw.revision) for each in (GAS, OTHER, OLD)]
        await outbox.mark_archived(connection, keys, NOW)
        await outbox.note_receipts(connection, receipts)
        await outbox.settle(connection)


def watch(home: Path, *arguments: str) -> Ended:
    return call(home, "shadow", "watch", "--no-follow", "--hours", "1", *arguments)


def packs(folder: Path, text: str) -> str:
    folder.mkdir()
    (folder / "gas-transfer.yaml").write_text(text, encoding="utf-8")
    return str(folder)


@pytest.mark.parametrize("more", [(), ("--reread",)])
def test_the_live_rules_themselves_differ_in_nothing(home: Path, more: tuple[str, ...]) -> None:
    ended = watch(home, *more)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout == ""
    assert "2 articles with 1 live matches compared: 0 added, 0 dropped" in ended.stderr


def test_a_pack_that_finds_something_else_is_told_so(home: Path, tmp_path: Path) -> None:
    other = PACK.replace("گاز", "پسته").replace("    sure:\n", "    sure:\n      - 'giraffe'\n")
    ended = watch(home, "--packs", packs(tmp_path / "packs", other), "--json")
    found = [json.loads(line) for line in ended.stdout.splitlines()]
    assert [(row["kind"], row["article_id"]) for row in found] == [
        ("dropped", "gas"),
        ("added", "other"),
    ] or [(row["kind"], row["article_id"]) for row in found] == [
        ("added", "other"),
        ("dropped", "gas"),
    ]
    assert "1 added, 1 dropped" in ended.stderr


def test_lines_for_people_name_the_subscription_and_the_words(home: Path, tmp_path: Path) -> None:
    other = PACK.replace("    sure:\n", "    sure:\n      - 'giraffe'\n")
    (line,) = watch(home, "--packs", packs(tmp_path / "packs", other)).stdout.splitlines()
    assert line.startswith("+ ")
    assert "Giraffes" in line
    assert "گاز" in line


def test_a_folder_without_a_pack_or_with_a_broken_one_is_refused(
    home: Path, tmp_path: Path
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    assert "holds no pack" in watch(home, "--packs", str(empty)).stderr
    broken = watch(home, "--packs", packs(tmp_path / "broken", "name: ["))
    assert broken.returncode == 2
    assert "gas-transfer.yaml" in broken.stderr
