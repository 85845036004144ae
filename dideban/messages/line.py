"""An alert as one line for a terminal or a pipe, readable in both directions; pure."""

from datetime import UTC, tzinfo
from typing import Final

from dideban.text.one_line import isolated, plain, shortened
from schemas.matches import Match

TITLE_CHARS: Final = 160
NAME_CHARS: Final = 60
WORD_CHARS: Final = 40
WORDS_SHOWN: Final = 8


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
