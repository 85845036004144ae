"""A message for Telegram: HTML as its Bot API reads it, the longest text that one message takes."""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from dideban.messages import bidi
from dideban.messages.content import Content, Fact, Item, Link, content_of
from dideban.messages.marks import Piece
from dideban.messages.notice import Notice
from dideban.messages.plain import BULLET, SEPARATOR
from dideban.text.one_line import shortened, utf16_units

MOST_UNITS: Final = 4_096
"""Of UTF-16, after the tags are read (Bot API, sendMessage)."""
ITEMS_SHOWN: Final = 15
"""An article takes up to six of the hundred entities that Telegram keeps of a message."""
TITLE_CHARS: Final = 160
BREAK: Final = "\n"
_TAG: Final = re.compile("<[^<>]*>")


def telegram(notice: Notice) -> str:
    """Return the message, of the tags `a`, `b`, `u` and `blockquote` alone."""
    content = content_of(notice)
    head = _ours(content, f"<b>{content.heading}</b>{SEPARATOR}{_escaped(_name(content))}")
    foot = list(_foot(content))
    room = MOST_UNITS - units(_lines([head, "", *foot])) - 2
    if len(content.items) > 1:
        body = _digest(content, room)
    else:
        body = _fitting([part for item in content.items for part in _alone(content, item)], room)
    if content.note:
        body = [_ours(content, _escaped(content.note))]
    return _lines([head, "", *body, *foot])


def units(text: str) -> int:
    """Return how long Telegram finds a text of its HTML, in units of UTF-16."""
    return utf16_units(_seen(text))


def _seen(text: str) -> str:
    return html.unescape(_TAG.sub("", text))


def _directed(line: str, direction: str) -> str:
    seen = _seen(line)
    return bidi.directed(seen, direction).removesuffix(seen) + line


def _alone(content: Content, item: Item) -> Iterator[str]:
    """Yield the parts of the message about one article, what matters most first."""
    yield _directed(_linked(f"<b>{_marked(item.title)}</b>", item.url), item.direction)
    yield _ours(content, _escaped(SEPARATOR.join(item.byline)))
    if item.snippet:
        snippet = _directed(_marked(item.snippet), item.direction)
        yield f"<blockquote>{snippet}</blockquote>"
    for fact in item.facts:
        yield from _fact(content, fact)


def _fact(content: Content, fact: Fact) -> Iterator[str]:
    label = f"<b>{fact.label}</b>"
    if len(fact.lines) == 1:
        value = _escaped(fact.lines[0])
        yield _ours(content, content.words("label", label=label, value=value))
        return
    values = [_ours(content, f"{BULLET} {_escaped(value)}") for value in fact.lines]
    heading = content.words("label", label=label, value="").rstrip()
    yield _lines([heading, *values])


def _digest(content: Content, room: int) -> Sequence[str]:
    every = [
        _listed(content, item, number)
        for number, item in enumerate(content.items[:ITEMS_SHOWN], start=1)
    ]
    kept = len(every)
    while True:
        hidden = content.count - kept
        tail = [_ours(content, content.words("more", count=hidden)), ""] if hidden else []
        body = [part for each in every[:kept] for part in (each, "")] + tail
        if units(_lines(body)) <= room:
            return body[:-1]
        kept -= 1


def _listed(content: Content, item: Item, number: int) -> str:
    title = _linked(f"<b>{_escaped(shortened(item.title_text, TITLE_CHARS))}</b>", item.url)
    counted = _directed(f"{content.words.number(number)}. {title}", item.direction)
    byline = _ours(content, _escaped(SEPARATOR.join(item.byline)))
    facts = [line for fact in item.facts for line in _fact(content, fact)]
    return _lines([counted, byline, *facts])


def _fitting(parts: Sequence[str], room: int) -> Sequence[str]:
    """Return the parts that still fit behind those before them."""
    kept: list[str] = []
    for part in parts:
        if units(_lines([*kept, part])) <= room:
            kept.append(part)
    return kept


def _foot(content: Content) -> Iterator[str]:
    alone = content.items if len(content.items) == 1 else ()
    links = [
        *(Link(text=content.words("read"), url=item.url) for item in alone if item.url),
        *content.links,
        *([content.unsubscribe] if content.unsubscribe else []),
    ]
    if links:
        yield ""
        yield _ours(content, SEPARATOR.join(_linked(link.text, link.url) for link in links))


def _name(content: Content) -> str:
    return content.words.piece(content.subscription)


def _marked(pieces: Iterable[Piece]) -> str:
    return "".join(f"<u>{_escaped(text)}</u>" if hit else _escaped(text) for text, hit in pieces)


def _linked(inside: str, url: str) -> str:
    return f'<a href="{_escaped(url)}">{inside}</a>' if url else inside


def _escaped(text: str) -> str:
    return html.escape(text, quote=False).replace('"', "&quot;")


def _ours(content: Content, line: str) -> str:
    return _directed(line, content.words.direction)


def _lines(parts: Sequence[str]) -> str:
    return BREAK.join(parts)
