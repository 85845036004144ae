"""Articles as they are written since dates are told in them."""

from datetime import date
from typing import Any

from schemas.articles import Article, DateMention, TaggedArticle
from tests.unit.schemas.records_of_old import STORY, WHOLE

DATES = (
    DateMention(
        surface="۲۶ آذر ۱۴۰۴",
        field="title",
        start=0,
        end=11,
        first=date(2025, 12, 17),
        last=date(2025, 12, 17),
        calendar="jalali",
    ),
    DateMention(
        surface="на прошлой неделе",
        field="body",
        start=20,
        end=37,
        first=date(2025, 12, 8),
        last=date(2025, 12, 14),
        calendar="gregorian",
        relative=True,
    ),
)
RECORDS_WITH_DATES: tuple[Any, ...] = (
    TaggedArticle(**WHOLE, dates=DATES),
    Article(**WHOLE, dates=DATES, story=STORY),
)
