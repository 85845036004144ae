"""The commands as their users call them: stable output, sentences for what is wrong."""

import json
import socket
import subprocess
from pathlib import Path

import pytest

from schemas.dead_letters import DeadLetter
from schemas.topics import RAW, dead_letters
from services.runtime.bus import Bus, Message, create_topics
from services.runtime.reader import read_all
from services.runtime.settings import Common
from services.store import outbox
from services.store.engine import Store
from tests.component.cli.typed import dideban
from tests.component.running import settings
from tests.unit.schemas.records_of_old import SEEN


class Cli:
    def __init__(self, home: Path, **environment: str) -> None:
        self.environment = settings(DIDEBAN_HOME=str(home), **environment)
        self.home = home

    def __call__(
        self, *arguments: str, given: str = "", **environment: str
    ) -> subprocess.CompletedProcess[str]:
        return dideban(*arguments, environment=self.environment | environment, given=given)


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    return Cli(tmp_path / "home")


def test_a_query_that_is_right_is_told_in_words(cli: Cli) -> None:
    ended = cli("query", "check", '"gas transit" OR "انتقال گاز"')
    assert ended.returncode == 0
    assert "gas transit" in ended.stdout
    assert "انتقال گاز" in ended.stdout


def test_a_query_that_is_wrong_gets_column_found_expected_and_a_fix_that_parses(cli: Cli) -> None:
    ended = cli("query", "check", "gas AND (transfer OR", "--json")
    problem = json.loads(ended.stdout)
    assert ended.returncode == 2
    assert problem["column"] == 21
    assert problem["found"]
    assert problem["expected"]
    assert cli("query", "check", problem["fix"]).returncode == 0


def test_a_query_with_two_readings_is_offered_both(cli: Cli) -> None:
    ended = cli("query", "check", "gas OR oil AND coal")
    assert ended.returncode == 2
    assert ended.stderr.splitlines()[-2:] == [
        "try: gas OR (oil AND coal)",
        "or: (gas OR oil) AND coal",
    ]


def test_a_query_is_tried_on_lines_and_highlights_words_of_the_original(cli: Cli) -> None:
    rows = [
        {"id": "fa", "title": "سفر", "text": "طرح انتقال گازِ روسیه"},
        {"id": "ru", "title": "Матч", "text": "Футбол в Москве", "lang": "ru"},
        {"id": "en", "title": "Gas transit grows", "text": "", "source": "Example Wire"},
    ]
    given = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    ended = cli("query", "test", '"انتقال گاز" OR "gas transit"', "--jsonl", "-", given=given)
    found = [json.loads(line) for line in ended.stdout.splitlines()]
    assert [(row["id"], row["match"]) for row in found] == [
        ("fa", True),
        ("ru", False),
        ("en", True),
    ]
    for row, result in zip(rows, found, strict=True):
        for mark in result["highlights"]:
            assert row[mark["field"]][mark["start"] : mark["end"]] == mark["text"]


def test_it_is_told_why_an_article_matches_and_why_another_does_not(cli: Cli) -> None:
    rows = [
        {"id": 7, "title": "سفر", "text": "طرح انتقال گازِ روسیه", "lang": "fa"},
        {"id": "en", "title": "Transit\u001b[31m of gas", "text": "", "authors": ["Ana Ruiz"]},
    ]
    given = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    ask = ("query", "explain", '"انتقال گاز" OR ("gas transit" author:ruiz)', "--jsonl", "-")
    told = cli(*ask, given=given)
    assert told.returncode == 0
    first, second = told.stdout.strip().split("\n\n")
    assert first.splitlines()[:2] == ["7 — \u2068سفر\u2069", "It matches."]
    assert "body: \u2068طرح ‹انتقال گازِ› روسیه\u2069" in first
    assert second.splitlines()[1] == "It does not match."
    assert "author:ruiz — met. The author is «Ana Ruiz»." in second
    assert "\u001b" not in told.stdout
    answers = [json.loads(line) for line in cli(*ask, "--json", given=given).stdout.splitlines()]
    assert [(each["id"], each["match"]) for each in answers] == [(7, True), ("en", False)]
    (clause,) = answers[0]["clauses"]
    (word,) = clause["parts"][0]["words"]
    assert rows[0]["text"][word["start"] : word["end"]] == word["text"] == "انتقال گازِ"
    assert clause["reason"] == "One of two alternatives holds."
    assert answers[1]["clauses"][0]["miss"] == "Neither alternative holds."


