"""`dideban deliveries`: what became of each match, and sending again what is dead."""

from datetime import UTC, datetime
from typing import Any

import click
import orjson
from sqlalchemy import Row

from dideban.messages.line import headline
from schemas.codec import decode
from schemas.matches import Match
from services.cli.context import LOCAL_OWNER, common, fail, finish, opened
from services.store import deliveries as sending
from services.store import delivery_log
from services.store.alerts_view import Reader
from services.store.ledger import STATES, State

MOMENT = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"])
"""In UTC, as all times of the command line."""

_of_subscription = click.option("--subscription", metavar="ID", help="Only of this subscription.")
_since = click.option("--since", type=MOMENT, help="Written at or after (UTC).")
_until = click.option("--until", type=MOMENT, help="Written before (UTC).")
_as_json = click.option("--json", "as_json", is_flag=True, help="JSON.")


@click.group()
def deliveries() -> None:
    """Show what became of each match, and send again what is dead."""


@deliveries.command("list")
@click.option("--state", type=click.Choice(STATES), help="Only those that are so.")
@_of_subscription
@_since
@_until
@click.option("--last", default=20, show_default=True, help="At most this many, the newest.")
@_as_json
def list_all(
    *,
    state: State | None,
    subscription: str | None,
    since: datetime | None,
    until: datetime | None,
    last: int,
    as_json: bool,
) -> None:
    """Show the newest matches: time, state, channel, subscription, title, reason."""
    wanted = delivery_log.Wanted(state=state, since=_utc(since), until=_utc(until))
    for row in finish(_page(wanted, subscription, last)):
        click.echo(orjson.dumps(_told(row)).decode() if as_json else _line(row))


async def _page(wanted: delivery_log.Wanted, subscription: str | None, most: int) -> list[Row[Any]]:
    async with opened(common()) as store, store.begin(reading=True) as connection:
        return list(await delivery_log.page(connection, _everyone(subscription), wanted, most))


def _everyone(subscription: str | None = None) -> Reader:
    return Reader(user_id=LOCAL_OWNER, role="admin", subscription_id=subscription)


def _utc(moment: datetime | None) -> datetime | None:
    return None if moment is None else moment.replace(tzinfo=UTC)


def _line(row: Row[Any]) -> str:
    title = headline(decode(Match, row.match))
    pieces = [f"{row.written_at:%Y-%m-%d %H:%M:%S}", row.state, row.channel, row.name_now, title]
    if row.reason:
        pieces.append(f"({row.reason})")
    return "  ".join([*pieces, row.match_id])


def _told(row: Row[Any]) -> dict[str, Any]:
    names = ("match_id", "message_id", "subscription_id", "kind", "channel", "state", "reason")
    times = ("matched_at", "written_at", "ended_at", "next_attempt_at", "acknowledged_at")
    told = {name: getattr(row, name) for name in (*names, *times, "attempts")}
    return {**told, "title": headline(decode(Match, row.match))}


@deliveries.command()
@click.argument("match_id")
@_as_json
def show(match_id: str, *, as_json: bool) -> None:
    """Show what became of MATCH_ID, with every attempt."""
    row, tries = finish(_one(match_id))
    told = [
        {"at": each.started_at, "ms": each.milliseconds, "outcome": each.outcome, "answer": answer}
        for each in tries
        for answer in [each.answer or ""]
    ]
    if as_json:
        whole = {**_told(row), "tries": told}
        click.echo(orjson.dumps(whole, option=orjson.OPT_INDENT_2).decode())
        return
    click.echo(_line(row))
    for each in told:
        at = f"{each['at']:%Y-%m-%d %H:%M:%S}"
        click.echo(f"  {at}  {each['ms']} ms  {each['outcome']}  {each['answer']}")


async def _one(match_id: str) -> tuple[Row[Any], list[Row[Any]]]:
    async with opened(common()) as store, store.begin(reading=True) as connection:
        row = await delivery_log.one(connection, _everyone(), match_id)
        if row is None:
            fail(f"no match {match_id}; see `dideban deliveries list`")
        return row, list(await sending.attempts_of(connection, match_id))


@deliveries.command()
@click.argument("match_id", required=False)
@click.option("--subscription", metavar="ID", help="All that is dead of this subscription.")
@_since
@_until
def replay(
    *,
    match_id: str | None,
    subscription: str | None,
    since: datetime | None,
    until: datetime | None,
) -> None:
    """Send dead messages again: that of MATCH_ID, or all of a subscription in a range of time."""
    if (match_id is None) == (subscription is None):
        fail("give either a match or --subscription", 2)
    wanted = delivery_log.Wanted(since=_utc(since), until=_utc(until))
    replayed = finish(_replay(match_id, subscription, wanted))
    if not replayed:
        fail("nothing is dead there; see `dideban deliveries list --state dead`")
    click.echo(f"{replayed} on their way again")


async def _replay(
    match_id: str | None, subscription: str | None, wanted: delivery_log.Wanted
) -> int:
    now = datetime.now(UTC)
    async with opened(common()) as store, store.begin() as connection:
        if match_id is not None:
            return int(await delivery_log.replay(connection, match_id, now))
        return await delivery_log.replay_range(connection, subscription or "", wanted, now)


@deliveries.command()
@click.argument("match_id")
def acknowledge(match_id: str) -> None:
    """Say that the story of MATCH_ID has been seen to: no follow-up comes of it any more."""
    if not finish(_acknowledge(match_id)):
        fail(f"there is no alert of {match_id} that is not acknowledged yet")
    click.echo(f"acknowledged {match_id}")


async def _acknowledge(match_id: str) -> bool:
    async with opened(common()) as store, store.begin() as connection:
        return await delivery_log.acknowledge(connection, match_id, LOCAL_OWNER, datetime.now(UTC))
