"""A service's life: logs, health, signals, and an orderly end within ten seconds."""

import asyncio
import gc
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from typing import Final

import uvloop

from services.runtime import metrics
from services.runtime.handling import RELEASE
from services.runtime.logs import Log, setup
from services.runtime.outcomes import Card
from services.runtime.settings import Common, SettingsError, load
from services.runtime.status import serve_status

STOP_SECONDS: Final = 5.0
YOUNG: Final = 10_000
"""Containers made before the collector looks for cycles among them: with Python's own 700 an
article of many short lines took a fifth longer."""
EXIT_SETTINGS: Final = 2
EXIT_PORT_TAKEN: Final = 3


class Health:
    """What keeps a service from its work; ready when nothing does."""

    def __init__(self, service: str) -> None:
        self._service = service
        self._reasons: dict[str, str] = {"start": "starting"}

    def set(self, part: str, reason: str | None) -> None:
        """Note why `part` is not ready, or that it is."""
        if reason is None:
            self._reasons.pop(part, None)
        else:
            self._reasons[part] = reason
        metrics.ready.labels(self._service).set(int(self.ready))

    @property
    def ready(self) -> bool:
        """Whether the service can do its work."""
        return not self._reasons

    @property
    def reasons(self) -> dict[str, str]:
        """What is missing, by part."""
        return dict(self._reasons)


def run[S: Common](
    card: Card, settings: type[S], body: Callable[[S, Health, asyncio.Event], Awaitable[None]]
) -> int:
    """Run a service until it is told to stop, and return the process's exit code."""
    try:
        values = load(settings)
    except SettingsError as error:
        sys.stderr.write(f"{card.service}: {error}\n")
        return EXIT_SETTINGS
    log = setup(card.service, values.log_level)
    metrics.start_service(card.service, RELEASE, card.drop_reasons)
    return uvloop.run(_supervised(card, values, body, log))


def settle() -> None:
    """Keep the garbage collector off everything loaded so far.

    Lists and models live as long as the service; each full collection would walk through them.
    What a batch of records makes is hardly ever a cycle, so it is looked through less often.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG)


async def _supervised[S: Common](
    card: Card,
    settings: S,
    body: Callable[[S, Health, asyncio.Event], Awaitable[None]],
    log: Log,
) -> int:
    stop, health = asyncio.Event(), Health(card.service)
    _stop_on_signals(stop, watch_parent=settings.supervised)
    try:
        status = await serve_status(settings.metrics_host, settings.metrics_port, health)
    except OSError as error:
        mend = "choose another with DIDEBAN_METRICS_PORT"
        log.warning("port_taken", port=settings.metrics_port, error=str(error), mend=mend)
        return EXIT_PORT_TAKEN
    log.info("service_started", release=RELEASE, broker=settings.broker)
    work = asyncio.ensure_future(body(settings, health, stop))
    stopped = asyncio.ensure_future(stop.wait())
    await asyncio.wait({work, stopped}, return_when=asyncio.FIRST_COMPLETED)
    done, _ = await asyncio.wait({work}, timeout=STOP_SECONDS)
    if not done:
        log.warning("stopped_hard", action="what was in hand is not committed and comes again")
        os._exit(1)
    stopped.cancel()
    await status.cleanup()
    if failure := work.exception():
        log.error("service_failed", cause=failure)
        os._exit(1)  # an orderly end would let Faust acknowledge what is still in hand
    log.info("service_stopped")
    return 0


def _stop_on_signals(stop: asyncio.Event, *, watch_parent: bool) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    if watch_parent:

        def at_end_of_input() -> None:
            if not os.read(sys.stdin.fileno(), 1):
                loop.remove_reader(sys.stdin.fileno())
                stop.set()

        loop.add_reader(sys.stdin.fileno(), at_end_of_input)
