"""Articles are placed in stories by what the store keeps, as the stage and the command do."""

import asyncio
from collections import Counter
from datetime import datetime, timedelta

import msgspec
import pytest
from sqlalchemy import func, select

from benchmarks.stories_quality import labelled, mistakes, scored, stories_given
from dideban.stories.decide import Member, decide, story_id_of
from dideban.stories.fingerprint import Fingerprint
from dideban.stories.reading import fingerprint_read
from schemas.articles import RawArticle, StoryRef
from services.store import stories
from services.store.engine import Store
from services.store.placing import placed
from services.store.tables import story_keys, story_members
from services.stories.place import fingerprinted, place
from tests.story_wave import ARTICLES, INDEPENDENT, START, tagged_wave, wave

WAVE = list(wave())


def read(name: str, language: str, title: str, text: str, at: datetime = START) -> Fingerprint:
    raw = RawArticle(
        article_id=name,
        revision="1",
        feed_id=name,
        source=f"{name}.example",
        title=title,
        body=text,
        published_at=at,
        published_quality="given",
        fetched_at=at,
    )
    return fingerprint_read(raw, language)


RUSSIAN = read("ru", "ru", "Взрыв на НПЗ в Тебризе", "На НПЗ в Тебризе ранены 12 рабочих.")
TURKISH = read(
    "tr", "tr", "Tebriz'de patlama", "Tebriz'deki rafineride patlamada 12 işçi yaralandı."
)


async def put(store: Store, fingerprint: Fingerprint, at: datetime = START) -> StoryRef:
    async with store.begin() as connection:
        return await placed(connection, fingerprint, at)


@pytest.mark.parametrize(
    ("part", "within", "across"),
    [
        ("dev", 0.9, 0.9),
        ("held_back", 0.9, 0.9),
        ("later", 0.9, 0.9),
        ("fresh", 0.4, 0.7),
        ("fresh_b", 0.35, 0.65),
        ("blind", 0.88, 0.9),
        ("blind_b", 0.75, 0.75),
        ("blind_c", 0.5, 0.6),
    ],
)
async def test_the_labelled_articles_are_grouped_as_well_as_the_page_says(
    part: str, within: float, across: float
) -> None:
    articles = labelled(part)
    given = await stories_given(articles)
    wrong = "\n".join(mistakes(articles, given)) if part == "dev" else part
    assert scored(articles, given, one_language=True).f1 >= within, wrong
    assert scored(articles, given, one_language=False).f1 >= across, wrong


def test_two_hundred_articles_in_six_languages_are_labelled() -> None:
    articles = [*labelled("dev"), *labelled("held_back")]
    assert len(articles) >= 200
    assert {each.language for each in articles} == {"fa", "ar", "ru", "tr", "az", "en"}


async def test_a_wave_in_four_languages_is_one_story_with_its_sources_counted(
    store: Store,
) -> None:
    given = [await put(store, fingerprint, at) for at, fingerprint in WAVE]
    assert {ref.story_id for ref in given} == {story_id_of("wave-0")}
    assert given[-1].sources == len(INDEPENDENT) == 16
    assert given[-1].copies == sum(ref.role == "copy" for ref in given) >= ARTICLES / 2
    async with store.begin(reading=True) as connection:
        told_by, _ = await stories.tellers(connection, given[-1].story_id)
    assert told_by == INDEPENDENT


def test_the_rules_alone_place_the_wave_alike() -> None:
    members: list[Member] = []
    for at, fingerprint in WAVE[:120]:
        ref = decide(fingerprint, members, at)
        members.append(Member(fingerprint=fingerprint, ref=ref, seen_at=at))
    assert {m.ref.story_id for m in members} == {story_id_of("wave-0")}
    assert members[-1].ref.sources == len(INDEPENDENT)


async def test_an_article_that_comes_again_keeps_its_place(store: Store) -> None:
    await put(store, RUSSIAN)
    first = await put(store, TURKISH)
    assert first.role == "translation"
    assert await put(store, TURKISH, START + timedelta(days=9)) == first


async def test_two_languages_that_arrive_together_open_one_story(store: Store) -> None:
    both = await asyncio.gather(put(store, RUSSIAN), put(store, TURKISH))
    assert len({ref.story_id for ref in both}) == 1
    assert sorted(ref.role for ref in both) == ["first", "translation"]


