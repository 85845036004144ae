"""What a backtest found, as its page shows it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from dideban.backtest.report import Found, Report
from dideban.messages import marks
from dideban.messages.addresses import web_address
from dideban.messages.marks import Piece
from dideban.messages.reading_direction import direction

MOST_DAYS: Final = 120
"""Days drawn; of a longer time the last ones."""
WORDS_SHOWN: Final = 8
HEIGHT: Final = 100
WIDTH: Final = 10
"""Of a day in the picture, in its own units; a fifth of it is a gap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundView:
    """An article of a sample; its time is aware UTC."""

    article_id: str
    title: list[Piece]
    words: list[str]
    language: str
    direction: str
    source: str
    url: str | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A day of the picture: its matches, and where it is drawn."""

    day: date
    count: int
    x: int
    y: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    """A report, and what its page shows of it in another form."""

    report: Report
    bars: list[Bar]
    sample: list[FoundView]
    gained: list[FoundView]
    lost: list[FoundView]

    @property
    def width(self) -> int:
        """How wide the picture is."""
        return WIDTH * len(self.bars)


def view(report: Report) -> ReportView:
    """Return a report as the page shows it."""
    edit = report.edit
    return ReportView(
        report=report,
        bars=list(_bars(report.dates)),
        sample=[_found(each) for each in report.sample],
        gained=[_found(each) for each in edit.gained_sample] if edit else [],
        lost=[_found(each) for each in edit.lost_sample] if edit else [],
    )


def _found(found: Found) -> FoundView:
    return FoundView(
        article_id=found.article_id,
        title=marks.of_title(found.title, found.highlights),
        words=marks.matched_words(found.highlights)[:WORDS_SHOWN],
        language=found.language,
        direction=direction(found.language),
        source=found.source,
        url=web_address(found.url) or None,
        at=found.at,
    )


def _bars(dates: Mapping[str, int]) -> Iterator[Bar]:
    """Yield the days from the first to the last that has a match, none left out."""
    if not dates:
        return
    counts = {date.fromisoformat(day): count for day, count in dates.items()}
    last = max(counts)
    first = max(min(counts), last - timedelta(days=MOST_DAYS - 1))
    most = max(counts.values())
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        count = counts.get(day, 0)
        height = -(-count * HEIGHT // most)
        yield Bar(day=day, count=count, x=number * WIDTH, y=HEIGHT - height, height=height)
