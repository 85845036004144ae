"""What is said of a text: its language, its normal forms, its words, its dates."""

from dataclasses import asdict, replace
from datetime import datetime, tzinfo
from typing import Final

from dideban.languages.backends import Backend
from dideban.languages.parts import divided
from dideban.text.dates import Mention, find
from dideban.text.normalizer import Stretch, WholeText, normalize_text
from schemas.articles import Language
from services.cli.text_rows import Answer

_OF_A_TOKEN: Final = ("text", "folded", "stem", "start", "end", "sentence")


def identified(text: str, hint: str | None = None, backend: Backend | None = None) -> Language:
    """Return the language of a text, with parts where there are several."""
    return divided([("body", text)], hint=hint, backend=backend)


def stretches(text: str, language: str | None) -> tuple[str, list[Stretch]]:
    """Return the language of a text, identified where not given, and what is in which one."""
    if language is not None:
        return language, [(0, len(text), language)]
    found = identified(text)
    if found.parts:
        return found.tag, [(part.start, part.end, part.tag) for part in found.parts]
    return found.tag, [(0, len(text), found.tag)]


def normalized(text: str, language: str | None) -> tuple[str, WholeText]:
    """Return the language of a text, and the text for reading and for matching."""
    tag, found = stretches(text, language)
    return tag, normalize_text(text, found)


def dated(
    text: str, language: str | None, published_at: datetime, zone: tzinfo | None
) -> tuple[str, list[Mention]]:
    """Return the language of a text, and the dates told in it."""
    tag, found = stretches(text, language)
    return tag, [
        replace(mention, start=first + mention.start, end=first + mention.end)
        for first, last, own in found
        for mention in find(text[first:last], own, published_at=published_at, zone=zone)
    ]


def language_answer(language: Language) -> Answer:
    """Return a language as JSON shows it."""
    return {
        "language": language.tag,
        "script": language.script,
        "confidence": language.confidence,
        "reason": language.reason,
        "runners_up": [
            {"language": guess.tag, "confidence": guess.confidence} for guess in language.runners_up
        ],
        "parts": [
            {
                "start": part.start,
                "end": part.end,
                "language": part.tag,
                "script": part.script,
                "confidence": part.confidence,
            }
            for part in language.parts
        ],
    }


def forms_answer(tag: str, whole: WholeText) -> Answer:
    """Return both normal forms with their maps as JSON shows them."""
    return {
        "display": whole.display.text,
        "match": whole.match.text,
        "language": tag,
        "offsets": {"display": whole.display.map, "match": whole.match.map},
    }


def tokens_answer(tag: str, whole: WholeText) -> Answer:
    """Return the tokens of a text as JSON shows them."""
    tokens = [{name: getattr(token, name) for name in _OF_A_TOKEN} for token in whole.tokens]
    return {"language": tag, "tokens": tokens}


def dates_answer(tag: str, mentions: list[Mention]) -> Answer:
    """Return the dates of a text as JSON shows them, days as YYYY-MM-DD."""
    days = [
        asdict(mention) | {"first": str(mention.first), "last": str(mention.last)}
        for mention in mentions
    ]
    return {"language": tag, "dates": days}
