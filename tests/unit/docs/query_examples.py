"""Reads the examples of the pages on queries: what is typed, how it is read, what it finds."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from dideban.packs.loader import pack_names
from dideban.query.document import Document, document_from_text
from dideban.query.names import Names

DOCS = Path(__file__).parents[3] / "docs"
NOW = datetime(2025, 12, 17, 12, tzinfo=UTC)
"""The time at which the examples are tried; the reference page says so."""

_BLOCK = re.compile(r"^```query\n(.*?)^```", re.DOTALL | re.MULTILINE)
_TEXT = re.compile(r"(?P<language>[a-z]{2}) (?P<known>\[.*?\] )?(?P<sign>[+-]) (?P<text>.+)")
_SAVED = re.compile(r"@(\w+) is (.+)")


@dataclass(frozen=True)
class Text:
    """A text of an example, and whether the query finds it."""

    document: Document
    found: bool
    written: str


@dataclass(frozen=True)
class Example:
    """A query as typed, its canonical form, the texts it is tried on, the saved queries it has."""

    query: str
    canonical: str
    texts: tuple[Text, ...]
    names: Names


def examples(page: Path) -> list[Example]:
    """Return the examples of a page, in order."""
    return [_example(block) for block in _BLOCK.findall(page.read_text(encoding="utf-8"))]


def _example(block: str) -> Example:
    query, canonical, *lines = block.splitlines()
    if not canonical.startswith("= "):
        raise ValueError(f"{query}: the second line is no canonical form")
    saved = {found[1]: found[2] for line in lines if (found := _SAVED.fullmatch(line))}
    texts = tuple(_text(line) for line in lines if not _SAVED.fullmatch(line))
    names = Names(packs=pack_names().packs, saved=saved)
    return Example(query, canonical.removeprefix("= "), texts, names)


def _text(line: str) -> Text:
    parts = _TEXT.fullmatch(line)
    if parts is None:
        raise ValueError(f"no text of an example: {line}")
    title, bar, body = parts["text"].rpartition(" | ")
    known = dict(pair.split("=") for pair in (parts["known"] or "")[1:-2].split(", ") if pair)
    document = document_from_text(
        article_id="example",
        title=title if bar else "",
        text=body.replace(" ¶ ", "\n\n"),
        language=parts["language"],
        source=known.pop("source", ""),
        url=known.pop("url", None),
        published_at=_time(known.pop("published", None)),
        entities=True,
    )
    author = known.pop("author", "")
    sources = int(known.pop("sources", "1"))
    if known:
        raise ValueError(f"not known of an article: {known}")
    if document.languages[0] != parts["language"]:
        raise ValueError(f"read as {document.languages}, make it longer: {line}")
    document = replace(
        document,
        authors=(author,) if author else (),
        story_sources=sources,
    )
    return Text(document, parts["sign"] == "+", line)


def _time(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text).astimezone(UTC)
