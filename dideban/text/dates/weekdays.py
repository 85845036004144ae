"""Which day a weekday's name means, told by what stands beside it or by its clause's tense."""

import re
from datetime import date, timedelta
from functools import cache
from typing import Final

from dideban.text.dates.context import Context

_REACH: Final = 100
"""Code points of the clause read on each side; Persian verbs stand at its end."""
_CLAUSE_END: Final = re.compile(r"[.!?؟;؛。,،:](?=\s|$)|[\r\n\u2028\u2029]|\bکه\b")
_FUTURE: Final = {
    "fa": r"\b(?:خواهد|خواهند|خواهیم|خواهم|قرار است)\b",
    "ar": (
        r"\b(?:سوف|المقرر|المرتقب|المنتظر|المزمع)\b|\bس[تي](?:عقد|نعقد|بدأ|نطلق|جري|جتمع|صل|زور|لتقي"
        r"|ستأنف|علن|وقع|تم|شهد|قام|ناقش|بحث|كون|فتتح|شارك|لقي)"
    ),
    "ru": r"\b(?:буд[еу]т|состо[яи]тся|ожида[ею]тся|пройд[её]т|пройдут|планиру[ею]т\w*|намерен\w?"
    r"|предстоит|начн[её]тся|начнутся|завершится|завершатся|встрет[ия]тся|прибуд[еу]т|откро[ею]тся"
    r"|вступит)\b",
    "tr": r"\b\w+(?:acak|ecek|acağ|eceğ)\w*",
    "az": r"\b\w+(?:acaq|əcək|acağ|əcəy)\w*",
    "en": r"\b(?:will|due to|set to|scheduled|expected to|plans? to|going to)\b",
}
"""Words that say that something is yet to come.

Arabic «سـ» is a letter of too many other words: it counts before some verbs alone.
"""


def named(context: Context, weekday: int, mod: int) -> date:
    """Return the weekday (Monday is 0) before today (-1), after it (1), or of this week (0)."""
    today = context.today
    if mod < 0:
        return today - timedelta(days=(today.weekday() - weekday - 1) % 7 + 1)
    if mod > 0:
        return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    return of_week(context, weekday, 0)


def of_week(context: Context, weekday: int, shift: int) -> date:
    """Return the weekday of the week so many weeks from this one."""
    first = context.week(shift)
    return first + timedelta(days=(weekday - first.weekday()) % 7)


def alone(context: Context, weekday: int, *, future: bool) -> date:
    """Return the last such day, or, of what is yet to come, the next; today counts as both."""
    today = context.today
    if future:
        return today + timedelta(days=(weekday - today.weekday()) % 7)
    return today - timedelta(days=(today.weekday() - weekday) % 7)


def beside(day: date, weekday: int) -> date:
    """Return the day of that weekday next to `day`, or `day` where there is none.

    The author's weekday is surer than our zone, and than a month's beginning by tables.
    """
    for near in (day, day - timedelta(days=1), day + timedelta(days=1)):
        if near.weekday() == weekday:
            return near
    return day


def is_yet_to_come(text: str, start: int, end: int, subtag: str) -> bool:
    """Say whether the clause around `text[start:end]` speaks of the future."""
    pattern = _future(subtag)
    if pattern is None:
        return False
    before = _CLAUSE_END.split(text[max(0, start - _REACH) : start])[-1]
    behind = _CLAUSE_END.split(text[end : end + _REACH], maxsplit=1)[0]
    return bool(pattern.search(before) or pattern.search(behind))


@cache
def _future(subtag: str) -> re.Pattern[str] | None:
    pattern = _FUTURE.get(subtag)
    return None if pattern is None else re.compile(pattern, re.IGNORECASE)
