"""`dideban backtest` as an analyst calls it, on an archive of a few articles."""

import asyncio
import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from in_process import call

from dideban.backtest.run import Backtest
from dideban.packs.loader import pack_names
from dideban.query.parser import parse
from services.cli import reading_archives
from services.runtime.settings import Common
from services.store import search
from services.store.engine import Store
from services.store.migrate import migrate
from tests.archived import article, keep
from tests.component.cli.typed import typed

NOW = datetime.now(UTC)


def aged(days: float) -> dict[str, object]:
    return {"fetched_at": NOW - timedelta(days=days), "published_at": NOW - timedelta(days=days)}


ARCHIVE = [
    article("fa", "انتقال گاز ایران به ترکیه از سر گرفته شد.", source="ایرنا", **aged(1)),
    article("ru", "Транзит газа через Турцию возобновлён.", source="ТАСС", **aged(2)),
    article("en", "Gas transit through Turkey has resumed.", title="Gas flows", **aged(3)),
    article("old", "Gas transit stopped years ago.", **aged(90)),
    article("off", "Football in Ankara.", **aged(1)),
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose archive was kept by a release without an index."""
    folder = tmp_path_factory.mktemp("home")

    async def make() -> None:
        async with Store.of(Common(home=str(folder))) as store:
            await migrate(store)
            await keep(store, ARCHIVE)

    asyncio.run(make())
    return folder


QUERY = "gas OR газ OR گاز"


def test_it_tells_matches_alerts_a_day_languages_and_sources(home: Path) -> None:
    ended = call(home, "backtest", QUERY, "--days", "30", "--json")
    assert ended.returncode == 0, ended.stderr
    told = json.loads(ended.stdout)
    assert (told["searched"], told["read"], told["matches"]) == (4, 3, 3)
    assert told["alerts_a_day"] == pytest.approx(0.1)
    assert told["languages"] == {"en": 1, "fa": 1, "ru": 1}
    assert {each["article_id"] for each in told["sample"]} == {"fa", "ru", "en"}
    assert call(home, "backtest", QUERY, "--days", "100", "--json").stdout.count('"old"') == 2


def test_people_read_lines_with_the_words_that_matched(home: Path) -> None:
    told = call(home, "backtest", QUERY).stdout
    assert "matches    3 articles in 3 stories" in told
    assert "Gas flows" in told
    assert "4 articles of 30 days, 3 read" in told


def test_an_edit_is_compared(home: Path) -> None:
    told = call(home, "backtest", "gas OR turkey", "--edit", "газ OR turkey").stdout
    assert "2: 1 gained, 0 lost" in told


def test_judging_the_sample_gives_a_precision_and_its_interval(home: Path) -> None:
    ended = call(home, "backtest", QUERY, "--judge", given="y\ny\nn\n")
    assert "precision  0.67 (2 of 3 right); 95 % sure that it is between 0.21 and 0.94" in (
        ended.stdout
    )


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("gas AND",), "column 8"),
        (("gas", "--edit", "(gas"), "column 5"),
        (("gas", "--days", "0"), "range"),
        (("gas", "--judge", "--json"), "give one of them"),
    ],
)
def test_what_cannot_be_done_is_said(home: Path, arguments: tuple[str, ...], says: str) -> None:
    ended = call(home, "backtest", *arguments)
    assert ended.returncode == 2
    assert says in ended.stderr


PAGE = (Path(__file__).parents[3] / "docs" / "how-to" / "backtest-a-query.md").read_text("utf-8")
COMMANDS = re.findall(r"^```sh\n(.*?)^```", PAGE, flags=re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_page_works(home: Path, command: str) -> None:
    ended = typed(command, home)
    assert ended.returncode == 0, ended.stdout
    assert len(COMMANDS) == 4


def test_the_index_is_filled_by_a_command(tmp_path: Path) -> None:
    assert "0 articles" in call(tmp_path, "store", "index").stdout


async def test_with_many_articles_every_core_reads_and_the_parts_add_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_archives, "MANY", 1)
    monkeypatch.setattr(search, "CHUNK", 7)
    news = [article(f"a{number}", f"gas {number % 3}") for number in range(50)]
    asked = parse("gas", names=pack_names()), parse("gas AND 1", names=pack_names()), 9
    whole = Backtest(asked[0], asked[1], sample=9)
    whole.take(news)
    test = Backtest(asked[0], asked[1], sample=9)
    async with Store.of(Common(home=str(tmp_path))) as store:
        await migrate(store)
        await keep(store, news)
        async with store.begin() as connection:
            await search.keep(connection, [search.entry_of(each) for each in news])
            numbers = await search.candidates(connection, asked[0].tree, NOW.replace(year=2000))
        async for part in reading_archives.read_by_all_cores(store, numbers, asked):
            assert part.read <= 7
            test.add(part)
    assert test.report(days=1, searched=50) == whole.report(days=1, searched=50)


def test_it_says_how_far_it_is_in_lines_for_programs(home: Path) -> None:
    ended = call(home, "backtest", QUERY, "--days", "30", "--json", "--progress")
    assert ended.returncode == 0, ended.stderr
    told = [json.loads(line) for line in ended.stderr.splitlines()]
    assert told[-1] == {"part": "reading", "done": 3, "of": 3}
    assert all(each["done"] <= each["of"] for each in told)
