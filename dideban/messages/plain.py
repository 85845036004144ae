"""The text part of a mail: what the message says, line by line."""

from collections.abc import Iterator
from typing import Final

from dideban.messages import bidi
from dideban.messages.content import Content, Fact, Item, Link, content_of
from dideban.messages.notice import Notice
from dideban.messages.pieces import marked
from dideban.messages.words import Words

SEPARATOR: Final = " · "
BULLET: Final = "–"
RULE: Final = "-- "
"""What divides a message from its footer (RFC 3676, section 4.3)."""


def plain_text(notice: Notice) -> str:
    """Return the text, with a line break at its end; each line is laid out by its own direction."""
    content = content_of(notice)
    lines = [*_head(content), *_items(content), *_foot(content)]
    return "\n".join(lines) + "\n"


def _head(content: Content) -> Iterator[str]:
    words = content.words
    yield _ours(content, words("label", label=content.heading, value=_name(content)))
    yield ""
    if content.note:
        yield _ours(content, content.note)
        yield ""


def _name(content: Content) -> str:
    return content.words.piece(content.subscription)


def _items(content: Content) -> Iterator[str]:
    for number, item in enumerate(content.items, start=1):
        prefix = f"{content.words.number(number)}. " if len(content.items) > 1 else ""
        yield from _item(content, item, prefix)
        yield ""
    if hidden := content.count - len(content.items):
        yield _ours(content, content.words("more", count=hidden))
        yield ""


def _item(content: Content, item: Item, prefix: str) -> Iterator[str]:
    words = content.words
    yield bidi.directed(prefix + marked(item.title), item.direction)
    yield _ours(content, SEPARATOR.join(item.byline))
    if item.snippet and not prefix:
        yield ""
        yield bidi.directed(marked(item.snippet), item.direction)
        yield ""
    for fact in item.facts:
        yield from fact_lines(fact, words)
    if item.url:
        yield from _link(content, Link(text=words("read"), url=item.url))


def fact_lines(fact: Fact, words: Words) -> Iterator[str]:
    """Yield a fact on one line, or on one for each of its values."""
    if len(fact.lines) == 1:
        yield bidi.directed(words("label", label=fact.label, value=fact.lines[0]), words.direction)
        return
    yield words("label", label=fact.label, value="").rstrip()
    for value in fact.lines:
        yield bidi.directed(f"{BULLET} {value}", words.direction)


def _foot(content: Content) -> Iterator[str]:
    for link in content.links:
        yield from _link(content, link)
    yield RULE
    yield _ours(content, content.because)
    if content.unsubscribe:
        yield from _link(content, content.unsubscribe)


def _link(content: Content, link: Link) -> Iterator[str]:
    yield _ours(content, content.words("label", label=link.text, value="").rstrip())
    yield link.url


def _ours(content: Content, line: str) -> str:
    return bidi.directed(line, content.words.direction)
