"""Articles that lack what others have go through the whole pipe, marked for what they are."""

from datetime import UTC, datetime

import pytest

from dideban.languages.backends import backend
from dideban.packs.loader import pack_names
from dideban.stories.decide import decide
from dideban.stories.fingerprint import fingerprint_of
from schemas.articles import Article, NormalizedArticle, RawArticle, TaggedArticle
from schemas.codec import decode, encode
from services.alerts.index import Index
from services.alerts.rule import matched
from services.entities.rule import tagged
from services.langid.rule import identified
from services.normalize.rule import normalized

NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)

ODD = {
    "no text": ("Gas talks in Baku", ""),
    "no title": ("", "مذاکرات گازی در باکو ادامه دارد."),
    "nothing at all": ("", ""),
    "a language nobody knows": ("Qzxv wrbl", "Vrrk plmq zztx. " * 20),
    "only emoji": ("🔥🔥🔥", "🛢️" * 200),
    "one endless word": ("گ" * 20_000, ""),
    "mixed directions": ("BOTAŞ و Газпром \u202e\u200f", "abc \u202b دده \u202c def"),
    "combining marks": ("e" + "\u0301" * 10_000, ""),
}


@pytest.mark.parametrize(("title", "body"), ODD.values(), ids=ODD)
def test_an_odd_article_goes_through_every_rule(title: str, body: str) -> None:
    raw = RawArticle(
        article_id="odd",
        revision="r",
        feed_id="f",
        source="Example Wire",
        title=title,
        body=body,
        fetched_at=NOW,
    )
    (first,) = identified(raw, backend=backend("py3langid")).outs
    (second,) = normalized(first.record).outs
    normal = decode(NormalizedArticle, encode(second.record))
    (third,) = tagged(normal, unknown_names=False).outs
    done = decode(TaggedArticle, encode(third.record))
    story = decide(fingerprint_of(done.raw, done.text, done.language.tag), [], NOW)
    article = Article(
        raw=done.raw,
        language=done.language,
        text=done.text,
        entities=done.entities,
        quantities=done.quantities,
        dates=done.dates,
        story=story,
    )
    (receipt,) = matched(article, index=Index(pack_names()), now=NOW).outs
    assert receipt.record.matches == 0
    assert done.raw == raw
    assert story.role == "first"
    assert done.raw.published_quality == "missing"
    if done.language.tag == "und":
        assert done.language.reason in {"no letters", "too short", "not sure"}
    if not any(letter.isalpha() for letter in title + body):
        assert (done.language.tag, done.language.reason) == ("und", "no letters")
