"""`dideban sources`: the feeds that are watched."""

import os
from datetime import UTC, datetime
from urllib.parse import urlsplit

import click
import orjson

from services.cli.context import common, fail, finish, opened
from services.store import sources as table


@click.group()
def sources() -> None:
    """Add, list and remove feeds."""


@sources.command()
@click.argument("url")
@click.option("--name", help="What the source is called; its host unless given.")
@click.option("--language", help="BCP 47 tag the source mostly writes in; a hint, not a rule.")
def add(url: str, *, name: str | None, language: str | None) -> None:
    """Watch the feed at URL (RSS, Atom, RDF or JSON Feed)."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        fail(f"{url!r} is no http or https address", 2)
    finish(_add(url, name or parts.hostname, language))


async def _add(url: str, name: str, language: str | None) -> None:
    async with opened(common()) as store, store.begin() as connection:
        added, new = await table.add(
            connection, url=url, name=name, language=language, now=datetime.now(UTC)
        )
    click.echo(f"{added}  {'added' if new else 'was there already'}")
    if not os.environ.get("DIDEBAN_HTTP_CONTACT"):
        click.echo(
            "Sites want to know who reads them: start the system with "
            "DIDEBAN_HTTP_CONTACT=you@example.org, or public feeds stay unread.",
            err=True,
        )


@sources.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def list_all(*, as_json: bool) -> None:
    """Show every source and its health."""
    finish(_list(as_json=as_json))


async def _list(*, as_json: bool) -> None:
    async with opened(common()) as store, store.begin(reading=True) as connection:
        rows = await table.every(connection)
    for row in rows:
        if as_json:
            shown = {
                "id": row.source_id,
                "name": row.name,
                "url": row.url,
                "state": row.state,
                "last_error": row.last_error,
                "last_success_at": row.last_success_at,
                "next_poll_at": row.next_poll_at,
            }
            click.echo(orjson.dumps(shown).decode())
        else:
            reason = f"  {row.last_error}" if row.last_error else ""
            click.echo(f"{row.source_id}  {row.state:9} \u2068{row.name}\u2069  {row.url}{reason}")


@sources.command()
@click.argument("source_id")
def remove(source_id: str) -> None:
    """Watch the source SOURCE_ID no more."""
    finish(_remove(source_id))


async def _remove(source_id: str) -> None:
    async with opened(common()) as store, store.begin() as connection:
        found = await table.remove(connection, source_id)
    if not found:
        fail(f"no source {source_id}; see `dideban sources list`")
    click.echo(f"removed {source_id}")
