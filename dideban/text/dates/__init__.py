"""Dates in news text of six languages and three calendars, as days of the Gregorian calendar."""

from dideban.text.dates.finding import Mention, find

__all__ = ["Mention", "find"]
