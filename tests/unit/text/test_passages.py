"""Articles become passages: a paragraph each, in reading order, with exact maps."""

from hypothesis import given
from hypothesis import strategies as st

from dideban.text import analyser, normalizer, offsets

TITLE = "دیدار ديپلماتها در عشق‌آباد"
SUMMARY = "گفت وگوها ادامه دارد."
BODY = "\n  بند نخست درباره انتقال گاز.\r\n\r\n\tدیپلمات ها می آیند.  \n"


def test_passages_come_in_reading_order_without_blank_ones() -> None:
    passages = normalizer.normalize(TITLE, SUMMARY, BODY, "fa").passages
    assert [passage.field for passage in passages] == ["title", "summary", "body", "body"]
    assert [BODY[p.start : p.end] for p in passages[2:]] == [
        "بند نخست درباره انتقال گاز.",
        "دیپلمات ها می آیند.",
    ]


def test_display_and_match_lead_into_the_whole_field() -> None:
    passage = normalizer.normalize("", "", BODY, "fa").passages[1]
    assert passage.display.text == "دیپلمات‌ها می‌آیند."
    assert passage.match.text == "دیپلماتها میایند"
    start = offsets.to_original(passage.match.map, passage.match.text.index("میایند"))
    end = offsets.to_original(passage.match.map, len(passage.match.text))
    assert BODY[start:end] == "می آیند"


def test_a_spaced_document_mends_endings_that_its_other_paragraphs_betray() -> None:
    second = "برنامه ریزی خانوادههای روستایی"
    passages = normalizer.normalize("", "", f"دیپلمات ها آمدند\n{second}", "fa").passages
    assert passages[1].display.text == "برنامه‌ریزی خانواده‌های روستایی"
    (alone,) = normalizer.normalize("", "", second, "fa").passages
    assert alone.display.text == "برنامه ریزی خانواده‌های روستایی"


def test_a_document_that_lost_half_spaces_too_shows_it_for_all_its_paragraphs() -> None:
    def title_with(body: str) -> str:
        return normalizer.normalize("عکسبرداری", "", body, "fa").passages[0].display.text

    assert title_with("دیپلمات ها آمدند\nگاز میرسد") == "عکس‌برداری"
    assert title_with("دیپلمات ها آمدند\nگاز رسید") == "عکسبرداری"


def test_an_empty_article_has_no_passages() -> None:
    assert normalizer.normalize("", " \n\t", "\r\n", "fa").passages == ()


def test_other_languages_are_shown_as_they_were_written() -> None:
    title = "Türkiye’nin “doğal gaz” hattı…"
    (passage,) = normalizer.normalize(title, "", "", "tr").passages
    assert passage.display.text == title
    assert passage.match.text == "türkiye'nin doğal gaz hattı"


def test_sentences_end_at_stops_and_not_at_initials_dates_or_abbreviations() -> None:
    text = "Mr. J. Smith met 5. May envoys. Talks went on! A deal? Yes…"
    sentences = {token.text: token.sentence for token in analyser.tokens(text, "en")}
    assert [sentences[w] for w in ("J", "Smith", "May", "envoys", "Talks", "A", "Yes")] == [
        1, 1, 1, 1, 2, 3, 4,
    ]  # fmt: skip


def test_scripts_without_spaces_give_a_token_a_letter() -> None:
    assert [token.text for token in analyser.tokens("天然气管道", "zh")] == list("天然气管道")
    assert [token.folded for token in analyser.tokens("ก๊าซ 25", "th")][-1] == "25"


def test_a_number_and_a_persian_word_written_together_are_two_tokens() -> None:
    assert [token.folded for token in analyser.tokens("۲۱آذر", "fa")] == ["21", "اذر"]
    assert [token.folded for token in analyser.tokens("S-300 و B2B", "fa")] == [
        "s", "300", "و", "b2b",
    ]  # fmt: skip


def test_an_unknown_or_odd_language_tag_is_served() -> None:
    for tag in ("und", "", "x-klingon", "zz-Zzzz", "fa-AF", "FA"):
        assert [t.text for t in analyser.tokens("گاز gas", tag)] == ["گاز", "gas"]


def test_a_paragraph_reads_alike_wherever_it_stands() -> None:
    paragraph = "ﷲ دیپلماتها و منطقهای"
    (alone,) = normalizer.normalize("", "", paragraph, "fa").passages
    body = f"بند ﷼ نخستﻻ\n{paragraph}\nهمکاریها"
    among = normalizer.normalize("", "", body, "fa").passages[1]
    at = body.index(paragraph)
    assert (among.start, among.end) == (at, at + len(paragraph))
    for one, other in ((alone.display, among.display), (alone.match, among.match)):
        assert one.text == other.text
        assert offsets.shifted(one.map, at) == other.map


def test_the_signs_of_honour_are_shown_and_not_matched() -> None:
    (passage,) = normalizer.normalize("", "", "پیامبر ﷺ آمد", "fa").passages
    assert passage.display.text == "پیامبر ﷺ آمد"
    assert passage.match.text == "پیامبر امد"


@given(st.text(st.sampled_from("بهایمک ﻻﷲﷺ\u200c\u0654.«\n\tگرaی1"), max_size=60))
def test_the_display_of_a_paragraph_reaches_every_letter_of_it(body: str) -> None:
    for passage in normalizer.normalize("", "", body, "fa").passages:
        length = len(passage.display.text)
        places = [offsets.to_original(passage.display.map, here) for here in range(length + 1)]
        assert set(places[:-1]) | {passage.end} == set(range(passage.start, passage.end + 1))
        assert places[-1] == passage.end
