"""The demo's part of `dideban run`: sample feeds as sources, both packs subscribed."""

import asyncio
import urllib.request
from datetime import UTC, datetime
from typing import Final

from services.cli.context import LOCAL_OWNER
from services.store import sources, subscriptions
from services.store.engine import Store

PORT_OFFSET: Final = 2
POLL_SECONDS: Final = 2
PACKS: Final = {
    "topic:gas-transfer": "Gas transfer",
    "topic:north-south-corridor": "North–South corridor",
}


def port(page_port: int) -> int:
    """Return the port of the sample feeds."""
    return page_port + PORT_OFFSET


def address(page_port: int) -> str:
    """Return the one private address that the demo may fetch."""
    return f"127.0.0.1:{port(page_port)}"


async def prepare(store: Store, page_port: int, stop: asyncio.Event) -> None:
    """Add the sample feeds and subscribe both packs; what is there already stays as it is."""
    now = datetime.now(UTC)
    listed = await _feeds(page_port, stop)
    async with store.begin() as connection:
        for url, language, name in listed:
            added, new = await sources.add(
                connection,
                url=url,
                name=name,
                language=language,
                now=now,
                poll_seconds=POLL_SECONDS,
            )
            if not new:
                await sources.change(connection, added, next_poll_at=now)
        have = {row.query for row in await subscriptions.every(connection)}
        for query, name in PACKS.items():
            if query not in have:
                await subscriptions.add(
                    connection, owner=LOCAL_OWNER, name=name, query=query, now=now
                )


async def _feeds(page_port: int, stop: asyncio.Event) -> list[tuple[str, str, str]]:
    while not stop.is_set():
        try:
            text = await asyncio.to_thread(_index, f"http://{address(page_port)}/")
        except OSError:
            await asyncio.sleep(0.1)
        else:
            rows = [line.split("\t") for line in text.splitlines()]
            return [(url, language, name) for url, language, name in rows]
    return []


def _index(url: str) -> str:
    with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310  our own address
        body: bytes = answer.read()
    return body.decode()
