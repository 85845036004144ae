"""What a backtest tells, as one record."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from schemas.articles import UtcTime
from schemas.matches import Clause, Highlight

MOST_SOURCES: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An article that matches; `at` is when it was published, or seen where that is not known.

    `clauses` and `highlights` say why; both are empty where nobody asked.
    """

    article_id: str
    story_id: str
    at: UtcTime
    language: str
    source: str
    title: str
    url: str | None = None
    clauses: tuple[Clause, ...] = ()
    highlights: tuple[Highlight, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What an edit of the query brings and costs; samples of both, and their numbers."""

    query: str
    matches: int
    gained: int
    lost: int
    gained_sample: tuple[Found, ...]
    lost_sample: tuple[Found, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a query would have found in the articles of so many days.

    `searched` articles are in the archive, `read` of them could match by the index. An article
    gives one alert and a story gives one, so `alerts_a_day` are before grouping and
    `stories_a_day` after. `sample` is chosen by chance that is the same every time.
    """

    query: str
    days: float
    searched: int
    read: int
    matches: int
    stories: int
    alerts_a_day: float
    stories_a_day: float
    languages: dict[str, int]
    sources: dict[str, int]
    dates: dict[str, int]
    sample: tuple[Found, ...]
    edit: Change | None = None
    seconds: float = 0.0


def counted(values: Iterable[str], most: int | None = None) -> dict[str, int]:
    """Return how often each value is there, the most frequent first."""
    ranked = sorted(Counter(values).items(), key=lambda pair: (-pair[1], pair[0]))
    return dict(ranked[:most])


def reported(
    query: str,
    found: Sequence[Found],
    *,
    days: float,
    searched: int,
    read: int,
    sample: tuple[Found, ...],
    edit: Change | None,
) -> Report:
    """Return the report on what a query found."""
    stories = {each.story_id for each in found}
    return Report(
        query=query,
        days=days,
        searched=searched,
        read=read,
        matches=len(found),
        stories=len(stories),
        alerts_a_day=len(found) / days,
        stories_a_day=len(stories) / days,
        languages=counted(each.language for each in found),
        sources=counted((each.source for each in found), MOST_SOURCES),
        dates=dict(sorted(Counter(each.at.date().isoformat() for each in found).items())),
        sample=sample,
        edit=edit,
    )
