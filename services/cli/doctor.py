"""`dideban doctor`: checks every part, and names the remedy for each fault."""

import asyncio
import os
import socket
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

import click
import orjson

from schemas.topics import every_topic
from services.cli.context import common, finish
from services.cli.models import load_models
from services.runtime.outcomes import AwayError
from services.runtime.reader import topic_names
from services.runtime.settings import Common
from services.store import outbox, sources
from services.store.engine import Store

ANSWER_SECONDS: Final = 10.0


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found; `mend` is empty where all is well."""

    check: str
    said: str
    mend: str = ""


type Check = Callable[[Common], Awaitable[list[Finding]]]


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def doctor(*, as_json: bool) -> None:
    """Check broker, topics, store, models and ports; each failure says how to mend it."""
    findings = finish(_examine(common()))
    for finding in findings:
        if as_json:
            click.echo(orjson.dumps(finding).decode())
        else:
            click.echo(f"{'FAIL' if finding.mend else 'ok':4}  {finding.check:8} {finding.said}")
            if finding.mend:
                click.echo(f"      mend: {finding.mend}")
    sys.exit(1 if any(finding.mend for finding in findings) else 0)


async def _examine(settings: Common) -> list[Finding]:
    checks: tuple[Check, ...] = (_broker, _store, _models, _ports)
    return [finding for check in checks for finding in await check(settings)]


async def _broker(settings: Common) -> list[Finding]:
    try:
        present = await asyncio.wait_for(topic_names(settings), ANSWER_SECONDS)
    except (AwayError, TimeoutError) as error:
        mend = "start it (`dideban run` or `make kafka`), or set DIDEBAN_BROKER=HOST:PORT"
        said = f"no broker answers at {settings.broker}: {error or 'no answer in time'}"
        return [Finding("broker", said, mend)]
    missing = [topic.name for topic in every_topic() if topic.name not in present]
    answered = Finding("broker", f"answers at {settings.broker}")
    if missing:
        listed = ", ".join(missing[:3]) + (" …" if len(missing) > 3 else "")  # noqa: PLR2004
        said = f"{len(missing)} are missing: {listed}"
        return [answered, Finding("topics", said, "`dideban topics create`")]
    return [answered, Finding("topics", f"all {len(every_topic())} are there")]


async def _store(settings: Common) -> list[Finding]:
    shown = settings.store_url.split("@")[-1]
    try:
        async with Store.of(settings) as store, store.begin(reading=True) as connection:
            waiting = await outbox.waiting(connection)
            rows = await sources.every(connection)
    except AwayError as error:
        return [Finding("store", f"{shown}: {error}", "`dideban store migrate`, or DIDEBAN_STORE")]
    findings = [Finding("store", f"{shown}: {waiting} articles on their way")]
    for row in rows:
        if row.last_error:
            said = f"{row.name}: {row.last_error}"
            mend = (
                f"open {row.url} yourself; `dideban sources remove {row.source_id}` if it is gone"
            )
            findings.append(Finding("source", said, mend))
    return findings


async def _models(_: Common) -> list[Finding]:
    return [Finding("models", said, mend) for said, mend in await asyncio.to_thread(load_models)]


async def _ports(_: Common) -> list[Finding]:
    port = int(os.environ.get("DIDEBAN_GATEWAY_PORT", "8700"))
    with socket.socket() as probe:
        probe.settimeout(1)
        answered = probe.connect_ex(("127.0.0.1", port)) == 0
    if answered:
        return [Finding("page", f"something answers on port {port}")]
    return [Finding("page", f"nothing answers on port {port}", "`dideban run`")]