@pytest.mark.parametrize("command", ["test", "explain"])
def test_a_line_that_is_no_article_is_named(cli: Cli, command: str) -> None:
    ended = cli("query", command, "gas", "--jsonl", "-", given='{"id": "1"}\n{"title": 5}\n')
    assert ended.returncode == 2
    assert "line 2" in ended.stderr


def test_a_subscription_is_taken_while_the_system_stands(cli: Cli) -> None:
    ended = cli("subscribe", "topic:gas-transfer", "--name", "گاز", "--webhook", "http://a.org/h")
    told = dict(line.split() for line in ended.stdout.splitlines())
    assert told["id"].startswith("sub_")
    assert told["secret"].startswith("whsec_")
    listed = json.loads(cli("subscriptions", "list", "--json").stdout)
    assert (listed["id"], listed["name"]) == (told["id"], "گاز")
    assert cli("subscriptions", "remove", told["id"]).returncode == 0
    assert cli("subscriptions", "list").stdout == ""


def test_a_reader_is_subscribed_by_mail(cli: Cli) -> None:
    ended = cli("subscribe", "gas", "--name", "گاز", "--email", "khanande@نمونه.ایران", "--json")
    assert json.loads(ended.stdout)["secret"] is None
    listed = json.loads(cli("subscriptions", "list", "--json").stdout)
    assert listed["channel"] == "email"
    assert listed["target"] == "khanande@xn--hhbbbed.xn--mgba3a4f16a"


def test_alerts_go_to_a_chat_or_to_a_topic_whose_token_is_not_told(cli: Cli) -> None:
    cli("subscribe", "газ", "--name", "газ", "--telegram", "@gaz_xeberleri")
    (chat,) = cli("subscriptions", "list", "--json").stdout.splitlines()
    assert json.loads(chat)["channel"] == "telegram"
    topic = ("--ntfy", "https://ntfy.example/gas/", "--token", "tk_AgQdq7mVBoFD37zQVN29RhuMzNIz2")
    made = cli("subscribe", "gas", "--name", "گاز", *topic, "--json")
    assert json.loads(made.stdout)["secret"] is None
    assert "https://ntfy.example/gas" in cli("subscriptions", "list", "--json").stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("subscribe", "gas", "--name", "x", "--telegram", "t.me/x"), "no Telegram chat; give"),
        (("subscribe", "gas", "--name", "x", "--ntfy", "https://a.org"), "no topic"),
        (("subscribe", "gas", "--name", "x", "--token", "tk_1"), "goes with --ntfy"),
        (("subscribe", "gas AND", "--name", "x"), "column"),
        (("subscribe", "topic:no-such", "--name", "x"), "no-such"),
        (("subscribe", "gas", "--name", "x", "--webhook", "ftp://a.org"), "http"),
        (("subscribe", "gas", "--name", "x", "--email", "a b@example.org"), "not one mail address"),
        (
            ("subscribe", "gas", "--name", "x", "--email", "a@b.org", "--webhook", "http://c"),
            "one of",
        ),
        (("sources", "add", "no address"), "http"),
        (("service", "nosuch"), "langid"),
        (("dead-letters", "replay"), "--every"),
    ],
)
def test_wrong_use_is_a_sentence_and_code_2(
    cli: Cli, arguments: tuple[str, ...], words: str
) -> None:
    ended = cli(*arguments)
    assert ended.returncode == 2
    assert words in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("DIDEBAN_METRICS_PORT", "abc", "a whole number from 0 to 65535"),
        ("DIDEBAN_BREAKER", "maybe", "one of on, off"),
        ("DIDEBAN_LANGID_BACKEND", "guess", "one of py3langid, langdetect"),
    ],
)
def test_a_bad_setting_names_variable_value_and_what_is_allowed(
    cli: Cli, variable: str, value: str, words: str
) -> None:
    ended = cli("service", "langid", **{variable: value})
    assert ended.returncode == 2
    assert f"{variable}={value!r}" in ended.stderr
    assert words in ended.stderr


