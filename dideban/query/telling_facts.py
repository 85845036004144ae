"""The sentences about what is known of an article: languages, names, times, its story."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from dideban.query.telling import (
    NO_LANGUAGE,
    is_or_are,
    language_name,
    listed,
    number,
    quoted,
    times,
)
from dideban.query.tree import Comparison, MetaKey

_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)
_TWO: Final = 2
_COMPARED: Final[dict[Comparison, str]] = {
    ">=": "at least {}",
    "<=": "at most {}",
    ">": "more than {}",
    "<": "fewer than {}",
    "=": "exactly {}",
}
_NO_VALUE: Final[dict[MetaKey, str]] = {
    "lang": "no language could be told with certainty",
    "source": "the source is not known",
    "site": "the article has no address",
    "author": "no author is named",
    "country": "no country is named",
    "entity": "nothing that is known by name is named",
}


def languages_are(tags: Sequence[str]) -> str:
    """Return in which languages the article is."""
    first, *others = [language_name(tag) for tag in tags if tag != NO_LANGUAGE] or [""]
    if not first:
        return _NO_VALUE["lang"]
    partly = f" and partly in {listed(others)}" if others else ""
    return f"the article is in {first}{partly}"


def values_are(key: MetaKey, values: Sequence[str]) -> str:
    """Return what the article has under the key."""
    if not values:
        return _NO_VALUE[key]
    told = listed([quoted(value) for value in values])
    match key:
        case "lang":
            return languages_are(values)
        case "source":
            return f"the source is {told}"
        case "site":
            return f"the article stands on {told}"
        case "author":
            return f"the author{'' if len(values) == 1 else 's'} {is_or_are(len(values))} {told}"
        case "country" | "entity":
            return f"the article names {told}"


def values_differ(key: MetaKey, values: Sequence[str], asked: Sequence[str]) -> str:
    """Return what the article has under the key, and what the query asks for."""
    names = [language_name(each) if key == "lang" else quoted(each) for each in asked]
    return f"{values_are(key, values)}; the query asks for {listed(names, 'or')}"


def named(name: str, count: int, forms: Sequence[str]) -> str:
    """Return how often a thing is named."""
    as_forms = f", as {listed(forms)}" if forms else ""
    return f"{name} is named {times(count)}{as_forms}" if count else f"{name} is named"


def not_named(names: Sequence[str], others: Sequence[str], *, countries: bool) -> str:
    """Return that none of the things is named, and what is named in its stead."""
    if len(names) == 1:
        told = f"{names[0]} is not named"
    elif len(names) == _TWO:
        told = f"neither {listed(names, 'nor')} is named"
    else:
        told = f"none of {listed(names)} is named"
    if others:
        return f"{told}; {listed(others)} {is_or_are(len(others))}"
    return f"{told}, nor any other {'country' if countries else 'thing known by name'}"


def moment(at: datetime) -> str:
    """Return the time in UTC, for people."""
    utc = at.astimezone(UTC)
    return f"{utc.day} {utc:%B %Y, %H:%M} UTC"


def lasting(span: timedelta) -> str:
    """Return a length of time in its largest fitting unit."""
    if span < timedelta(minutes=1):
        return "less than a minute"
    if span < _HOUR:
        return number(span // timedelta(minutes=1), "minute")
    if span < 2 * _DAY:
        return number(round(span / _HOUR), "hour")
    return number(round(span / _DAY), "day")


def no_date() -> str:
    """Return that it is not known when the article was published."""
    return "it is not known when the article was published"


def published_within(at: datetime, start: datetime | None, end: datetime | None) -> str:
    """Return that the article was published in the range."""
    if start and end:
        return f"published on {moment(at)}; the query asks for {moment(start)} to {moment(end)}"
    after = f"; the query asks for {moment(start)} or later" if start else ""
    before = f"; the query asks for {moment(end)} or earlier" if end else ""
    return f"published on {moment(at)}{after}{before}"


def published_outside(at: datetime, bound: datetime) -> str:
    """Return by how much the article was published before the range begins, or after it ends."""
    missed = "before the time asked for begins" if at < bound else "after the time asked for ends"
    return f"published on {moment(at)}, {lasting(abs(at - bound))} {missed} ({moment(bound)})"


def story_has(sources: int, comparison: Comparison, count: int) -> str:
    """Return how many independent sources the story has, and how many are asked for."""
    asked = _COMPARED[comparison].format(count)
    so_far = f"the story has {number(sources, 'independent source')} so far"
    return f"{so_far}; the query asks for {asked}"
