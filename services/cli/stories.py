"""`dideban stories`: which articles tell one story, decided as the stage decides it."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, TextIO

import click

from dideban.feeds.identity import revision
from dideban.stories.reading import fingerprint_read
from schemas.articles import RawArticle, StoryRef
from services.cli.context import fail
from services.cli.stories_told import told
from services.cli.text_rows import TIME_EXPECTED, Answer, Row, RowError, answers, each_row
from services.store.engine import Store
from services.store.placing import placed
from services.store.tables import METADATA

WRONG_USE: Final = 2

type Place = Callable[[Row], StoryRef]


@click.group()
def stories() -> None:
    """Say which articles tell one story."""


@stories.command()
@click.argument("file", required=False, type=click.File(encoding="utf-8", errors="surrogateescape"))
@click.option(
    "--jsonl",
    "rows",
    metavar="FILE",
    type=click.File(encoding="utf-8", errors="surrogateescape"),
    help="Answer each line by a JSON object, in order; - is standard input.",
)
@click.option("--keep-going", is_flag=True, help="With --jsonl, answer a bad line by {id, error}.")
def group(file: TextIO | None, rows: TextIO | None, *, keep_going: bool) -> None:
    """Group the articles of FILE into stories, in the order of its lines.

    Each line is an object {id, title, text, source, published_at, lang?}; a language that is not
    given is identified. The time of publication is the time of the decision. With --jsonl each
    gives {id, story, role, changes, sources, copies}; without it the stories are told in lines
    for people. What `changes` may hold says docs/explanation/one-story.md.

    Nothing is kept: the stories of the running system are left alone.
    """
    if (file is None) == (rows is None):
        raise click.UsageError("give a FILE, or --jsonl FILE")
    try:
        with _desk() as place:
            if rows is not None:
                for line in answers(rows, lambda row: _answer(place(row)), keep_going=keep_going):
                    click.echo(line)
            elif file is not None:
                click.echo(told([(row, place(row)) for row in each_row(file)]))
    except RowError as error:
        fail(str(error), WRONG_USE)


def _answer(reference: StoryRef) -> Answer:
    return {
        "story": reference.story_id,
        "role": reference.role,
        "changes": reference.changes,
        "sources": reference.sources,
        "copies": reference.copies,
    }


@contextmanager
def _desk() -> Iterator[Place]:
    """Give the function that places articles one after another, in a store of their own."""
    with TemporaryDirectory(prefix="dideban-stories-") as folder, asyncio.Runner() as runner:
        store = Store.at(f"sqlite+aiosqlite:///{Path(folder) / 'stories.sqlite'}")
        runner.run(_create(store))
        try:
            yield lambda row: runner.run(_placed(store, row))
        finally:
            runner.run(store.__aexit__(None, None, None))


async def _create(store: Store) -> None:
    async with store.begin() as connection:
        await connection.run_sync(METADATA.create_all)


async def _placed(store: Store, row: Row) -> StoryRef:
    raw, language = _article(row), row.tag("lang") or row.tag("language")
    fingerprint = fingerprint_read(raw, language)
    async with store.begin() as connection:
        return await placed(connection, fingerprint, raw.fetched_at)


def _article(row: Row) -> RawArticle:
    at = row.time("published_at")
    if at is None:
        raise row.missing("published_at", TIME_EXPECTED, "add the time of publication")
    title, source = row.string("title"), row.string("source") or "unknown"
    return RawArticle(
        article_id=str(row.id),
        revision=revision(title, row.text),
        feed_id=source,
        source=source,
        title=title,
        body=row.text,
        published_at=at,
        published_quality="given",
        fetched_at=at,
        text_source="file",
    )