def test_a_taken_port_is_named_with_the_way_to_choose_another(cli: Cli) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ended = cli("run", "--port", str(port))
    assert ended.returncode == 3
    assert str(port) in ended.stderr
    assert "--port" in ended.stderr


async def test_articles_are_ingested_once_and_wait_in_the_outbox(cli: Cli) -> None:
    lines = [
        {
            "id": "a1",
            "url": "https://example.org/1",
            "title": "گاز",
            "text": "متن",
            "language": "fa",
        },
        {"id": "a2", "title": "Газ", "text": "", "published_at": "2025-12-17T08:00:00+03:30"},
    ]
    cli.home.mkdir()
    path = cli.home / "articles.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    assert "2 articles taken in, 0 were there" in cli("ingest", str(path)).stdout
    assert "0 articles taken in, 2 were there" in cli("ingest", str(path)).stdout
    async with (
        Store.at(f"sqlite+aiosqlite:///{cli.home / 'dideban.sqlite'}") as store,
        store.begin() as connection,
    ):
        assert await outbox.waiting(connection) == 2
    assert json.loads(cli("trace", "a2", "--json").stdout)["outbox"][0]["sent_at"] is None


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b"not json", "line 1"),
        (b'{"title": "no id"}', "id"),
        (b'{"id": "1", "published_at": "2025-12-17T08:00:00"}', "published_at"),
        (b'{"id": "1", "title": "\\ud800"}', "line 1"),
        (b'\xff\xfe{"id": "1"}', "line 1"),
    ],
)
def test_a_bad_line_of_a_file_is_named_and_nothing_of_it_is_taken(
    cli: Cli, tmp_path: Path, line: bytes, words: str
) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_bytes(line)
    ended = cli("ingest", str(path))
    assert ended.returncode == 2
    assert "bad.jsonl" in ended.stderr
    assert words in ended.stderr


def test_the_doctor_says_how_to_mend_what_is_missing(cli: Cli) -> None:
    ended = cli("doctor", DIDEBAN_BROKER="127.0.0.1:1", DIDEBAN_GATEWAY_PORT="1")
    assert ended.returncode == 1
    for words in ("127.0.0.1:1", "dideban store migrate", "dideban run", "topic packs loaded"):
        assert words in ended.stdout


async def test_dead_letters_are_listed_shown_and_replayed_unchanged(
    broker: dict[str, str], settings: Common, tmp_path: Path
) -> None:
    cli = Cli(tmp_path / "home", **broker)
    value = b'{"version":1,"title":"\xff no record"}'
    letter = DeadLetter(
        error="not a RawArticle: invalid utf-8",
        service="langid",
        release="0",
        topic=RAW.name,
        partition=0,
        offset=7,
        time=SEEN,
    )
    topic = dead_letters("langid")
    await create_topics(settings, (RAW, topic))
    async with Bus("test", settings) as bus:
        await bus.send([Message(topic.name, b"key", value, letter.headers())])
    (told,) = [
        json.loads(line)
        for line in cli("dead-letters", "list", "--json").stdout.splitlines()
        if json.loads(line)["offset"] == 7
    ]
    assert told["error"] == letter.error
    assert "invalid utf-8" in cli("dead-letters", "show", told["id"]).stdout
    assert cli("dead-letters", "replay", told["id"]).stdout == "sent 1 again\n"
    assert value in {taken.value for taken in await read_all(settings, [RAW])}
    assert cli("dead-letters", "show", "langid/0/999999").returncode == 1
