"""The clauses about what is known of an article: languages, names, times, its story."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from dideban.query.telling import none_of, quoted
from dideban.query.tongue import NO_LANGUAGE, Tongue
from dideban.query.tree import Comparison, MetaKey

_MINUTE: Final = timedelta(minutes=1)
_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)
_COMPARED: Final[dict[Comparison, str]] = {
    ">=": "at_least",
    "<=": "at_most",
    ">": "more_than",
    "<": "fewer_than",
    "=": "exactly",
}


def languages_are(t: Tongue, tags: Sequence[str]) -> str:
    """Return in which languages the article is."""
    names = [t.language_name(tag) for tag in tags if tag != NO_LANGUAGE]
    if not names:
        return t("no_lang")
    first, *others = names
    if not others:
        return t("language_is", first=first)
    return t("languages_are", first=first, others=t.listed(others))


def values_are(t: Tongue, key: MetaKey, values: Sequence[str]) -> str:
    """Return what the article has under the key."""
    if not values:
        return t(f"no_{key}")
    if key == "lang":
        return languages_are(t, values)
    return t.counted(f"{key}_is", len(values), told=t.listed([quoted(value) for value in values]))


def values_differ(t: Tongue, key: MetaKey, values: Sequence[str], asked: Sequence[str]) -> str:
    """Return what the article has under the key, and what the query asks for."""
    names = [t.language_name(each) if key == "lang" else quoted(each) for each in asked]
    return t("asks_for", told=values_are(t, key, values), asked=t.listed(names, "or"))


def named(t: Tongue, name: str, count: int, forms: Sequence[str]) -> str:
    """Return how often a thing is named."""
    if not count:
        return t("named_somewhere", name=name)
    times = t.counted("times", count)
    if not forms:
        return t("named", name=name, times=times)
    return t("named_as", name=name, times=times, forms=t.listed(forms))


def not_named(t: Tongue, names: Sequence[str], others: Sequence[str], *, countries: bool) -> str:
    """Return that none of the things is named, and what is named in its stead."""
    told = none_of(t, "not_named", names)
    if others:
        return t.counted("others_named", len(others), told=told, others=t.listed(others))
    return t("no_other_country" if countries else "no_other_thing", told=told)


def lasting(t: Tongue, span: timedelta) -> str:
    """Return a length of time in its largest fitting unit."""
    if span < _MINUTE:
        return t("under_a_minute")
    if span < _HOUR:
        return t.counted("minutes", span // _MINUTE)
    if span < 2 * _DAY:
        return t.counted("hours", round(span / _HOUR))
    return t.counted("days", round(span / _DAY))


def no_date(t: Tongue) -> str:
    """Return that it is not known when the article was published."""
    return t("no_date")


def published_within(t: Tongue, at: datetime, start: datetime | None, end: datetime | None) -> str:
    """Return that the article was published in the range."""
    ends = {"start": start, "end": end}
    told = {name: t.moment(each) for name, each in ends.items() if each}
    key = {(): "published", ("start",): "published_from", ("end",): "published_until"}.get(
        tuple(told), "published_between"
    )
    return t(key, at=t.moment(at), **told)


def published_outside(t: Tongue, at: datetime, bound: datetime) -> str:
    """Return by how much the article was published before the range begins, or after it ends."""
    key = "published_before" if at < bound else "published_after"
    span = lasting(t, abs(at - bound))
    return t(key, at=t.moment(at), lasting=span, bound=t.moment(bound))


def story_has(t: Tongue, sources: int, comparison: Comparison, count: int) -> str:
    """Return how many independent sources the story has, and how many are asked for."""
    asked = t.counted(_COMPARED[comparison], count)
    return t("story_has", sources=t.counted("sources", sources), asked=asked)
