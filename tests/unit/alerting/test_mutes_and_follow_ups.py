from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from dideban.alerting.follow_ups import MOST, material, refusal
from dideban.alerting.mutes import muted
from dideban.alerting.policy import Mute, Policy
from schemas.articles import StoryRef, StoryRole
from schemas.matches import Highlight, Match, ThinArticle

NOW = datetime(2025, 12, 17, 9, 0, tzinfo=UTC)


def match_of(
    title: str, language: str, source: str = "Sample Wire", snippet: str = "", word: str = ""
) -> Match:
    return Match(
        match_id="m1",
        subscription_id="sub_1",
        subscription_version=1,
        article=ThinArticle(
            article_id="a1",
            revision="r1",
            source=source,
            title=title,
            snippet=snippet,
            language=language,
        ),
        highlights=(Highlight(field="body", start=0, end=len(word), text=word),) if word else (),
        story=StoryRef(story_id="s1", role="first"),
        seen_at=NOW,
        matched_at=NOW,
    )


def muting(*mutes: Mute) -> Policy:
    return Policy(time_zone="Asia/Tehran", mutes=mutes)


@pytest.mark.parametrize(
    ("language", "title", "term", "other"),
    [
        ("fa", "دیدارهای فوتبال جام آسیا لغو شد", "دیدار", "والیبال"),
        ("ar", "إلغاء مباريات الكأس في العاصمة", "المباريات", "الطائرة"),
        ("ru", "Матчи футбольного кубка перенесены", "матч", "волейбол"),
        ("en", "Football matches were called off", "match", "volleyball"),
        ("tr", "Futbol maçları ertelendi", "maç", "voleybol"),
        ("az", "Futbol oyunları təxirə salındı", "oyun", "voleybol"),
    ],
)
def test_a_muted_word_is_met_in_any_of_its_forms(
    language: str, title: str, term: str, other: str
) -> None:
    match = match_of(title, language)
    mute = Mute(kind="term", value=term)
    assert muted(match, muting(Mute(kind="term", value=other), mute), NOW) == mute
    assert muted(match, muting(Mute(kind="term", value=other)), NOW) is None


def test_a_muted_phrase_is_met_as_a_whole_only() -> None:
    mute = Mute(kind="term", value="جام آسیا")
    assert muted(match_of("قرعه‌کشی جام آسیا انجام شد", "fa"), muting(mute), NOW)
    assert not muted(match_of("آسیا و جام جهانی", "fa"), muting(mute), NOW)


def test_the_snippet_and_the_matched_words_count_as_well() -> None:
    mute = Mute(kind="term", value="futbol")
    assert muted(match_of("Gündem", "tr", snippet="Futbol kulüpleri"), muting(mute), NOW)
    assert muted(match_of("Gündem", "tr", word="futbolun"), muting(mute), NOW)
    assert not muted(match_of("Gündem", "tr"), muting(mute), NOW)


def test_a_source_is_muted_whatever_its_spelling() -> None:
    match = match_of("Gündem", "fa", source="خبرگزاری  آزمون ملی")
    assert muted(match, muting(Mute(kind="source", value="خبرگزاري آزمون ملي")), NOW)
    assert not muted(match, muting(Mute(kind="source", value="آزمون")), NOW)


def test_an_entity_is_muted_by_its_id() -> None:
    match = replace(match_of("صادرات گاز", "fa"), entities=("gazprom", "turkey"))
    assert muted(match, muting(Mute(kind="entity", value="gazprom")), NOW)
    assert not muted(match, muting(Mute(kind="entity", value="iran")), NOW)


def test_a_mute_ends_as_its_day_begins_where_the_reader_is() -> None:
    policy = muting(Mute(kind="source", value="sample wire", until=date(2025, 12, 18)))
    midnight = datetime(2025, 12, 17, 20, 30, tzinfo=UTC)
    assert muted(match_of("Gas", "en"), policy, midnight - timedelta(seconds=1))
    assert muted(match_of("Gas", "en"), policy, midnight) is None


@pytest.mark.parametrize(
    ("role", "changes", "news"),
    [
        ("rewrite", ("text", "number-added:38"), "number-added:38"),
        ("follow-up", ("title", "text", "official-source"), "official-source"),
        ("follow-up", ("text", "denial"), "denial"),
        ("edit", ("text", "correction"), "correction"),
        ("edit", ("text", "number-removed:12"), "number-removed:12"),
        ("translation", ("text", "language:ru"), "language:ru"),
        ("rewrite", ("text", "country:TR"), "country:TR"),
        ("rewrite", ("title", "text", "place:kirkuk"), None),
        ("rewrite", ("text", "number-removed:12"), None),
        ("follow-up", ("text",), None),
        ("edit", (), None),
        ("copy", ("text", "number-added:38", "language:ru"), None),
    ],
)
def test_news_of_a_story_is_a_figure_a_word_of_the_officials_or_a_new_place(
    role: StoryRole, changes: tuple[str, ...], news: str | None
) -> None:
    assert material(StoryRef(story_id="s1", role=role, changes=changes)) == news


@pytest.mark.parametrize(
    ("told", "acknowledged", "allowed", "why_not"),
    [
        (0, False, True, None),
        (MOST - 1, False, True, None),
        (MOST, False, True, "it was followed up 2 times"),
        (0, True, True, "the story was acknowledged"),
        (0, False, False, "follow-ups are off"),
    ],
)
def test_a_story_is_followed_up_twice_until_its_reader_has_seen_it(
    told: int, why_not: str | None, *, acknowledged: bool, allowed: bool
) -> None:
    assert refusal(told=told, acknowledged=acknowledged, allowed=allowed) == why_not
