"""Articles whose paragraphs are in several languages."""

import pytest

from dideban.languages import parts
from dideban.languages.parts import divided

FA = "وزیر نفت گفت مذاکره درباره انتقال گاز از خط لوله شمالی همچنان ادامه دارد."
AR = "قال وزير النفط إن المفاوضات حول نقل الغاز عبر خط الأنابيب مستمرة منذ أسابيع."
EN = "The minister said that talks on gas transfer through the pipeline go on and will end soon."
RU = "Министр сообщил, что переговоры о транзите газа продолжаются и скоро закончатся."
KK = "Министр газ тасымалдау туралы келіссөздер жалғасып жатқанын және жақында бітетінін айтты."
TR = "Bakan, doğal gaz boru hattı görüşmelerinin sürdüğünü ve yakında biteceğini söyledi."
JA = "大臣はガス輸送に関する協議がまだ続いていると述べた。"


def tags(*paragraphs: str) -> list[str]:
    """Return the tags of the parts of a body of these paragraphs."""
    return [part.tag for part in divided([("body", "\n\n".join(paragraphs))]).parts]


def test_an_article_in_one_language_has_no_parts() -> None:
    language = divided([("title", FA), ("summary", ""), ("body", f"{FA}\n{FA}")])
    assert (language.tag, language.reason, language.parts) == ("fa", None, ())


def test_parts_cut_their_paragraphs_out_of_the_original_text() -> None:
    body = f"{FA}\n{FA}\n\n{EN}\n\n{FA}\n"
    language = divided([("body", body)])
    cut = [(part.tag, part.script, body[part.start : part.end]) for part in language.parts]
    assert cut == [("fa", "Arab", f"{FA}\n{FA}"), ("en", "Latn", EN), ("fa", "Arab", FA)]
    assert all(part.field == "body" and part.confidence > 0.8 for part in language.parts)


def test_the_whole_is_in_the_language_of_most_letters() -> None:
    language = divided([("title", EN), ("body", "\n".join([FA] * 4))])
    assert (language.tag, language.script, language.reason) == ("fa", "Arab", None)
    assert [(part.field, part.tag) for part in language.parts] == [("title", "en"), ("body", "fa")]


def test_no_clear_majority_is_undetermined_as_mixed_with_the_shares() -> None:
    language = divided([("body", f"{FA}\n{EN}\n{RU}")])
    assert (language.tag, language.reason) == ("und", "mixed")
    assert {guess.tag for guess in language.runners_up} == {"fa", "en", "ru"}
    assert sum(guess.confidence for guess in language.runners_up) == pytest.approx(1)
    assert language.confidence == language.runners_up[0].confidence < parts.CLEAR_MAJORITY


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (FA, AR, ["fa", "ar"]),
        (RU, KK, ["ru", "kk"]),
        (TR, EN, ["tr", "en"]),
        (JA, EN, ["ja", "en"]),
    ],
)
def test_neighbours_are_told_apart_in_one_script_and_in_two(
    first: str, second: str, expected: list[str]
) -> None:
    assert tags(first, second) == expected


@pytest.mark.parametrize("short", ["Gaz", "OK", "***", "12:30", "تهران", "Москва", "John Smith"])
def test_a_short_paragraph_goes_with_the_one_before(short: str) -> None:
    assert tags(FA, short, FA, EN, short, EN) == ["fa", "en"]


def test_a_short_paragraph_at_the_start_goes_with_the_next() -> None:
    body = f"Reuters\n{FA}\n{RU}"
    language = divided([("body", body)])
    assert [body[part.start : part.end] for part in language.parts] == [f"Reuters\n{FA}", RU]


def test_sister_languages_do_not_take_turns() -> None:
    ekavian = "Predsednik je rekao da će posle sastanka obavestiti javnost o promeni vremena."
    ijekavian = "Predsjednik je rekao da će poslije sastanka obavijestiti javnost o promjeni."
    language = divided([("body", f"{ekavian}\n{ijekavian}\n{ekavian}")])
    assert (language.tag, language.parts) == ("sr-Latn", ())


def test_paragraphs_past_the_limit_go_on_in_the_last_language() -> None:
    body = "\n".join([EN, *[FA] * parts.MOST_PARAGRAPHS, RU])
    language = divided([("body", body)])
    assert [part.tag for part in language.parts] == ["en", "fa"]
    assert language.parts[-1].end == len(body)


def test_a_text_without_letters_has_a_reason_and_no_parts() -> None:
    language = divided([("title", ""), ("body", "۱۲۳\n***")])
    assert (language.tag, language.reason, language.parts) == ("und", "no letters", ())
