"""The service's life: the store, the publisher, and the web server inside our own loop."""

import asyncio
import errno
import socket
import sys
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from typing import Final

import uvicorn
from aiokafka.errors import KafkaError

from schemas.subscriptions import SNAPSHOT_KEY
from schemas.topics import SUBSCRIPTIONS
from services.gateway import CARD, setup_link
from services.gateway.desk import Desk, new_desk
from services.gateway.publisher import Publisher
from services.gateway.settings import Settings
from services.gateway.web import create_app
from services.runtime.bus import Backoff, Bus, create_topics
from services.runtime.http import AllowListError
from services.runtime.lifecycle import EXIT_PORT_TAKEN, EXIT_SETTINGS, Health
from services.runtime.logs import Log
from services.runtime.outcomes import AwayError
from services.runtime.reader import read_all
from services.store.engine import Store
from services.store.migrate import migrate

STOP_SECONDS: Final = 3
"""How long answers in hand may take when the server stops; live streams end at once."""
ANY_ADDRESS: Final = frozenset({"0.0.0.0", "::", ""})  # noqa: S104  compared, not bound


class _Server(uvicorn.Server):
    """A server that leaves signals to the service's own lifecycle."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def body(settings: Settings, health: Health, stop: asyncio.Event) -> None:
    """Serve and publish until told to stop."""
    listener = _listen(settings)
    async with AsyncExitStack() as stack:
        stack.callback(listener.close)
        store = await stack.enter_async_context(Store.of(settings))
        desk = _desk(settings, store, stop)
        if not await _prepared(desk, listener, health):
            return
        publishing = asyncio.create_task(_publish(desk, health, stop))
        serving = asyncio.create_task(_serve(desk, listener, stop))
        await asyncio.wait({publishing, serving}, return_when=asyncio.FIRST_COMPLETED)
        stop.set()
        await asyncio.gather(publishing, serving)
        await desk.backtests.all_ended()


def _listen(settings: Settings) -> socket.socket:
    host, port = settings.gateway_host, settings.gateway_port
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=512)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            sentence = f"port {port} is taken; choose another with DIDEBAN_GATEWAY_PORT"
        else:
            sentence = f"cannot listen on {host} port {port}: {error.strerror}"
        Log("dideban.gateway").error("port_taken", port=port, mend=sentence)
        sys.stderr.write(f"{CARD.service}: {sentence}\n")
        raise SystemExit(EXIT_PORT_TAKEN) from error


def _desk(settings: Settings, store: Store, stop: asyncio.Event) -> Desk:
    try:
        return new_desk(settings, store, stop)
    except AllowListError as error:
        sys.stderr.write(f"{CARD.service}: DIDEBAN_HTTP_ALLOW: {error}\n")
        raise SystemExit(EXIT_SETTINGS) from error


async def _prepared(desk: Desk, listener: socket.socket, health: Health) -> bool:
    """Bring the tables up to date and offer the set-up; False when told to stop before that."""
    backoff, log = Backoff(), Log("dideban.gateway")
    while not desk.stop.is_set():
        try:
            await migrate(desk.store)
            await _offer_setup(desk, listener)
        except AwayError as error:
            health.set("start", str(error))
            log.warning("store_away", error=str(error), action="waiting")
            await backoff.wait()
        else:
            return True
    return False


async def _offer_setup(desk: Desk, listener: socket.socket) -> None:
    host, port = listener.getsockname()[:2]
    shown = "127.0.0.1" if host in ANY_ADDRESS else f"[{host}]" if ":" in host else host
    base = desk.settings.public_url.rstrip("/") or f"http://{shown}:{port}"
    link = await setup_link.offer(desk, base)
    where = str(desk.settings.home_path / setup_link.FILE) if link else None
    Log("dideban.gateway").info("gateway_listens", address=base, setup_link_in=where)


async def _publish(desk: Desk, health: Health, stop: asyncio.Event) -> None:
    settings = desk.settings

    async def is_whole() -> bool:
        try:
            records = await read_all(settings, (SUBSCRIPTIONS,))
        except (KafkaError, OSError):
            return True  # the broker is away: what it holds is seen when it is back
        if any(record.key == SNAPSHOT_KEY for record in records):
            return True
        await create_topics(settings, (SUBSCRIPTIONS,))
        return False

    connecting = asyncio.create_task(create_topics(settings, (SUBSCRIPTIONS,)))
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({connecting, stopping}, return_when=asyncio.FIRST_COMPLETED)
    if not connecting.done():
        connecting.cancel()
        return
    stopping.cancel()
    await connecting
    async with Bus(CARD.service, settings) as bus:
        watch = is_whole if settings.embedded else None
        publisher = Publisher(desk.store, bus.send, desk.changed, desk.now, watch)
        running = asyncio.create_task(publisher.run(stop, lambda: health.set("start", None)))
        halting = asyncio.create_task(stop.wait())
        await asyncio.wait({running, halting}, return_when=asyncio.FIRST_COMPLETED)
        halting.cancel()
        if not running.done():
            # A send to a broker that is away never ends by itself; its rows stay in the outbox.
            running.cancel()
            await asyncio.wait({running})
            return
        await running


async def _serve(desk: Desk, listener: socket.socket, stop: asyncio.Event) -> None:
    config = uvicorn.Config(
        create_app(desk),
        log_config=None,
        log_level="warning",
        access_log=False,
        lifespan="off",
        server_header=False,
        date_header=True,
        proxy_headers=bool(desk.settings.public_url),
        timeout_graceful_shutdown=STOP_SECONDS,
        timeout_keep_alive=15,
        h11_max_incomplete_event_size=65_536,
    )
    server = _Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
    server.should_exit = True
    stopping.cancel()
    await serving
