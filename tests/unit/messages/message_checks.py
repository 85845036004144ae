"""What holds for every text of a message, whatever is put into it."""

import unicodedata

from hypothesis import strategies as st
from notices import LINKS, ZONES

from dideban.messages.notice import MESSAGE_LANGUAGES, Notice
from dideban.text.one_line import FSI, PDI
from schemas.articles import StoryRef
from schemas.matches import Clause, Highlight, Match, ThinArticle

ANY_TEXT = st.text(st.characters(exclude_categories=()))
"""Any code points at all, lone surrogates and controls among them."""
TOKENS = st.sampled_from(
    ("title", "text", "number-added:", "country:", "language:", "source:", "official-source", "")
)


@st.composite
def matches(draw: st.DrawFn) -> Match:
    """Return a match whose every text is anything."""
    title = draw(ANY_TEXT)
    spans = draw(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 40)), max_size=12))
    return Match(
        match_id=draw(ANY_TEXT),
        subscription_id="sub_1",
        subscription_version=1,
        article=ThinArticle(
            article_id="a",
            revision="r",
            source=draw(ANY_TEXT),
            url=draw(
                st.one_of(st.none(), ANY_TEXT.map(lambda text: f"https://news.example/{text}"))
            ),
            title=title * draw(st.sampled_from((1, 1, 40))),
            snippet=draw(ANY_TEXT),
            language=draw(st.one_of(st.sampled_from(MESSAGE_LANGUAGES), ANY_TEXT)),
        ),
        highlights=tuple(
            Highlight(field="title", start=start, end=end, text=title[start:end])
            for start, end in spans
        ),
        clauses=tuple(
            Clause(text=draw(ANY_TEXT), pack=draw(st.one_of(st.none(), ANY_TEXT)))
            for _ in range(draw(st.integers(0, 4)))
        ),
        story=StoryRef(
            story_id=draw(ANY_TEXT),
            role="follow-up",
            changes=tuple(draw(TOKENS) + draw(ANY_TEXT) for _ in range(draw(st.integers(0, 6)))),
            sources=draw(st.integers(1, 2000)),
            copies=draw(st.integers(0, 2000)),
        ),
        seen_at=draw(st.datetimes(timezones=st.just(ZONES["en"]))),
        matched_at=draw(st.datetimes(timezones=st.just(ZONES["en"]))),
    )


@st.composite
def notices(draw: st.DrawFn) -> Notice:
    """Return a message of any kind and language, of anything."""
    kind = draw(st.sampled_from(("alert", "follow-up", "digest", "test")))
    most = {"digest": 5, "test": 0}.get(kind, 1)
    language = draw(st.sampled_from(MESSAGE_LANGUAGES))
    return Notice(
        kind=kind,
        subscription=draw(ANY_TEXT) * draw(st.sampled_from((1, 1, 30))),
        matches=tuple(draw(st.lists(matches(), min_size=min(1, most), max_size=most))),
        language=language,
        zone=ZONES[language],
        links=LINKS,
    )


def check_text(text: str) -> None:
    """Fail unless the text can be sent: no controls but line breaks, isolates balanced."""
    assert text.encode()
    for line in text.split("\n"):
        depth = 0
        for character in line:
            depth += (character == FSI) - (character == PDI)
            assert depth in {0, 1}
            assert unicodedata.category(character) not in {"Cc", "Zl", "Zp"}
            bidirectional = unicodedata.bidirectional(character)
            assert bidirectional not in {"RLO", "LRO", "RLE", "LRE", "PDF", "RLI", "LRI"}
        assert depth == 0
