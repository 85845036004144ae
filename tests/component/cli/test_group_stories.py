"""`dideban stories group` says which articles tell one story."""

import json
from pathlib import Path
from typing import Any

import pytest
from in_process import call

NEWS: list[dict[str, Any]] = [
    {
        "id": 1,
        "lang": "ru",
        "source": "volga.example",
        "published_at": "2026-03-02T06:30:00Z",
        "title": "На востоке Ирана произошло землетрясение магнитудой 5,4",
        "text": "Землетрясение произошло близ города Тебес на глубине 10 км, пострадавших нет.",
    },
    {
        "id": "b",
        "source": "gulf.example",
        "published_at": "2026-03-02T07:00:00Z",
        "title": "Magnitude 5.4 earthquake hits Tabas in eastern Iran",
        "text": "It struck at a depth of 10 km; there were no reports of people injured.",
    },
    {
        "id": "c",
        "lang": "en",
        "source": "gulf.example",
        "published_at": "2026-03-02T11:00:00Z",
        "title": "Light tremor felt in Lorestan",
        "text": "A magnitude 4.1 earthquake was felt in Dorud in western Iran and did no damage.",
    },
]


def lines(*rows: dict[str, Any]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def test_articles_get_their_story_and_role_in_order(tmp_path: Path) -> None:
    ended = call(tmp_path, "stories", "group", "--jsonl", "-", given=lines(*NEWS))
    assert (ended.returncode, ended.stderr) == (0, "")
    answers = [json.loads(line) for line in ended.stdout.splitlines()]
    assert [each["id"] for each in answers] == [1, "b", "c"]
    assert [each["role"] for each in answers] == ["first", "translation", "first"]
    assert answers[0]["story"] == answers[1]["story"] != answers[2]["story"]
    assert answers[1]["changes"] == ["language:en"]


def test_stories_are_told_to_people(tmp_path: Path) -> None:
    file = tmp_path / "news.jsonl"
    file.write_text(lines(*NEWS), encoding="utf-8")
    ended = call(tmp_path, "stories", "group", str(file))
    assert ended.returncode == 0
    assert ended.stdout.startswith("3 articles in 2 stories\n\n2 articles, 2 independent sources\n")
    assert "told in another language (en)" in ended.stdout


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"id": "x", "text": "t"}, 'no "published_at"'),
        ({"id": "x", "text": "t", "published_at": "yesterday"}, "«yesterday»"),
        ({"id": "x", "published_at": "2026-03-02T06:30:00Z"}, 'no "text"'),
        ({**NEWS[0], "lang": "русский"}, 'as "lang"'),
        ({**NEWS[0], "title": 7}, 'as "title"'),
    ],
)
def test_a_line_that_is_no_article_is_named(
    tmp_path: Path, row: dict[str, Any], words: str
) -> None:
    ended = call(tmp_path, "stories", "group", "--jsonl", "-", given=lines(NEWS[0], row))
    assert ended.returncode == 2
    assert "line 2: " in ended.stderr
    assert words in ended.stderr


def test_a_bad_line_can_be_passed_over(tmp_path: Path) -> None:
    given = lines(NEWS[0]) + "{\n" + lines(NEWS[1])
    ended = call(tmp_path, "stories", "group", "--jsonl", "-", "--keep-going", given=given)
    answers = [json.loads(line) for line in ended.stdout.splitlines()]
    assert "line 2" in answers[1]["error"]
    assert answers[2]["story"] == answers[0]["story"]


def test_a_file_or_lines_but_not_both(tmp_path: Path) -> None:
    ended = call(tmp_path, "stories", "group")
    assert ended.returncode == 2
    assert "give a FILE, or --jsonl FILE" in ended.stderr
