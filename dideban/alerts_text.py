"""An alert as one line for a terminal or a pipe, readable in both directions; pure."""

import re
import unicodedata
from datetime import UTC, tzinfo
from typing import Final

from schemas.matches import Match

FSI: Final = "\u2068"
PDI: Final = "\u2069"
"""First strong isolate and its end (UAX #9, section 2.7): a piece keeps its own direction."""
TITLE_CHARS: Final = 160
NAME_CHARS: Final = 60
WORD_CHARS: Final = 40
WORDS_SHOWN: Final = 8
ELLIPSIS: Final = "…"

_DIRECTION_CONTROLS: Final = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_BREAKS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\s]+")
_SURROGATES: Final = re.compile("[\ud800-\udfff]")
_JOINERS: Final = "\u200c\u200d"
_RIGHT_TO_LEFT: Final = frozenset({"R", "AL"})


def alert_line(match: Match, subscription_name: str, zone: tzinfo = UTC) -> str:
    """Return the time, subscription, language, source, title and matched words of an alert.

    Each piece that reads from right to left is isolated, so that none moves its neighbours; what
    could steer a terminal is taken out. `zone` is where the reader's clock is.
    """
    article = match.article
    pieces = [
        match.seen_at.astimezone(zone).strftime("%H:%M:%S"),
        isolated(shortened(plain(subscription_name), NAME_CHARS)),
        plain(article.language),
        isolated(shortened(plain(article.source), NAME_CHARS)),
        isolated(shortened(headline(match), TITLE_CHARS)),
    ]
    if words := matched_words(match):
        pieces.append(f"[{words}]")
    return "  ".join(piece for piece in pieces if piece)


def headline(match: Match) -> str:
    """Return the title, or what stands for it where there is none."""
    article = match.article
    candidates = (article.title, article.snippet, article.url, article.article_id)
    return next((text for each in candidates if (text := plain(each or ""))), "")


def matched_words(match: Match) -> str:
    """Return the matched words as they stand in the original, each once, in reading order."""
    words = list(dict.fromkeys(word for h in match.highlights if (word := plain(h.text))))
    shown = [isolated(shortened(word, WORD_CHARS)) for word in words[:WORDS_SHOWN]]
    if len(words) > WORDS_SHOWN:
        shown.append(f"+{len(words) - WORDS_SHOWN}")
    return ", ".join(shown)


def plain(text: str) -> str:
    """Return the text on one line without controls, its half-spaces kept."""
    text = _SURROGATES.sub("\ufffd", text)
    return _BREAKS.sub(" ", _DIRECTION_CONTROLS.sub("", text)).strip()


def isolated(text: str) -> str:
    """Return the text between isolates if any of it reads from right to left."""
    foreign = any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in text)
    return f"{FSI}{text}{PDI}" if foreign else text


def shortened(text: str, most: int) -> str:
    """Return the text in at most `most` characters, cut between words, else between letters."""
    if len(text) <= most:
        return text
    space = text.rfind(" ", most // 2, most)
    end = space if space > 0 else _between_letters(text, most - 1)
    return text[:end].rstrip() + ELLIPSIS


def _between_letters(text: str, end: int) -> int:
    while end > 0 and (_extends(text[end]) or text[end - 1] in _JOINERS):
        end -= 1
    return end


def _extends(character: str) -> bool:
    return character in _JOINERS or unicodedata.category(character).startswith("M")
