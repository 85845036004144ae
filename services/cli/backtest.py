"""`dideban backtest`: what a query would have found in the archive."""

import asyncio
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

import click
import msgspec

from dideban.backtest.judging import interval
from dideban.backtest.report import Change, Found, Report
from dideban.backtest.run import Backtest
from dideban.query.tree import Query
from dideban.text import analyser
from dideban.text.one_line import isolated, plain
from services.cli.context import common, fail, finish, opened
from services.cli.progress import progress
from services.cli.query_errors import parsed
from services.cli.reading_archives import read_by_all_cores
from services.cli.saved_queries import names_for
from services.store import search
from services.store.engine import Store

MOST_SHOWN: Final = 10


@click.command()
@click.argument("query")
@click.option(
    "--days",
    default=30.0,
    show_default=True,
    type=click.FloatRange(min=0, min_open=True, max=36_500),
    help="How far back.",
)
@click.option("--edit", metavar="QUERY", help="Say what this query would gain and lose.")
@click.option(
    "--sample", default=10, show_default=True, type=click.IntRange(0, 1_000), help="How many shown."
)
@click.option("--judge", is_flag=True, help="Ask of each one shown whether it is right.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option("--progress", "as_lines", is_flag=True, help="How far it is, as JSON on stderr.")
def backtest(
    query: str,
    *,
    days: float,
    edit: str | None,
    sample: int,
    judge: bool,
    as_json: bool,
    as_lines: bool,
) -> None:
    """Say what QUERY would have found in the archive of the last days, and how many alerts a day.

    Nothing is sent. An article counts on the day it was published, or seen where that is earlier.
    """
    if judge and as_json:
        fail("--judge asks questions, --json answers none: give one of them", 2)
    names = names_for(query, edit)
    asked = parsed(query, names)
    edited = parsed(edit, names) if edit is not None else None
    report = finish(_backtest(asked, edited, sample, days, as_lines=as_lines))
    if as_json:
        click.echo(msgspec.json.encode(report).decode())
        return
    click.echo("\n".join(lines(report)))
    if judge:
        _judge(report.sample)


async def _backtest(
    asked: Query, edited: Query | None, sample: int, days: float, *, as_lines: bool
) -> Report:
    started = time.monotonic()
    since = datetime.now(UTC) - timedelta(days=days)
    analyser.load(raw=False)
    test = Backtest(asked, edited, sample=sample)
    async with opened(common()) as store:
        await fill(store, as_lines=as_lines)
        async with store.begin(reading=True) as connection:
            whole = await search.searched(connection, since)
            numbers = await search.candidates(connection, test.tree, since)
        with progress("reading", len(numbers), as_lines=as_lines) as update:
            async for part in read_by_all_cores(store, numbers, (asked, edited, sample)):
                test.add(part)
                update(part.read)
    report = test.report(days=days, searched=whole)
    return replace(report, seconds=round(time.monotonic() - started, 3))


async def fill(store: Store, *, as_lines: bool = False) -> int:
    """Put every article into the index that is not in it; return how many those were."""
    async with store.begin(reading=True) as connection:
        left = await search.missing(connection)
    if not left:
        return 0
    done = 0
    with progress("indexing", left, as_lines=as_lines) as update:
        while True:
            async with store.begin(reading=True) as connection:
                articles = await search.unindexed(connection)
            if not articles:
                return done
            entries = await asyncio.to_thread(lambda read: [*map(search.entry_of, read)], articles)
            async with store.begin() as connection:
                await search.keep(connection, entries)
            done += len(articles)
            update(len(articles))


def lines(report: Report) -> list[str]:
    """Return a report for people."""
    share = f"{report.searched:,} articles of {report.days:g} days, {report.read:,} read"
    told = [
        f"query      {report.query}",
        f"searched   {share}, {report.seconds:.1f} s",
        f"matches    {report.matches:,} articles in {report.stories:,} stories",
        f"a day      {report.alerts_a_day:.2g} alerts, {report.stories_a_day:.2g} grouped by story",
        f"languages  {_counts(report.languages)}",
        f"sources    {_counts(report.sources)}",
    ]
    if report.sample:
        told += ["", f"{len(report.sample)} of the {report.matches:,}, drawn by lot:"]
        told += [f"  {_shown(found)}" for found in report.sample]
    return told + (_edit_lines(report.edit) if report.edit else [])


def _edit_lines(edit: Change) -> list[str]:
    told = ["", f"edit       {edit.query}"]
    told += [f"matches    {edit.matches:,}: {edit.gained:,} gained, {edit.lost:,} lost"]
    told += [f"  + {_shown(found)}" for found in edit.gained_sample]
    return told + [f"  - {_shown(found)}" for found in edit.lost_sample]


def _counts(counts: dict[str, int]) -> str:
    shown = [f"{isolated(plain(name))} {count:,}" for name, count in counts.items()]
    more = f", and {len(shown) - MOST_SHOWN} more" if len(shown) > MOST_SHOWN else ""
    return (", ".join(shown[:MOST_SHOWN]) or "none") + more


def _shown(found: Found) -> str:
    words = dict.fromkeys(mark.text for mark in found.highlights)
    pieces = [
        f"{found.at:%Y-%m-%d %H:%M}",
        plain(found.language),
        isolated(plain(found.source)),
        isolated(plain(found.title)),
        "«" + isolated(plain(", ".join(words))) + "»" if words else "",
    ]
    return "  ".join(piece for piece in pieces if piece)


def _judge(sample: tuple[Found, ...]) -> None:
    """Ask of each article whether it is right; tell the precision that follows."""
    click.echo("\nIs it what you want to be told about? y yes, n no, s do not know, q enough")
    answers: list[str] = []
    for found in sample:
        click.echo(f"\n{_shown(found)}" + (f"\n{found.url}" if found.url else ""))
        answer = click.prompt("right?", type=click.Choice(["y", "n", "s", "q"]), default="s")
        if answer == "q":
            break
        answers.append(answer)
    right, judged = answers.count("y"), answers.count("y") + answers.count("n")
    if not judged:
        click.echo("nothing was judged")
        return
    low, high = interval(right, judged)
    click.echo(
        f"precision  {right / judged:.2f} ({right} of {judged} right);"
        f" 95 % sure that it is between {low:.2f} and {high:.2f}"
    )
