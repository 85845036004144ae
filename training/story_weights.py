"""Fits the weights of `dideban/stories/evidence.py` on our labelled stories; prints them.

    python training/story_weights.py

Logistic regressions, one within a language and one between two, over the pairs of articles of every
part but the blind one; pairs of two parts, which tell different news, stand for what comes any day.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import combinations
from typing import Final

import numpy as np
import numpy.typing as npt

from benchmarks.stories_quality import FITTED, labelled
from dideban.stories.evidence import Spoken, features
from dideban.stories.fingerprint import Fingerprint
from dideban.stories.likeness import of_another_day, spoken
from dideban.stories.reading import fingerprint_read
from schemas.articles import RawArticle
from services.demo.catalogue import load_catalogue

HOURS_BETWEEN_PARTS: Final = 9.0
"""Standard deviation of the hours that are taken to lie between articles of two parts."""

DEMO_BEGINS: Final = datetime(2026, 3, 1, tzinfo=UTC)
DEMO: Final = "demo "
DEMO_WEIGHT: Final = 15.0
"""All of the demo is about the same five subjects, as whatever one reader subscribes to: the
hardest news to tell apart, and there is little of it."""

REPEATS: Final = ("-rewrite", "-copy")
"""What the names of those articles of the demo end with that tell another's news again."""

RIDGE: Final = 1.0
STEPS: Final = 60
WINDOW_HOURS: Final = 72.0
HIGHER: Final = {"ACROSS": 1.1, "WITHIN": 1.5}
"""Log odds added to the fitted start: where nearly all pairs tell different news it is lower than
where an article is compared with the few that share its keys."""

type Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Read:
    """An article of a labelled part, read."""

    story: str
    hours: float
    fingerprint: Fingerprint
    said: Spoken


@dataclass(frozen=True, slots=True)
class Pair:
    """Two articles that nothing keeps apart at once, and whether they tell one event."""

    within: bool
    features: dict[str, float]
    same: bool
    weight: float


def read(part: str) -> list[Read]:
    """Return the articles of a part."""
    found = []
    for each in labelled(part):
        fingerprint = fingerprint_read(each.raw, each.language)
        hours = each.raw.fetched_at.timestamp() / 3600
        found.append(Read(f"{part} {each.story}", hours, fingerprint, spoken(fingerprint)))
    return found


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
        hours = moment.timestamp() / 3600
        found.append(Read(f"{DEMO}{sample.id}", hours, fingerprint, spoken(fingerprint)))
    return found


def pairs(parts: Sequence[Sequence[Read]]) -> Iterator[Pair]:
    """Yield the pairs of all articles, of one part only within the 72 hours of a story."""
    draw = np.random.default_rng(3)
    numbered = [(number, each) for number, part in enumerate(parts) for each in part]
    for (one_part, one), (other_part, other) in combinations(numbered, 2):
        hours = abs(one.hours - other.hours)
        if one_part != other_part:
            hours = abs(float(draw.normal(0, HOURS_BETWEEN_PARTS)))
        if hours > WINDOW_HOURS:
            continue
        if of_another_day(one.fingerprint, other.fingerprint, timedelta(hours=hours)):
            continue
        found = features(one.said, other.said, hours=hours)
        within = one.said.language == other.said.language
        alike = one.story.startswith(DEMO) and other.story.startswith(DEMO)
        weight = DEMO_WEIGHT if alike else 1.0
        yield Pair(within, found, one.story == other.story, weight)


def fitted(given: Sequence[Pair]) -> dict[str, float]:
    """Return the weights by name (ridge regression by Newton's method)."""
    names = list(given[0].features)
    values = np.array([[pair.features[name] for name in names] for pair in given])
    same = np.array([float(pair.same) for pair in given])
    told = np.array([pair.weight for pair in given])
    weights: Array = np.zeros(len(names))
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-np.clip(values @ weights, -30, 30)))
        slope = values.T @ (told * (likely - same)) + RIDGE * weights
        curve = (values * (told * likely * (1 - likely))[:, None]).T @ values
        weights = weights - np.linalg.solve(curve + RIDGE * np.eye(len(names)), slope)
    found = dict(zip(names, (float(weight) for weight in weights), strict=True))
    return {name: round(weight, 2) for name, weight in found.items()}


def main() -> None:
    """Print the weights between two languages and within one."""
    every = list(pairs([read_demo(), *(read(part) for part in FITTED)]))
    for name, within in (("ACROSS", False), ("WITHIN", True)):
        print(name)
        weights = fitted([pair for pair in every if pair.within is within])
        weights["start"] = round(weights["start"] + HIGHER[name], 2)
        for feature, weight in weights.items():
            print(f'    "{feature}": {weight},')


if __name__ == "__main__":
    main()
