"""The subject of a mail: which subscription it is, and what happened."""

from typing import Final

from dideban.messages import bidi
from dideban.messages.addresses import language_tag
from dideban.messages.content import headline, name_of
from dideban.messages.notice import Notice
from dideban.messages.pieces import text_of
from dideban.messages.reading_direction import direction
from dideban.messages.words import Words, words_of
from dideban.text.one_line import Size, shortened
from schemas.matches import Match

MOST_CHARS: Final = 150
NAME_CHARS: Final = 40


def subject(notice: Notice) -> str:
    """Return the subject, on one line of at most 150 characters."""
    return first_line(notice, MOST_CHARS, NAME_CHARS)


def first_line(notice: Notice, most: int, name_most: int, size: Size = len) -> str:
    """Return the subscription and the title, or how many there are, in at most `most` of `size`."""
    words = words_of(notice.language)
    name = words.piece(shortened(name_of(notice, words), name_most, size))
    key = f"{notice.kind}_subject"
    if notice.kind in {"digest", "test"} or not notice.matches:
        line = words(key, count=len(notice.matches), subscription=name)
        return bidi.directed(line, words.direction)
    return _titled(notice.matches[0], words, key, name, most, size)


def _titled(match: Match, words: Words, key: str, name: str, most: int, size: Size) -> str:
    title = text_of(headline(match)[0])
    own = direction(language_tag(match.article.language)) if title else words.direction

    def line(title: str) -> str:
        told = bidi.isolated(bidi.directed(title, own), words.direction)
        return bidi.directed(words(key, subscription=name, title=told), words.direction)

    signs = bidi.isolated(bidi.LRM + bidi.RLM, words.direction)
    room = most - size(line("")) - size(signs)
    return line(shortened(title or words("no_title"), room, size))
