"""`dideban query save`, `saved` and `forget`: queries under a name, used in others as @name."""

from collections.abc import Mapping
from datetime import UTC, datetime

import click

from dideban.packs.loader import pack_names
from dideban.query.errors import QueryError
from dideban.query.names import Names
from dideban.query.parser import canonical, parse
from dideban.query.saved import NAME, inlined
from services.cli.context import LOCAL_OWNER, common, fail, finish, opened
from services.cli.query_errors import told
from services.store import saved_queries


def names_for(*texts: str | None) -> Names:
    """Return the names that queries may use; the store is opened only where one has an @."""
    saved = finish(_saved()) if any("@" in text for text in texts if text) else {}
    return pack_names(saved=saved)


async def _saved() -> dict[str, str]:
    async with opened(common()) as store, store.begin(reading=True) as connection:
        return await saved_queries.of(connection, LOCAL_OWNER)


@click.command()
@click.argument("name")
@click.argument("text", metavar="QUERY")
def save(name: str, text: str) -> None:
    """Save QUERY as @NAME, in the place of an earlier one; subscriptions that use it follow."""
    name = name.removeprefix("@")
    if not NAME.fullmatch(name):
        fail(f"{name!r} cannot stand after @: use up to 64 letters, digits, _, . and -", 2)
    changed = finish(_save(name, text))
    click.echo(f"saved @{name}; {changed} subscriptions follow")


async def _save(name: str, text: str) -> int:
    async with opened(common()) as store, store.begin() as connection:
        saved = await saved_queries.of(connection, LOCAL_OWNER)
        query = _checked(name, text, saved)
        return await saved_queries.save(connection, LOCAL_OWNER, name, query, datetime.now(UTC))


def _checked(name: str, text: str, saved: Mapping[str, str]) -> str:
    try:
        query = canonical(parse(text, names=pack_names(saved=saved)))
        inlined(f"@{name}", pack_names(saved={**saved, name: query}))
    except QueryError as error:
        fail(told(text, error), 2)
    return query


@click.command()
def saved() -> None:
    """Show the saved queries."""
    for name, query in finish(_saved()).items():
        click.echo(f"@{name}  {query}")


@click.command()
@click.argument("name")
def forget(name: str) -> None:
    """Forget the saved query NAME; nothing may use it."""
    finish(_forget(name.removeprefix("@")))


async def _forget(name: str) -> None:
    async with opened(common()) as store, store.begin() as connection:
        users = await saved_queries.in_use(connection, LOCAL_OWNER, name)
        if users:
            fail(f"@{name} is used by {', '.join(users)}; change or remove those first")
        if not await saved_queries.remove(connection, LOCAL_OWNER, name):
            fail(f"no saved query @{name}; see `dideban query saved`")
    click.echo(f"forgot @{name}")
