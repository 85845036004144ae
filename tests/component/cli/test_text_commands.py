"""`dideban text`: any text in, its language, forms, words and dates out as JSON lines."""

import json
import os
import subprocess
import sys

from text_calls import EN, FA, SEEN, SHOWN, row, rows


def test_identify_gives_language_script_confidence_and_runners_up() -> None:
    found = row("identify", FA)
    assert list(found) == [
        "id", "language", "script", "confidence", "reason", "runners_up", "parts",
    ]  # fmt: skip
    assert (found["language"], found["script"], found["reason"]) == ("fa", "Arab", None)
    assert 0.9 < found["confidence"] <= 1
    assert all(set(guess) == {"language", "confidence"} for guess in found["runners_up"])
    assert found["parts"] == []


def test_identify_gives_the_parts_of_a_mixed_text_in_code_points() -> None:
    text = f"👩‍🚀 {FA}\n\n{EN}\n"
    parts = row("identify", text)["parts"]
    assert [(part["language"], part["script"]) for part in parts] == [
        ("fa", "Arab"),
        ("en", "Latn"),
    ]
    assert [text[part["start"] : part["end"]] for part in parts] == [f"👩‍🚀 {FA}", EN]


def test_identify_says_why_it_does_not_say() -> None:
    found = rows("identify", *({"text": text} for text in ("12", "گاز")))
    assert [(each["language"], each["reason"]) for each in found] == [
        ("und", "no letters"),
        ("und", "too short"),
    ]


def test_a_hint_of_the_row_weighs_more_than_that_of_the_command() -> None:
    options = ("--hint", "fa")
    ours, own = rows(
        "identify", {"text": "سلام دنیا"}, {"text": "سلام دنیا", "hint": "ur"}, options=options
    )
    bare = row("identify", "سلام دنیا")
    shares = [
        {guess["language"]: guess["confidence"] for guess in each["runners_up"]}
        for each in (bare, ours, own)
    ]
    assert shares[1]["fa"] > shares[0]["fa"]
    assert shares[2]["ur"] > shares[1]["ur"]


def test_the_other_detector_can_be_asked() -> None:
    text = {"text": "Reuniões sobre gás"}
    ours, other = (
        rows("identify", text, options=("--backend", name))[0]
        for name in ("py3langid", "langdetect")
    )
    assert ours["language"] == other["language"] == "pt"
    assert ours["runners_up"] != other["runners_up"]


def test_normalize_gives_both_forms_and_maps_into_the_text() -> None:
    found = row("normalize", f"{FA}\r\n\n3 كتاب", language="fa")
    assert list(found) == ["id", "display", "match", "language", "offsets"]
    assert found["display"] == f"{SHOWN}\r\n\n۳ کتاب"
    assert found["match"].endswith("ادامه دارد 3 کتاب")
    assert set(found["offsets"]) == {"display", "match"}


def test_tokens_give_word_folded_form_stem_and_place() -> None:
    found = row("tokens", "Talks went on. Ends", language="en")
    assert found["language"] == "en"
    assert found["tokens"][0] == {
        "text": "Talks", "folded": "talks", "stem": "talk", "start": 0, "end": 5, "sentence": 0,
    }  # fmt: skip
    assert found["tokens"][-1]["sentence"] == 1


def test_each_part_of_a_mixed_text_is_read_in_its_own_language() -> None:
    text = f"{FA}\n{EN}"
    assert row("normalize", text)["display"] == f"{SHOWN}\n{EN}"
    stems = [token["stem"] for token in row("tokens", text)["tokens"]]
    assert {"داشت", "talk"} <= set(stems)


def test_dates_give_the_days_that_the_words_mean_where_the_source_is() -> None:
    text = f"{EN}\nIt met yesterday and on December 3."
    (yesterday, third) = row("dates", text, published_at=SEEN)["dates"]
    assert yesterday == {
        "surface": "yesterday", "start": text.index("yesterday"), "end": text.index(" and on"),
        "first": "2025-12-16", "last": "2025-12-16", "calendar": "gregorian", "relative": True,
    }  # fmt: skip
    assert (third["surface"], third["first"]) == ("December 3", "2025-12-03")
    late = {"text": "yesterday", "language": "en", "published_at": "2025-12-17T23:00:00Z"}
    given = rows("dates", late, late | {"zone": "Asia/Tehran"})
    assert [each["dates"][0]["first"] for each in given] == ["2025-12-16", "2025-12-17"]


def test_dates_of_a_mixed_text_point_into_the_whole() -> None:
    text = f"{EN}\n{FA} دیروز"
    (found,) = row("dates", text, published_at=SEEN)["dates"]
    assert text[found["start"] : found["end"]] == found["surface"] == "دیروز"


def test_what_the_row_gives_counts_before_what_the_command_gives() -> None:
    options = ("--language", "en", "--published-at", SEEN, "--zone", "UTC")
    ours, own = rows(
        "dates",
        {"text": "yesterday"},
        {"text": "yesterday", "published_at": "2024-01-02T00:00:00Z", "zone": "Asia/Tokyo"},
        options=options,
    )
    assert ours["dates"][0]["first"] == "2025-12-16"
    assert own["dates"][0]["first"] == "2024-01-01"
    assert row("tokens", "Talks", language="fa")["language"] == "fa"


def test_a_row_is_answered_before_the_next_is_given_and_no_persian_list_is_read() -> None:
    program = (
        "import sys; from services.cli.__main__ import main\n"
        "try: main(['text', 'identify', '--jsonl', '-'])\n"
        "finally:\n"
        "    from dideban.text import half_space\n"
        "    print(half_space.restorer.cache_info().currsize, file=sys.stderr)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    ) as process:
        assert process.stdin
        assert process.stdout
        for number in (1, 2):
            process.stdin.write(json.dumps({"id": number, "text": FA}).encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == number
        _, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (0, b"0\n")
