"""What a message says, in the reader's words and before it takes a form.

Pieces that are not ours stand between isolates in every text here, and in no other way can an
isolate come in, so that a form may turn each into a mark of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dideban.messages import changes, marks
from dideban.messages.addresses import language_tag, web_address
from dideban.messages.marks import Piece
from dideban.messages.notice import Notice
from dideban.messages.pieces import fitted, text_of
from dideban.messages.reading_direction import direction
from dideban.messages.words import Words, words_of
from dideban.packs.titles import pack_title
from dideban.text.one_line import plain, shortened
from schemas.articles import StoryRef
from schemas.matches import Clause, Match

ITEMS_SHOWN: Final = 40
"""More would pass the 102 kB behind which Gmail cuts a mail off."""
TITLE_CHARS: Final = 250
SNIPPET_CHARS: Final = 350
NAME_CHARS: Final = 60
WORD_CHARS: Final = 40
WORDS_SHOWN: Final = 8
CLAUSE_CHARS: Final = 120
CLAUSES_SHOWN: Final = 2
"""The shortest ones, which say most in fewest words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something told of an article, behind its label; `more` stands for values not shown.

    Values that make one enumeration have a `joint`.
    """

    key: str
    label: str
    values: Sequence[str]
    joint: str = ""
    more: str = ""

    @property
    def lines(self) -> Sequence[str]:
        """Return the lines of text it takes."""
        every = [*self.values, self.more] if self.more else list(self.values)
        return [self.joint.join(every)] if self.joint else every


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An article; `language` and `direction` are those of its title and snippet.

    `byline` holds the source, the language and the like, `facts` what is told only of one alone.
    """

    title: tuple[Piece, ...]
    snippet: tuple[Piece, ...]
    language: str
    direction: str
    byline: Sequence[str]
    facts: Sequence[Fact]
    url: str

    @property
    def title_text(self) -> str:
        """Return the title without marks."""
        return text_of(self.title)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A place to go to."""

    text: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A whole message; `note` is what a test has instead of items.

    `items` are the first of as many articles as `count` says.
    """

    words: Words
    subscription: str
    heading: str
    note: str
    items: Sequence[Item]
    count: int
    links: Sequence[Link]
    unsubscribe: Link | None
    because: str


def content_of(notice: Notice) -> Content:
    """Return what the message says."""
    words = words_of(notice.language)
    name = name_of(notice, words)
    several, shown = notice.kind == "digest", notice.matches[:ITEMS_SHOWN]
    return Content(
        words=words,
        subscription=name,
        heading=words(f"{notice.kind}_heading", count=len(notice.matches)),
        note=words("test_body", subscription=words.piece(name)) if notice.kind == "test" else "",
        items=[item_of(match, notice, words, several=several) for match in shown],
        count=len(notice.matches),
        links=_links(words("desk"), notice.links.desk),
        unsubscribe=next(iter(_links(words("unsubscribe"), notice.links.unsubscribe)), None),
        because=words("because", subscription=words.piece(name), brand=words("brand")),
    )


def name_of(notice: Notice, words: Words) -> str:
    """Return the name of the subscription, ours where it has none."""
    return shortened(plain(notice.subscription), NAME_CHARS) or words("brand")


def item_of(match: Match, notice: Notice, words: Words, *, several: bool) -> Item:
    """Return what is told of a match, alone or beside others."""
    article = match.article
    title, snippet = headline(match)
    ours = not title
    return Item(
        title=title or ((words("no_title"), False),),
        snippet=snippet,
        language=words.language if ours else language_tag(article.language),
        direction=words.direction if ours else direction(language_tag(article.language)),
        byline=_byline(match, notice, words, several=several),
        facts=_facts(match, notice, words, several=several),
        url=web_address(article.url),
    )


def headline(match: Match) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Return title and snippet with their marks; the snippet is the title where there is none."""
    article = match.article
    title = fitted(marks.of_title(article.title, match.highlights), TITLE_CHARS)
    found = marks.matched_words(match.highlights)
    snippet = fitted(marks.of_snippet(article.snippet, found), SNIPPET_CHARS)
    return (title, snippet) if title else (snippet, ())


def so_far(story: StoryRef, words: Words) -> str:
    """Return how many sources and copies a story has, where it has more than one article."""
    sources = words("sources", count=story.sources)
    if not story.copies:
        return sources
    return words("so_far", sources=sources, copies=words("copies", count=story.copies))


def _links(text: str, url: str) -> Sequence[Link]:
    return [Link(text=text, url=url)] if (url := web_address(url)) else []


def _byline(match: Match, notice: Notice, words: Words, *, several: bool) -> Sequence[str]:
    article, story = match.article, match.story
    source = words.piece(shortened(plain(article.source), NAME_CHARS))
    parts = [source, words.tongue(language_tag(article.language)), words(f"role_{story.role}")]
    if several:
        parts += [so_far(story, words), words.moment(match.seen_at, notice.zone)]
    return [part for part in parts if part]


def _facts(match: Match, notice: Notice, words: Words, *, several: bool) -> Sequence[Fact]:
    changed = "" if notice.kind == "alert" else changes.told(match.story.changes, words)
    found = [_fact(words, "changed", changed), _matched_words(match, words)]
    if not several:
        published = match.article.published_at
        found += [
            _clauses(match.clauses, words),
            _fact(words, "story", so_far(match.story, words)),
            _fact(words, "published", words.moment(published, notice.zone) if published else ""),
            _fact(words, "seen", words.moment(match.seen_at, notice.zone)),
        ]
    return [fact for fact in found if fact.values]


def _fact(words: Words, key: str, value: str) -> Fact:
    return Fact(key=key, label=words(key), values=[value] if value else [])


def _matched_words(match: Match, words: Words) -> Fact:
    spelled = (plain(word) for word in marks.matched_words(match.highlights))
    found = [shortened(word, WORD_CHARS) for word in dict.fromkeys(spelled) if word]
    hidden = len(found) - WORDS_SHOWN
    return Fact(
        key="words",
        label=words("words"),
        values=[words.piece(word) for word in found[:WORDS_SHOWN]],
        joint=words("list"),
        more=words("words_more", count=hidden) if hidden > 0 else "",
    )


def _clauses(clauses: Sequence[Clause], words: Words) -> Fact:
    shortest = sorted(clauses, key=lambda clause: len(clause.text))
    hidden = len(clauses) - CLAUSES_SHOWN
    return Fact(
        key="why",
        label=words("why"),
        values=[_clause(clause, words) for clause in shortest[:CLAUSES_SHOWN]],
        more=words("clauses_more", count=hidden) if hidden > 0 else "",
    )


def _clause(clause: Clause, words: Words) -> str:
    text = words.piece(shortened(plain(clause.text), CLAUSE_CHARS))
    if not clause.pack:
        return words("by_query", clause=text)
    title = shortened(plain(pack_title(clause.pack, words.language)), NAME_CHARS)
    return words("by_pack", clause=text, pack=words.piece(title))
