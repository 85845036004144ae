"""How the tables of this folder are read: one row is one fact."""

from datetime import UTC, date, datetime

from dideban.text.dates import Mention, find

WEDNESDAY = datetime(2025, 12, 17, 8, tzinfo=UTC)
"""26 Azar 1404, 26 Jumada II 1447; by day in all of our zones."""

type Row = tuple[str, str, str]
"""Text, the surfaces of its dates parted by bars, their days as `2025-12-17` or `first..last`."""


def dates(text: str, language: str, published_at: datetime = WEDNESDAY) -> list[Mention]:
    return find(text, language, published_at=published_at)


def told(found: list[Mention]) -> tuple[str, str]:
    """Return surfaces and days as a row writes them."""
    return "|".join(each.surface for each in found), "|".join(map(_days, found))


def on(day: str) -> datetime:
    """Return noon of a day."""
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC).replace(hour=9)


def _days(found: Mention) -> str:
    alone = found.first == found.last
    return str(found.first) if alone else f"{found.first}..{found.last}"
