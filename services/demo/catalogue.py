"""The sample agencies and articles, read from YAML and checked."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final, Literal

import msgspec

type FeedFormat = Literal["rss", "atom", "rdf", "json"]

PUBLISHED_BEFORE_SEEN: Final = timedelta(minutes=4)
"""News is published a little before a reader's feed shows it."""


class CatalogueError(ValueError):
    """A sample file cannot be used; the message names the file and the fault."""


class Source(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A fictional agency: its name, language (BCP 47) and the format of its feed."""

    id: str
    name: str
    language: str
    format: FeedFormat

    @property
    def direction(self) -> str:
        """The direction of its script, as in HTML's `dir`."""
        return "rtl" if self.language in {"fa", "ar"} else "ltr"


class Edit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an article says from `delay_seconds` after the start on."""

    delay_seconds: float
    title: str
    paragraphs: tuple[str, ...]


class Sample(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A sample article; `topics` names the packs that a reader would expect to fire."""

    id: str
    source: str
    title: str
    paragraphs: tuple[str, ...]
    delay_seconds: float
    topics: tuple[str, ...]
    date: Literal["given", "missing"] = "given"
    edits: tuple[Edit, ...] = ()


class _SourceFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    sources: tuple[Source, ...]


class _ArticleFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    language: str
    articles: tuple[Sample, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An article as it stands at one moment, ready to be shown; no date where none is given."""

    id: str
    source: Source
    title: str
    paragraphs: tuple[str, ...]
    published_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """All sample agencies and articles."""

    sources: tuple[Source, ...]
    samples: tuple[Sample, ...]

    @cached_property
    def by_id(self) -> dict[str, Source]:
        """The agencies by their ids."""
        return {source.id: source for source in self.sources}

    def language_of(self, sample: Sample) -> str:
        """Return the language (BCP 47) that the article's agency writes in."""
        return self.by_id[sample.source].language

    def items(self, source_id: str, started_at: datetime, now: datetime) -> tuple[Item, ...]:
        """Return what the agency shows at `now`, newest first."""
        elapsed = (now - started_at).total_seconds()
        shown = [
            sample
            for sample in self.samples
            if sample.source == source_id and sample.delay_seconds <= elapsed
        ]
        shown.sort(key=lambda sample: sample.delay_seconds, reverse=True)
        return tuple(self._item(sample, started_at, elapsed) for sample in shown)

    def _item(self, sample: Sample, started_at: datetime, elapsed: float) -> Item:
        title, paragraphs = sample.title, sample.paragraphs
        for edit in sample.edits:
            if edit.delay_seconds <= elapsed:
                title, paragraphs = edit.title, edit.paragraphs
        seen_at = started_at + timedelta(seconds=sample.delay_seconds)
        return Item(
            id=sample.id,
            source=self.by_id[sample.source],
            title=title,
            paragraphs=paragraphs,
            published_at=seen_at - PUBLISHED_BEFORE_SEEN if sample.date == "given" else None,
        )


def load_catalogue(folder: Traversable | None = None) -> Catalogue:
    """Return the sample agencies and articles of `folder`, by default of this package.

    Raises:
        CatalogueError: a file is malformed, an id is taken twice, or an article's agency is
            unknown or writes in another language.
    """
    folder = files("services.demo") / "articles" if folder is None else folder
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".yaml"))
    sources = _decode(folder / "sources.yaml", _SourceFile).sources
    languages = {source.id: source.language for source in sources}
    samples: dict[str, Sample] = {}
    for name in names:
        if name == "sources.yaml":
            continue
        file = _decode(folder / name, _ArticleFile)
        for sample in file.articles:
            if languages.get(sample.source) != file.language:
                raise CatalogueError(f"{name}: {sample.id}: no {file.language} agency of that id")
            if sample.id in samples:
                raise CatalogueError(f"{name}: the id {sample.id} is taken twice")
            samples[sample.id] = sample
    return Catalogue(sources=sources, samples=tuple(samples.values()))


def _decode[T](file: Traversable, record: type[T]) -> T:
    try:
        return msgspec.yaml.decode(file.read_bytes(), type=record)
    except (OSError, msgspec.DecodeError) as error:
        raise CatalogueError(f"{file.name}: {error}") from error
