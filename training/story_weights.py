"""Fits the weights of `dideban/stories/evidence.py` on our labelled stories; prints them.

    python training/story_weights.py              # the weights, fitted on every part
    python training/story_weights.py --leave-out  # each part, by weights fitted on the others

Logistic regressions, one within a language and one between two, over the pairs of articles of all
parts; pairs of two parts, which tell different news, stand for what comes any day.
"""

import asyncio
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from pathlib import Path
from typing import Final
from unittest.mock import patch

import numpy as np
import numpy.typing as npt

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.stories_quality import PARTS, described, labelled, stories_given
from dideban.stories import evidence
from dideban.stories.fingerprint import Fingerprint
from dideban.stories.likeness import of_another_day, spoken
from dideban.stories.reading import fingerprint_read
from schemas.articles import RawArticle
from services.demo.catalogue import load_catalogue

HOURS_BETWEEN_PARTS: Final = 9.0
"""Standard deviation of the hours that are taken to lie between articles of two parts."""

DEMO_BEGINS: Final = datetime(2026, 3, 1, tzinfo=UTC)
DEMO: Final = "demo"
DEMO_WEIGHT: Final = 15.0
"""All of the demo is about the same five subjects, as whatever one reader subscribes to: the
hardest news to tell apart, and there is little of it."""

REPEATS: Final = ("-rewrite", "-copy")
"""What the names of those articles of the demo end with that tell another's news again."""

RIDGE: Final = 1.0
STEPS: Final = 60
WINDOW_HOURS: Final = 72.0
HIGHER: Final = {"ACROSS": 1.6, "WITHIN": 2.25}
"""Log odds added to the fitted start: where nearly all pairs tell different news it is lower than
where an article is compared with the few that share its keys."""

type Array = npt.NDArray[np.float64]
type Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Read:
    """An article of a labelled part, read."""

    part: str
    story: str
    at: datetime
    fingerprint: Fingerprint


@dataclass(frozen=True, slots=True)
class Pair:
    """Two articles that nothing keeps apart at once, and whether they tell one event."""

    parts: frozenset[str]
    within: bool
    features: dict[str, float]
    same: bool
    weight: float


def read(part: str) -> list[Read]:
    """Return the articles of a part."""
    return [
        Read(part, each.story, each.raw.fetched_at, fingerprint_read(each.raw, each.language))
        for each in labelled(part)
    ]


def read_demo() -> list[Read]:
    """Return the articles of the demo, a minute apart, which all tell different news."""
    catalogue = load_catalogue()
    found = []
    for number, sample in enumerate(catalogue.samples):
        if sample.id.endswith(REPEATS):
            continue
        moment = DEMO_BEGINS + timedelta(minutes=number)
        raw = RawArticle(
            article_id=sample.id,
            revision="1",
            feed_id=sample.source,
            source=sample.source,
            title=sample.title,
            body="\n\n".join(sample.paragraphs),
            fetched_at=moment,
        )
        fingerprint = fingerprint_read(raw, catalogue.language_of(sample))
        found.append(Read(DEMO, sample.id, moment, fingerprint))
    return found


def pairs(articles: Sequence[Read]) -> Iterator[Pair]:
    """Yield the pairs of all articles, of one part only within the 72 hours of a story."""
    draw = np.random.default_rng(3)
    for one, other in combinations(articles, 2):
        left, right, apart = one.fingerprint, other.fingerprint, abs(one.at - other.at)
        if one.part != other.part:
            gap = timedelta(hours=float(draw.normal(0, HOURS_BETWEEN_PARTS)))
            right, apart = told_on(right, one.at + gap - other.at), abs(gap)
        hours = apart / timedelta(hours=1)
        if hours > WINDOW_HOURS or of_another_day(left, right, apart):
            continue
        yield Pair(
            parts=frozenset({one.part, other.part}),
            within=spoken(left).language == spoken(right).language,
            features=evidence.features(spoken(left), spoken(right), hours=hours),
            same=(one.part, one.story) == (other.part, other.story),
            weight=DEMO_WEIGHT if one.part == other.part == DEMO else 1.0,
        )


def told_on(fingerprint: Fingerprint, later: timedelta) -> Fingerprint:
    """Return the fingerprint as if the article had been written so much later, in whole days.

    Any two articles of one day share «on Tuesday»: those of two parts must too, or the day would
    seem to tell one event.
    """
    whole = timedelta(days=round(later / timedelta(days=1)))
    days = (date.fromisoformat(day) + whole for day in fingerprint.marks.days)
    moved = frozenset(day.isoformat() for day in days)
    return replace(fingerprint, marks=replace(fingerprint.marks, days=moved))


def fitted(given: Sequence[Pair], name: str) -> dict[str, float]:
    """Return the weights of that name by feature (ridge regression by Newton's method)."""
    given = [pair for pair in given if pair.within is (name == "WITHIN")]
    names = list(given[0].features)
    values = np.array([[pair.features[feature] for feature in names] for pair in given])
    same = np.array([float(pair.same) for pair in given])
    told = np.array([pair.weight for pair in given])
    weights: Array = np.zeros(len(names))
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-np.clip(values @ weights, -30, 30)))
        slope = values.T @ (told * (likely - same)) + RIDGE * weights
        curve = (values * (told * likely * (1 - likely))[:, None]).T @ values
        weights = weights - np.linalg.solve(curve + RIDGE * np.eye(len(names)), slope)
    found = dict(zip(names, (round(float(weight), 2) for weight in weights), strict=True))
    return found | {"start": round(found["start"] + HIGHER[name], 2)}


def leave_out(every: Sequence[Pair]) -> None:
    """Print how each part is grouped by weights that were fitted on the others."""
    for part in PARTS:
        others = [pair for pair in every if part not in pair.parts]
        across, within = fitted(others, "ACROSS"), fitted(others, "WITHIN")
        articles = labelled(part)
        with patch.object(evidence, "ACROSS", across), patch.object(evidence, "WITHIN", within):
            given = asyncio.run(stories_given(articles))
        print(described(part, articles, given))


def main() -> None:
    """Print the weights between two languages and within one, or what each part owes to them."""
    articles = [*read_demo(), *(each for part in PARTS for each in read(part))]
    every = list(pairs(articles))
    if "--leave-out" in sys.argv[1:]:
        leave_out(every)
        return
    for name in HIGHER:
        print(name)
        for feature, weight in fitted(every, name).items():
            print(f'    "{feature}": {weight},')


if __name__ == "__main__":
    main()
