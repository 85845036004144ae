"""The article that started the project, and our own with its faults, through every rule."""

import os
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from dideban.entities import knowledge
from dideban.feeds.identity import revision
from dideban.languages.backends import backend
from dideban.packs.loader import pack_names
from schemas.articles import Article, RawArticle, StoryRef, TaggedArticle
from schemas.codec import decode, encode
from schemas.matches import Match
from schemas.subscriptions import Subscription
from services.alerts.index import Index
from services.alerts.rule import matched
from services.entities.rule import tagged
from services.langid.rule import identified
from services.normalize.rule import normalized
from services.runtime.outcomes import Emit

OWN = Path(__file__).parents[2] / "data" / "corridor_half_spaces_lost.txt"
NOW = datetime(2025, 12, 17, 9, 0, tzinfo=UTC)
PACKS = ("gas-transfer", "north-south-corridor")


def article_of(path: Path) -> RawArticle:
    title, _, body = path.read_text(encoding="utf-8").partition("\n")
    return RawArticle(
        article_id="seed",
        revision=revision(title, body),
        feed_id="test",
        source="العالم",
        title=title.strip(),
        body=body,
        fetched_at=NOW,
    )


def only(emit: Emit) -> Any:
    """Return the one record of a stage, as the next one reads it from the topic."""
    (out,) = emit.outs
    return decode(out.topic.record, encode(out.record))


def through_the_pipe(raw: RawArticle) -> tuple[TaggedArticle, list[Match]]:
    detector = backend("py3langid")
    step = only(partial(identified, backend=detector)(raw))
    step = only(normalized(step))
    done: TaggedArticle = only(tagged(step, unknown_names=False))
    index = Index(pack_names(), knowledge.names_of)
    for name in PACKS:
        index.apply(
            Subscription(
                subscription_id=name, revision=1, owner="desk", name=name, query=f"topic:{name}"
            )
        )
    article = Article(
        raw=done.raw,
        language=done.language,
        text=done.text,
        entities=done.entities,
        quantities=done.quantities,
        dates=done.dates,
        story=StoryRef(story_id="s", role="first"),
    )
    *matches, receipt = matched(article, index=index, now=NOW).outs
    assert receipt.record.matches == len(matches)
    return done, [match.record for match in matches]


def check(raw: RawArticle, restored: tuple[str, ...]) -> None:
    done, matches = through_the_pipe(raw)
    assert done.language.tag == "fa"
    assert done.language.confidence > 0.9
    shown = "\n".join(passage.display.text for passage in done.text.passages)
    for word in restored:
        assert word.replace("\u200c", "") in raw.title + raw.body
        assert word in shown
    assert {match.subscription_id for match in matches} == set(PACKS)
    for match in matches:
        assert match.highlights
        for mark in match.highlights:
            assert getattr(raw, mark.field)[mark.start : mark.end] == mark.text
    marked = {mark.text for match in matches for mark in match.highlights}
    assert {"انتقال", "گاز", "شمال", "جنوب"} <= marked


def test_a_sample_with_its_half_spaces_lost_gives_both_alerts() -> None:
    check(article_of(OWN), ("منطقه\u200cای",))


def test_a_match_names_the_known_entities_of_its_article_once() -> None:
    raw = article_of(OWN)
    done, matches = through_the_pipe(replace(raw, body=f"{raw.body}\n\n{raw.body}"))
    known = [entity.id for entity in done.entities if entity.id]
    assert len(known) > len(set(known)) > 0
    for match in matches:
        assert sorted(match.entities) == sorted(set(known))


@pytest.mark.data
def test_the_seed_gives_both_alerts_with_words_of_the_original() -> None:
    if not (folder := os.environ.get("DIDEBAN_DATA")):
        pytest.skip("DIDEBAN_DATA names no folder")
    (seed,) = (Path(folder) / "seed").glob("*.txt")
    check(article_of(seed), ("منطقه\u200cای", "دیپلمات\u200cها", "بین\u200cالمللی"))
