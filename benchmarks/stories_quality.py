"""How well articles are grouped into stories: pairwise F1 on our labelled set, in six languages.

Run as `python -m benchmarks.stories_quality`; `make eval` does.
"""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import yaml

from dideban.stories.decide import WINDOW
from dideban.stories.reading import fingerprint_read
from schemas.articles import RawArticle
from services.store.engine import Store
from services.store.placing import placed
from services.store.tables import METADATA

FOLDER: Final = Path(__file__).parents[1] / "tests/data/stories"
PARTS: Final = ("dev", "held_back", "later", "fresh", "fresh_b", "blind", "blind_b", "blind_c")
"""All serve `training/story_weights.py`, which tells how each does without its own help, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """An article and the story that it tells."""

    story: str
    language: str
    raw: RawArticle

    def __str__(self) -> str:
        """Return its name and language."""
        return f"{self.raw.article_id} ({self.language})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Pairs of articles: said to be one story and are, are one, are said to be."""

    right: int
    wanted: int
    found: int

    @property
    def precision(self) -> float:
        """The share of the pairs found that are right."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The share of the pairs wanted that are found."""
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.wanted + self.found
        return 2 * self.right / both if both else 1.0


def labelled(part: str) -> list[Labelled]:
    """Return the articles of a part in the order of their publication."""
    read = yaml.safe_load((FOLDER / f"{part}.yaml").read_text(encoding="utf-8"))
    return sorted(_articles(read), key=lambda each: (each.raw.fetched_at, each.raw.article_id))


def _articles(read: dict[str, list[dict[str, str]]]) -> Iterator[Labelled]:
    for story, articles in read.items():
        for number, article in enumerate(articles):
            ((head, written),) = article.items()
            language, source, at = head.split()
            title, _, body = written.strip().partition("\n")
            moment = datetime.fromisoformat(at)
            raw = RawArticle(
                article_id=f"{story}-{number}",
                revision="1",
                feed_id=source,
                source=source,
                title=title,
                body=body,
                published_at=moment,
                published_quality="given",
                fetched_at=moment,
            )
            yield Labelled(story=story, language=language, raw=raw)


async def stories_given(articles: Sequence[Labelled]) -> list[str]:
    """Return the story that each article is placed in, one after another, by the stage's code."""
    given = []
    with TemporaryDirectory() as folder:
        async with Store.at(f"sqlite+aiosqlite:///{folder}/stories.sqlite") as store:
            async with store.begin() as connection:
                await connection.run_sync(METADATA.create_all)
            for each in articles:
                fingerprint = fingerprint_read(each.raw, each.language)
                async with store.begin() as connection:
                    ref = await placed(connection, fingerprint, each.raw.fetched_at)
                given.append(ref.story_id)
    return given


def scored(articles: Sequence[Labelled], given: Sequence[str], *, one_language: bool) -> Score:
    """Return how the pairs within 72 hours, of one language or of two, were judged."""
    right = wanted = found = 0
    for one, other in _pairs(articles, lambda a, b: (a.language == b.language) is one_language):
        same = articles[one].story == articles[other].story
        said = given[one] == given[other]
        right, wanted, found = right + (same and said), wanted + same, found + said
    return Score(right=right, wanted=wanted, found=found)


def mistakes(articles: Sequence[Labelled], given: Sequence[str]) -> Iterator[str]:
    """Yield each pair that was judged wrongly, as a line."""
    for one, other in _pairs(articles, lambda _, __: True):
        same, said = articles[one].story == articles[other].story, given[one] == given[other]
        if same != said:
            yield f"{'missed' if same else 'joined'}  {articles[one]}  {articles[other]}"


def _pairs(
    articles: Sequence[Labelled], wanted: Callable[[Labelled, Labelled], bool]
) -> Iterator[tuple[int, int]]:
    for one, other in combinations(range(len(articles)), 2):
        apart = articles[other].raw.fetched_at - articles[one].raw.fetched_at
        if apart <= WINDOW and wanted(articles[one], articles[other]):
            yield one, other


def described(part: str, articles: Sequence[Labelled], given: Sequence[str]) -> str:
    """Return precision, recall and F1 of a part, within a language and across, as lines."""
    stories = len({each.story for each in articles})
    lines = [f"{part}: {len(articles)} articles, {stories} stories"]
    for one_language in (True, False):
        score = scored(articles, given, one_language=one_language)
        where = "within a language" if one_language else "across languages"
        lines.append(
            f"  {where}: precision {score.precision:.3f}, recall {score.recall:.3f}, "
            f"F1 {score.f1:.3f} ({score.wanted} pairs wanted, {score.found} found)"
        )
    return "\n".join(lines)


def main() -> None:
    """Print how each part is grouped."""
    for part in PARTS:
        articles = labelled(part)
        print(described(part, articles, asyncio.run(stories_given(articles))))


if __name__ == "__main__":
    main()
