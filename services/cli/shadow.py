"""`dideban shadow`: other packs or other rules beside the live ones, on live articles."""

import asyncio
import signal
import sys
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import click
import msgspec

from dideban.backtest.shadow import Difference, differences, read_again
from dideban.packs.loader import PackError, load_packs, pack_from_yaml, pack_names
from dideban.query.engine import Engine
from dideban.query.errors import QueryError
from dideban.query.names import Names
from dideban.query.parser import parse
from dideban.text import analyser
from dideban.text.one_line import isolated, plain
from services.cli.context import common, fail, finish, opened
from services.runtime.outcomes import AwayError
from services.store import saved_queries
from services.store import shadow as archive
from services.store import subscriptions as table
from services.store.engine import Store

LOOK_SECONDS: Final = 1.0
LOOK_BACK: Final = timedelta(minutes=10)
"""An article is archived first and done later; so long its turn is waited for."""
MOST_WORDS: Final = 8


@dataclass(slots=True)
class Tally:
    """What has been compared so far; subscriptions by kind of difference."""

    articles: int = 0
    matches: int = 0
    kinds: dict[str, Counter[str]] = field(
        default_factory=lambda: {"added": Counter(), "dropped": Counter()}
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """The subscriptions as the other rules read them, since when each stands, and its name."""

    engine: Engine
    since: Mapping[str, datetime]
    names: Mapping[str, str]


@click.group()
def shadow() -> None:
    """Run other packs or other rules beside the live ones; nothing is sent."""


@shadow.command()
@click.option(
    "--packs",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder with packs (YAML) that take the place of those that are live.",
)
@click.option("--reread", is_flag=True, help="Identify, normalise and tag articles anew as well.")
@click.option(
    "--hours",
    default=0.0,
    show_default=True,
    type=click.FloatRange(min=0, max=36_500 * 24),
    help="Begin with the articles archived so long ago.",
)
@click.option("--follow/--no-follow", default=True, help="Wait for new articles, or end.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def watch(*, packs: Path | None, reread: bool, hours: float, follow: bool, as_json: bool) -> None:
    """List what other packs, or the rules of this release, would have added and dropped.

    Every article that the running system has done is matched again, and compared with the matches
    it had. `+` is what only the other rules match, `-` what only the live ones do. A subscription
    changed since the article was seen is left out. Ctrl-C ends it with a summary.
    """
    names = _names(packs)
    since = datetime.now(UTC) - timedelta(hours=hours)
    tally = finish(_watch(names, since, reread=reread, follow=follow, as_json=as_json))
    _summarise(tally)


def _names(folder: Path | None) -> Names:
    """Return the packs that ship, with those of the folder in their place."""
    packs = dict(load_packs())
    for path in sorted(folder.glob("*.yaml")) if folder else ():
        try:
            pack = pack_from_yaml(path.read_text(encoding="utf-8"), path.name)
        except (PackError, UnicodeDecodeError) as error:
            fail(str(error), 2)
        packs[pack.name] = pack
    if folder and not any(folder.glob("*.yaml")):
        fail(f"{folder} holds no pack (a file that ends in .yaml)", 2)
    return pack_names(packs.values())


async def _watch(
    names: Names, since: datetime, *, reread: bool, follow: bool, as_json: bool
) -> Tally:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGINT, stop.set)
    await asyncio.to_thread(analyser.load, raw=reread)
    tally, done = Tally(), dict[tuple[str, str], datetime]()
    async with opened(common()) as store:
        asked = await _asked(store, names)
        while not stop.is_set():
            with suppress(AwayError):  # the services say so; it goes on when the store is back
                start = max(since, datetime.now(UTC) - LOOK_BACK) if tally.articles else since
                async with store.begin(reading=True) as connection:
                    found = await archive.handled(connection, start, done.keys())
                for each in found:
                    done[each.key] = datetime.now(UTC)
                    _compare(each, asked, tally, reread=reread, as_json=as_json)
                if found:
                    continue
                if not follow:
                    break
                asked = await _asked(store, names, asked)
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), LOOK_SECONDS)
    return tally


async def _asked(store: Store, names: Names, before: Asked | None = None) -> Asked:
    """Return the subscriptions as they stand now; those not changed are not read again."""
    async with store.begin(reading=True) as connection:
        rows = await table.every(connection)
        saved = await saved_queries.every(connection)
    engine = before.engine if before else Engine()
    known = before.since if before else {}
    since: dict[str, datetime] = {}
    for row in rows:
        if not row.enabled:
            continue
        if known.get(row.subscription_id) != row.changed_at:
            try:
                own = Names(names.packs, saved.get(row.owner, {}))
                engine.add(row.subscription_id, parse(row.query, names=own))
            except QueryError as error:
                click.echo(f"{row.subscription_id}: {error}; it is left out", err=True)
                continue
        since[row.subscription_id] = row.changed_at
    for gone in known.keys() - since.keys():
        engine.remove(gone)
    return Asked(engine, since, {row.subscription_id: row.name for row in rows})


def _compare(
    each: archive.Handled, asked: Asked, tally: Tally, *, reread: bool, as_json: bool
) -> None:
    if each.article.raw.lane != "live":
        return
    article = read_again(each.article) if reread else each.article
    tally.articles += 1
    tally.matches += len(each.matches)
    for difference in differences(asked.engine, article, each.matches, asked.since):
        tally.kinds[difference.kind][asked.names[difference.subscription_id]] += 1
        name = asked.names[difference.subscription_id]
        click.echo(_json(difference, name) if as_json else _line(difference, name))
    sys.stdout.flush()


def _json(difference: Difference, name: str) -> str:
    told = {"subscription": name, **msgspec.to_builtins(difference)}
    return msgspec.json.encode(told).decode()


def _line(difference: Difference, name: str) -> str:
    words = list(dict.fromkeys(mark.text for mark in difference.highlights))[:MOST_WORDS]
    pieces = [
        "+" if difference.kind == "added" else "-",
        f"{difference.seen_at:%Y-%m-%d %H:%M:%S}",
        isolated(plain(name)),
        plain(difference.language),
        isolated(plain(difference.source)),
        isolated(plain(difference.title)),
        f"[{isolated(plain(', '.join(words)))}]" if words else "",
    ]
    return "  ".join(piece for piece in pieces if piece)


def _summarise(tally: Tally) -> None:
    click.echo(
        f"{tally.articles:,} articles with {tally.matches:,} live matches compared: "
        f"{tally.kinds['added'].total():,} added, {tally.kinds['dropped'].total():,} dropped",
        err=True,
    )
    for sign, kind in (("+", "added"), ("-", "dropped")):
        for name, count in tally.kinds[kind].most_common(MOST_WORDS):
            click.echo(f"  {sign}{count:,}  {isolated(plain(name))}", err=True)
