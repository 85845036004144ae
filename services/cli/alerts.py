"""`dideban alerts`: the alerts, as they come."""

import asyncio
import signal
import sys
from contextlib import suppress
from typing import Final

import click
import msgspec
import orjson

from dideban.messages.line import alert_line
from schemas.codec import decode
from schemas.matches import Match
from services.cli.context import common, finish, opened
from services.runtime.outcomes import AwayError
from services.store import ledger, subscriptions
from services.store.engine import Store

POLL_SECONDS: Final = 0.3
PAGE: Final = 200


@click.group()
def alerts() -> None:
    """Read the alerts."""


@alerts.command()
@click.option("--after", default=None, type=int, help="Start after this alert number.")
@click.option("--last", default=10, show_default=True, help="Show this many of those before.")
@click.option("--follow/--no-follow", default=True, help="Wait for new ones, or end.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def tail(*, after: int | None, last: int, follow: bool, as_json: bool) -> None:
    """Show the newest alerts, then each as it comes. Ctrl-C ends it."""
    finish(_tail(after, last, follow=follow, as_json=as_json))


async def _tail(after: int | None, last: int, *, follow: bool, as_json: bool) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGINT, stop.set)
    async with opened(common()) as store:
        async with store.begin(reading=True) as connection:
            newest = await ledger.newest_number(connection)
        start = max(newest - last, 0) if after is None else after
        if not follow:
            await _print_page(store, start, {}, as_json=as_json)
            return
        await print_new(store, start, stop, as_json=as_json)


async def print_new(store: Store, after: int, stop: asyncio.Event, *, as_json: bool) -> None:
    """Print each alert after a number as it comes, until told to stop."""
    names: dict[str, str] = {}
    while not stop.is_set():
        with suppress(AwayError):  # the services say so; printing goes on when it is back
            after = await _print_page(store, after, names, as_json=as_json)
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), POLL_SECONDS)


async def _print_page(store: Store, after: int, names: dict[str, str], *, as_json: bool) -> int:
    async with store.begin(reading=True) as connection:
        rows = await ledger.after(connection, after, PAGE)
        for wanted in {row.subscription_id for row in rows} - names.keys():
            row = await subscriptions.one(connection, wanted)
            names[wanted] = row.name if row else wanted
    for row in rows:
        match = decode(Match, row.match)
        name = names[row.subscription_id]
        if as_json:
            told = {"number": row.number, "subscription": name, **msgspec.to_builtins(match)}
            click.echo(orjson.dumps(told).decode())
        else:
            click.echo(alert_line(match, name))
        after = row.number
    sys.stdout.flush()
    return after
