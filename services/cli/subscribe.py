"""`dideban subscribe` and `dideban subscriptions`: asking to be told."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

import click
import orjson

from dideban.alerting.chat_targets import access_token
from dideban.alerting.push_target import shown_webpush
from dideban.alerting.targets import TargetError, checked_target
from dideban.query.errors import QueryError
from dideban.query.saved import usable
from services.cli import policies, target_care
from services.cli import subscription_files as files
from services.cli.context import LOCAL_OWNER, common, fail, finish, opened
from services.cli.query_errors import told
from services.cli.saved_queries import names_for
from services.store import subscriptions as table


@click.command()
@click.argument("query")
@click.option("--name", required=True, help="What the alerts are called.")
@click.option("--webhook", metavar="URL", help="Send each alert there, signed.")
@click.option("--email", metavar="ADDRESS", help="Send each alert there by mail.")
@click.option("--telegram", metavar="CHAT", help="Let the bot write there: a number or @channel.")
@click.option("--ntfy", metavar="URL", help="Publish each alert to this topic of an ntfy server.")
@click.option("--apprise", metavar="NAME", help="A target named in DIDEBAN_APPRISE_FILE.")
@click.option("--token", metavar="TOKEN", help="What the topic wants of those who publish to it.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def subscribe(
    query: str, *, name: str, token: str | None, as_json: bool, **targets: str | None
) -> None:
    """Ask to be told about articles that match QUERY (or a pack: topic:gas-transfer)."""
    try:
        usable(query, names_for(query))
    except QueryError as error:
        fail(told(query, error), 2)
    address = _with_token(_address(targets), token)
    finish(_subscribe(query, name, address, as_json=as_json))


def _address(options: Mapping[str, str | None]) -> table.Address:
    """Return where alerts go, by the one option that says so, or to the page only."""
    said = {channel: target for channel, target in options.items() if target is not None}
    if len(said) > 1:
        fail(f"give one of {' and '.join(f'--{channel}' for channel in said)}", 2)
    for channel, target in said.items():
        try:
            return table.Address(channel=channel, target=checked_target(channel, target))
        except TargetError as error:
            fail(f"--{channel}: {error}", 2)
    return table.LIVE


def _with_token(address: table.Address, token: str | None) -> table.Address:
    if token is None:
        return address
    if address.channel != "ntfy":
        fail("--token goes with --ntfy alone", 2)
    try:
        return replace(address, secret=access_token(token))
    except TargetError as error:
        fail(f"--token: {error}", 2)


async def _subscribe(query: str, name: str, address: table.Address, *, as_json: bool) -> None:
    async with opened(common()) as store, store.begin() as connection:
        row = await table.add(
            connection,
            owner=LOCAL_OWNER,
            name=name,
            query=query,
            now=datetime.now(UTC),
            address=address,
        )
    signing = row.target_secret if row.channel == "webhook" else None
    if as_json:
        click.echo(orjson.dumps({"id": row.subscription_id, "secret": signing}).decode())
        return
    click.echo(f"id      {row.subscription_id}")
    if signing:
        click.echo(f"secret  {signing}")


@click.group()
def subscriptions() -> None:
    """List, import, export, test and remove subscriptions, and say how they tell."""


subscriptions.add_command(files.import_)
subscriptions.add_command(files.export)
subscriptions.add_command(policies.policy)
subscriptions.add_command(target_care.test)
subscriptions.add_command(target_care.new_secret)
subscriptions.add_command(target_care.enable_target)


@subscriptions.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def list_all(*, as_json: bool) -> None:
    """Show every subscription."""
    finish(_list(as_json=as_json))


async def _list(*, as_json: bool) -> None:
    async with opened(common()) as store, store.begin(reading=True) as connection:
        for row in await table.every(connection):
            shown = {
                "id": row.subscription_id,
                "name": row.name,
                "query": row.query,
                "channel": row.channel,
                "target": shown_webpush(row.target) if row.channel == "webpush" else row.target,
                "enabled": row.enabled,
            }
            if as_json:
                click.echo(orjson.dumps(shown).decode())
            else:
                click.echo(f"{row.subscription_id}  {row.name}  {row.query}")


@subscriptions.command()
@click.argument("subscription_id")
def remove(subscription_id: str) -> None:
    """End the subscription SUBSCRIPTION_ID; its alerts stay."""
    finish(_remove(subscription_id))


async def _remove(subscription_id: str) -> None:
    async with opened(common()) as store, store.begin() as connection:
        found = await table.remove(connection, subscription_id, datetime.now(UTC))
    if not found:
        fail(f"no subscription {subscription_id}; see `dideban subscriptions list`")
    click.echo(f"removed {subscription_id}")
