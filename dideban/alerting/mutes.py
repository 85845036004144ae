"""Mutes: what a reader wants to hear no more of."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from dideban.alerting.clocks import moment
from dideban.alerting.policy import Mute, Policy
from dideban.text.analyser import fold_word, tokens
from schemas.matches import Match


def muted(match: Match, policy: Policy, now: datetime) -> Mute | None:
    """Return the mute that keeps a match from its reader, None where none does."""
    mutes = [each for each in policy.mutes if lasts(each, policy, now)]
    if not mutes:
        return None
    texts: list[tuple[str, ...]] | None = None
    for mute in mutes:
        if mute.kind == "term":
            texts = _texts(match) if texts is None else texts
            if _said(stems(mute.value, match.article.language), texts):
                return mute
        elif _is_of(mute, match):
            return mute
    return None


def lasts(mute: Mute, policy: Policy, now: datetime) -> bool:
    """Return whether the mute has not ended yet."""
    return mute.until is None or now < moment(mute.until, 0, policy.zone)


@lru_cache(maxsize=10_000)
def stems(text: str, language: str) -> tuple[str, ...]:
    """Return the stems of a term's words, as texts in `language` (BCP 47) are read."""
    return tuple(token.stem for token in tokens(text, language))


def _texts(match: Match) -> list[tuple[str, ...]]:
    article = match.article
    shown = (article.title, article.snippet, *(each.text for each in match.highlights))
    return [tuple(token.stem for token in tokens(text, article.language)) for text in shown]


def _said(term: Sequence[str], texts: Sequence[Sequence[str]]) -> bool:
    words = len(term)
    return words > 0 and any(
        tuple(text[place : place + words]) == term
        for text in texts
        for place in range(len(text) - words + 1)
    )


def _is_of(mute: Mute, match: Match) -> bool:
    if mute.kind == "entity":
        return mute.value in match.entities
    language = match.article.language
    return _name(mute.value, language) == _name(match.article.source, language)


def _name(name: str, language: str) -> str:
    return " ".join(fold_word(word, language) for word in name.split())
