"""`dideban subscriptions import` and `export`: many subscriptions as lines of JSON."""

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import batched
from pathlib import Path
from typing import Annotated, Any, Final

import click
import msgspec
import orjson

from dideban.alerting.policy import Policy, PolicyError, policy_of, policy_text
from dideban.alerting.reading_policy import current, read_kept_policy
from dideban.alerting.targets import Channel, TargetError, checked_target
from dideban.query.errors import QueryError
from dideban.query.names import Names
from dideban.query.saved import usable
from services.cli.context import LOCAL_OWNER, common, fail, finish, opened
from services.cli.saved_queries import names_for
from services.store import subscriptions as table
from services.store.subscription_imports import Put, Wanted, put

BATCH: Final = 1_000
MOST_ERRORS: Final = 20
_OWN_ID: Final = re.compile(r"sub_[0-9a-f]{16}")

type Text = Annotated[str, msgspec.Meta(min_length=1, max_length=20_000)]


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One subscription of a file: a query, or the name of a topic pack.

    `webhook` is short for the channel webhook and its target.
    `policy` says how its reader wants to be told; without one what is kept stays.
    `id` is the file's own; with it a later import changes the subscription instead of adding one.
    """

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    query: Text | None = None
    pack: Text | None = None
    webhook: Text | None = None
    channel: Channel | None = None
    target: Text | None = None
    enabled: bool = True
    policy: dict[str, Any] | None = None
    id: Text | None = None


class LineError(ValueError):
    """A line is no subscription; the message says why."""


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--check", is_flag=True, help="Only say whether every line can be taken.")
@click.option("--skip-bad", is_flag=True, help="Take the good lines where others are bad.")
@click.option(
    "--secrets",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Write the signing secrets of new webhooks there, one JSON object a line.",
)
def import_(file: Path, *, check: bool, skip_bad: bool, secrets: Path | None) -> None:
    """Add or change the subscriptions of FILE, which are lines of JSON.

    A line has a name, a query or a pack, and may have channel, target, enabled, policy and id.
    Nothing is taken where a line is bad. The same file may be imported again: what is there stays.
    """
    wanted, errors = _read(file)
    for error in errors[:MOST_ERRORS]:
        click.echo(error, err=True)
    if len(errors) > MOST_ERRORS:
        click.echo(f"and {len(errors) - MOST_ERRORS:,} more", err=True)
    if errors and not (skip_bad or check):
        fail(f"{len(errors):,} bad lines, nothing was taken; --skip-bad takes the others", 2)
    if check:
        click.echo(f"{len(wanted):,} lines can be taken, {len(errors):,} cannot")
        raise SystemExit(2 if errors else 0)
    if secrets is None and any(each.channel == "webhook" for each in wanted):
        fail("there are webhooks: say with --secrets FILE where their signing secrets go", 2)
    done = finish(_import(wanted, secrets))
    there = f"{done.unchanged:,} were there already"
    click.echo(f"{done.added:,} added, {done.changed:,} changed, {there}")


def _read(file: Path) -> tuple[list[Wanted], list[str]]:
    """Return the subscriptions of the good lines, the last of each id, and what is bad."""
    wanted: dict[str, Wanted] = {}
    errors: list[str] = []
    names = names_for("@")
    with (
        file.open("rb") as lines,
        click.progressbar(length=file.stat().st_size, label="checking") as bar,
    ):
        for number, line in enumerate(lines, start=1):
            bar.update(len(line))
            if not line.strip():
                continue
            try:
                each = wanted_of(line, names)
            except LineError as error:
                errors.append(f"{file.name}, line {number}: {error}")
            else:
                wanted[each.subscription_id] = each
    return list(wanted.values()), errors


def wanted_of(line: bytes, names: Names) -> Wanted:
    """Return the subscription of a line.

    Raises:
        LineError: it is no JSON, lacks a field, or its query cannot be parsed.
    """
    try:
        read = msgspec.json.decode(line, type=Line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise LineError(str(error)) from error
    if (read.query is None) == (read.pack is None):
        raise LineError("give exactly one of query and pack")
    query = read.query if read.query is not None else f"topic:{read.pack}"
    channel, target = _address_of(read)
    if "\0" in line.decode(errors="replace") or "\\u0000" in line.decode(errors="replace"):
        raise LineError("it has the character NUL, which no database keeps")
    try:
        usable(query, names)
    except QueryError as error:
        fix = f"; try: {error.fix}" if error.fix else ""
        where = f"query, column {error.column}"
        raise LineError(f"{where}: found {error.found}; expected {error.expected}{fix}") from error
    return Wanted(
        subscription_id=_id_of(read, query),
        owner=LOCAL_OWNER,
        name=read.name,
        query=query,
        channel=channel,
        target=target,
        enabled=read.enabled,
        policy=_policy_of(read.policy),
    )


def _policy_of(policy: dict[str, Any] | None) -> Policy | None:
    if policy is None:
        return None
    try:
        return read_kept_policy(orjson.dumps(policy), datetime.now(UTC))
    except PolicyError as error:
        raise LineError(f"policy: {error}") from error


def _address_of(line: Line) -> tuple[str, str | None]:
    """Return the channel and the target of a line."""
    if line.webhook is not None and (line.channel or line.target):
        raise LineError("give either webhook, or channel and target")
    channel = line.channel or ("webhook" if line.webhook else "live")
    target = line.webhook or line.target
    if channel == "live":
        if target is not None:
            raise LineError("give a channel with the target")
        return channel, None
    try:
        return channel, checked_target(channel, target or "")
    except TargetError as error:
        raise LineError(f"{channel}: {error}") from error


def _id_of(line: Line, query: str) -> str:
    """Return the subscription's own id, or one made of the file's id, or of the content."""
    if line.id and _OWN_ID.fullmatch(line.id):
        return line.id
    _, target = _address_of(line)
    parts = ("id", line.id) if line.id else ("content", line.name, query, target or "")
    return "sub_" + hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


async def _import(wanted: list[Wanted], secrets: Path | None) -> Put:
    added = changed = unchanged = 0
    async with opened(common()) as store:
        with click.progressbar(length=len(wanted), label="importing") as bar:
            for batch in batched(wanted, BATCH):
                async with store.begin() as connection:
                    done = await put(connection, batch, datetime.now(UTC))
                    _keep_secrets(done, secrets)
                added += done.added
                changed += done.changed
                unchanged += done.unchanged
                bar.update(len(batch))
    return Put(added=added, changed=changed, unchanged=unchanged)


def _keep_secrets(done: Put, file: Path | None) -> None:
    """Write the secrets before their transaction ends: none is kept that nobody was told."""
    if file is None or not done.secrets:
        return
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "wb") as out:
        for subscription_id, secret in done.secrets.items():
            out.write(orjson.dumps({"id": subscription_id, "secret": secret}) + b"\n")


@click.command()
def export() -> None:
    """Print every subscription as a line that `import` takes; secrets are not among it."""
    for line in finish(_exported()):
        click.echo(line)


async def _exported() -> Iterable[str]:
    async with opened(common()) as store, store.begin(reading=True) as connection:
        rows = await table.every(connection)

    def lines() -> Iterator[str]:
        for row in rows:
            kept = {"id": row.subscription_id, "name": row.name, "query": row.query}
            more = {"channel": row.channel, "target": row.target} if row.target else {}
            policy = policy_text(current(policy_of(row.policy), datetime.now(UTC)))
            told = {"policy": orjson.loads(policy)} if policy else {}
            yield orjson.dumps({**kept, **more, "enabled": row.enabled, **told}).decode()

    return lines()
