"""`dideban ingest`: articles from JSONL files into the pipe."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final

import click
import msgspec

from dideban.feeds.identity import revision
from schemas.articles import RawArticle, UtcTime
from services.cli.context import common, fail, finish, opened
from services.store import outbox

BATCH: Final = 500
MAX_ID_CHARS: Final = 64


class Line(msgspec.Struct, frozen=True):
    """One article of a file; `text` is the body, `published_at` has a time zone."""

    id: Annotated[str, msgspec.Meta(min_length=1)]
    title: str = ""
    text: str = ""
    url: str | None = None
    language: str | None = None
    published_at: UtcTime | None = None
    source: str = ""


class LineError(ValueError):
    """A line is no article; the message says file, line and what is wrong."""


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--alert", is_flag=True, help="Alert on these as on fresh news.")
def ingest(files: tuple[Path, ...], *, alert: bool) -> None:
    """Put the articles of FILES (JSONL: id, url, title, text, language, published_at) in the pipe.

    They are sent when the system runs. Without --alert they are kept and searched, never alerted.
    """
    try:
        written, known = finish(_ingest(files, alert=alert))
    except LineError as error:
        fail(str(error), 2)
    click.echo(f"{written} articles taken in, {known} were there already")


async def _ingest(files: Iterable[Path], *, alert: bool) -> tuple[int, int]:
    settings, written, seen = common(), 0, 0
    async with opened(settings) as store:
        for path in files:
            with click.progressbar(length=path.stat().st_size, label=path.name) as bar:
                for batch, read_bytes in _batches(path, alert=alert):
                    async with store.begin() as connection:
                        written += len(await outbox.put(connection, batch, datetime.now(UTC)))
                    seen += len(batch)
                    bar.update(read_bytes)
    return written, seen - written


def _batches(path: Path, *, alert: bool) -> Iterator[tuple[list[RawArticle], int]]:
    batch: list[RawArticle] = []
    read_bytes = 0
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            read_bytes += len(line)
            if line.strip():
                batch.append(article_of(line, f"{path.name}, line {number}", alert=alert))
            if len(batch) == BATCH:
                yield batch, read_bytes
                batch, read_bytes = [], 0
    yield batch, read_bytes


def article_of(line: bytes, where: str, *, alert: bool) -> RawArticle:
    """Return the article of a line.

    Raises:
        LineError: it is no JSON, lacks an id, or a field has the wrong type.
    """
    try:
        row = msgspec.json.decode(line, type=Line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise LineError(f"{where}: {error}") from error
    cleaned = {name: _clean(getattr(row, name)) for name in ("id", "title", "text", "source")}
    return RawArticle(
        article_id=_article_id(cleaned["id"]),
        revision=revision(cleaned["title"], cleaned["text"]),
        feed_id="ingest",
        source=cleaned["source"] or "ingest",
        url=row.url,
        title=cleaned["title"],
        body=cleaned["text"],
        language_hint=row.language,
        published_at=row.published_at,
        published_quality="given" if row.published_at else "missing",
        fetched_at=datetime.now(UTC),
        lane="live" if alert else "backfill",
        text_source="file",
    )


def _article_id(given: str) -> str:
    if len(given) <= MAX_ID_CHARS:
        return given
    return hashlib.sha256(given.encode()).hexdigest()


def _clean(text: str) -> str:
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}")