async def test_bands_lead_to_the_newest_story_of_their_kind(store: Store) -> None:
    monday = read("a", "ru", "Курс доллара", "Банк России установил курс доллара: 81,46 рубля.")
    tuesday = read("b", "ru", "Курс доллара", "Банк России установил курс доллара: 80,97 рубля.")
    await put(store, monday)
    assert (await put(store, tuesday, START + timedelta(days=1))).role == "first"
    async with store.begin(reading=True) as connection:
        met = await stories.meet(connection, monday.keys & tuesday.keys)
        (owner,) = await stories.revisions(connection, met.owners, "")
    assert met.keys
    assert Fingerprint.from_bytes(owner.fingerprint).article_id == "b"


async def test_what_is_old_is_forgotten_a_little_at_a_time(store: Store) -> None:
    for at, fingerprint in WAVE[:30]:
        await put(store, fingerprint, at)
    late = read("late", "ru", "Курс доллара", "Банк России установил курс доллара: 81,46 рубля.")
    given = await put(store, late, START + timedelta(days=3))
    later = START + timedelta(days=2)
    async with store.begin() as connection:
        forgotten = [await stories.forget_keys(connection, later, 20) for _ in range(3)]
        assert forgotten == [20, 10, 0]
        left = (await connection.execute(select(story_keys.c.key))).scalars()
        assert set(left) == late.keys
        members = select(func.count()).select_from(story_members)
        assert (await connection.execute(members)).scalar_one() == 31
        assert [await stories.forget_members(connection, later, 20) for _ in range(3)] == forgotten
        assert (await connection.execute(members)).scalar_one() == 1
    assert await put(store, late, START + timedelta(days=3)) == given


async def test_a_key_that_leads_to_a_newer_article_is_not_forgotten_with_the_old(
    store: Store,
) -> None:
    monday = read("a", "ru", "Курс доллара", "Банк России установил курс доллара: 81,46 рубля.")
    friday = read("b", "ru", "Курс доллара", "Банк России установил курс доллара: 80,97 рубля.")
    await put(store, monday)
    await put(store, friday, START + timedelta(days=4))
    async with store.begin() as connection:
        assert await stories.forget_keys(connection, START + timedelta(days=1), 9) == 1
        met = await stories.meet(connection, monday.keys | friday.keys)
    assert met.keys == friday.keys


async def test_an_article_is_compared_with_so_many_and_no_more(store: Store) -> None:
    for at, fingerprint in WAVE[:60]:
        await put(store, fingerprint, at)
    story = story_id_of("wave-0")
    async with store.begin(reading=True) as connection:
        rows = await stories.speakers(connection, story, START)
        met = await stories.meet(connection, {key for _, each in WAVE for key in each.keys})
    assert len(rows) == stories.MOST_SPEAKERS
    roles = [msgspec.json.decode(row.reference, type=StoryRef).role for row in rows]
    assert "first" in roles
    assert "copy" not in roles
    assert len(met.owners) <= stories.MOST_OWNERS


async def test_a_fingerprint_of_version_1_is_still_a_member(store: Store) -> None:
    await put(store, RUSSIAN)
    old = {
        name: getattr(RUSSIAN, name)
        for name in ("article_id", "revision", "source", "language", "exact", "title")
    } | {
        "version": 1,
        "signature": RUSSIAN.signature,
        "shingles": RUSSIAN.shingles,
        "numbers": RUSSIAN.numbers,
        "title_stems": RUSSIAN.title_stems,
    }
    async with store.begin() as connection:
        await connection.execute(
            story_members.update().values(fingerprint=msgspec.msgpack.encode(old))
        )
    copy = read("copy", "ru", "Взрыв на НПЗ в Тебризе", "На НПЗ в Тебризе ранены 12 рабочих.")
    assert (await put(store, copy)).role == "copy"


async def test_the_stage_places_the_wave_as_one_story(store: Store) -> None:
    roles = Counter[str]()
    sources = 0
    for at, tagged in tagged_wave():
        async with store.begin() as connection:
            article = await place(connection, tagged, fingerprinted(tagged), at)
        assert article.story.story_id == story_id_of("wave-0")
        roles[article.story.role] += 1
        sources = article.story.sources
    assert sources == len(INDEPENDENT)
    assert roles["first"] == 1
    assert roles["translation"] >= 3
