"""`dideban topics create`, `dideban store migrate` and `index`: what services find in place."""

import asyncio

import click

from schemas.topics import every_topic
from services.cli.context import common, finish, opened
from services.runtime.bus import create_topics


@click.group()
def topics() -> None:
    """The Kafka topics."""


@topics.command()
@click.option("--wait-seconds", default=60.0, show_default=True, help="Give up after this long.")
def create(*, wait_seconds: float) -> None:
    """Create the topics that are missing; waits for the broker."""
    settings = common()
    try:
        created = finish(asyncio.wait_for(create_topics(settings, every_topic()), wait_seconds))
    except TimeoutError:
        raise click.ClickException(
            f"no broker answers at {settings.broker} (DIDEBAN_BROKER); "
            "start one with `make kafka` or `dideban run`"
        ) from None
    click.echo(f"created {len(created)} of {len(every_topic())} topics; the others were there")


@click.group()
def store() -> None:
    """The tables of the store."""


@store.command()
def migrate() -> None:
    """Create or update the tables."""
    finish(_migrate())
    click.echo("the store has its newest tables")


async def _migrate() -> None:
    async with opened(common()):
        pass


@store.command()
def index() -> None:
    """Put every article of the archive into its index that is not there yet."""
    from services.cli.backtest import fill  # noqa: PLC0415  it reads texts, which takes a second

    async def work() -> int:
        async with opened(common()) as store:
            return await fill(store)

    click.echo(f"{finish(work()):,} articles came into the index")
