"""`dideban subscriptions policy`: how alerts of a subscription are told."""

from datetime import UTC, datetime
from typing import IO, Any

import click
import orjson

from dideban.alerting.policy import Policy, PolicyError, policy_of, shown
from dideban.alerting.reading_policy import current, read_policy
from services.cli.context import common, fail, finish, opened
from services.store import policies, subscriptions


@click.command()
@click.argument("subscription_id")
@click.option("--file", type=click.File("rb"), help="The whole policy as JSON; - reads it here.")
@click.option(
    "--set",
    "fields",
    metavar="KEY=VALUE",
    multiple=True,
    help="Change one field; a value may be JSON. Can be given several times.",
)
def policy(subscription_id: str, *, file: IO[bytes] | None, fields: tuple[str, ...]) -> None:
    """Show the policy of SUBSCRIPTION_ID, or set it: quiet hours, digests, caps, mutes, pauses.

    See docs/how-to/quiet-hours-and-digests.md.
    """
    if file is not None and fields:
        fail("give either --file or --set", 2)
    text = file.read() if file is not None else None
    kept, judged = finish(_policy(subscription_id, text, fields))
    click.echo(orjson.dumps(shown(kept), option=orjson.OPT_INDENT_2).decode())
    if judged:
        click.echo(f"{judged} held alerts judged anew", err=True)


async def _policy(
    subscription_id: str, text: bytes | None, fields: tuple[str, ...]
) -> tuple[Policy, int]:
    now = datetime.now(UTC)
    async with opened(common()) as store, store.begin() as connection:
        row = await subscriptions.one(connection, subscription_id)
        if row is None or row.removed:
            fail(f"no subscription {subscription_id}; see `dideban subscriptions list`")
        try:
            if text is None:
                before = current(policy_of(row.policy), now)
                if not fields:
                    return before, 0
                text = orjson.dumps({**shown(before), **dict(map(_field, fields))})
            wanted = read_policy(text, now)
        except PolicyError as error:
            fail(str(error), 2)
        return wanted, await policies.keep(connection, subscription_id, wanted, now)


def _field(text: str) -> tuple[str, Any]:
    name, equals, value = text.partition("=")
    if not equals:
        fail(f"--set {text!r} has no =; write for example --set severity=high", 2)
    try:
        return name, orjson.loads(value)
    except orjson.JSONDecodeError:
        return name, value
