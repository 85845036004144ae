"""The dates that an article tells, with their spans in its fields."""

from datetime import datetime
from typing import Final

from dideban.text import dates
from schemas.articles import DateMention, Field, NormalizedText, RawArticle

MAX_DATES: Final = 1_000
"""More than any news article has; a table of nothing but dates must not swell the record."""


def dates_of(raw: RawArticle, text: NormalizedText, language: str) -> tuple[DateMention, ...]:
    """Return the dates told in an article written in `language` (BCP 47), in reading order.

    «Today» is the day of publication where most of the language's news is written; of an article
    whose time is missing or in the future, the day on which it was fetched. Any text is accepted.
    """
    originals: dict[Field, str] = {"title": raw.title, "summary": raw.summary, "body": raw.body}
    now = _written_at(raw)
    found: list[DateMention] = []
    for passage in text.passages:
        original = originals[passage.field][passage.start : passage.end]
        found += [
            DateMention(
                surface=each.surface,
                field=passage.field,
                start=passage.start + each.start,
                end=passage.start + each.end,
                first=each.first,
                last=each.last,
                calendar=each.calendar,
                relative=each.relative,
            )
            for each in dates.find(original, passage.language or language, published_at=now)
        ]
        if len(found) >= MAX_DATES:
            break
    return tuple(found[:MAX_DATES])


def _written_at(raw: RawArticle) -> datetime:
    if raw.published_at is None or raw.published_quality == "future":
        return raw.fetched_at
    return raw.published_at
