"""`dideban run`: everything on one machine, and its alerts in the terminal."""

import asyncio
import logging
import os
import signal
import socket
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

import click

from services.cli import demo
from services.cli.alerts import print_new
from services.cli.context import common, fail, noted
from services.cli.embedded_broker import NoBrokerError
from services.cli.processes import Command
from services.cli.supervisor import SERVICES, Plan, StopRunning, Supervisor, until_ready
from services.runtime.lifecycle import EXIT_PORT_TAKEN
from services.runtime.logs import setup
from services.runtime.outcomes import AwayError
from services.runtime.reader import topic_names
from services.runtime.settings import Common
from services.store import ledger
from services.store.engine import Store
from services.store.migrate import migrate

AWAY_PAUSE_SECONDS: Final = 1.0
PARTITIONS_EMBEDDED: Final = 4


@click.command()
@click.option(
    "--demo", "with_demo", is_flag=True, help="Read sample feeds and subscribe two packs."
)
@click.option(
    "--broker", metavar="HOST:PORT", help="Use this Kafka instead of the embedded broker."
)
@click.option("--store", metavar="URL", help="Use this store, such as postgresql+asyncpg://…")
@click.option("--port", default=8700, show_default=True, help="Port of the page; others follow it.")
@click.option("--home", type=click.Path(path_type=Path), help="Folder for everything kept.")
def run(
    *, with_demo: bool, broker: str | None, store: str | None, port: int, home: Path | None
) -> None:
    """Start the broker, every service and the page; alerts appear here. Ctrl-C ends it."""
    settings = _settings(broker, store, port, home)
    settings.home_path.mkdir(parents=True, exist_ok=True)
    _need_free_ports(settings, port)
    setup("run", "warning")
    logging.getLogger("dideban").setLevel(logging.ERROR)  # said in sentences here
    try:
        with noted(settings):
            code = asyncio.run(_run(settings, port, with_demo=with_demo))
    except NoBrokerError as error:
        fail(str(error))
    sys.exit(code)


def _settings(broker: str | None, store: str | None, port: int, home: Path | None) -> Common:
    settings = common()
    if home is not None:
        settings = replace(settings, home=str(home))
    if store is not None:
        settings = replace(settings, store=store)
    if broker is not None:
        return replace(settings, broker=broker, broker_kind="kafka")
    if "DIDEBAN_BROKER" in os.environ:
        return settings
    return replace(
        settings,
        broker=f"127.0.0.1:{port + 1}",
        broker_kind="embedded",
        partitions=min(settings.partitions, PARTITIONS_EMBEDDED),
    )


def _need_free_ports(settings: Common, port: int) -> None:
    wanted = {port: "the page"}
    if settings.embedded:
        wanted[port + 1] = "the embedded broker"
    wanted |= {port + 10 + place: f"the {name} service" for place, name in enumerate(SERVICES)}
    for number, use in wanted.items():
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", number))
            except OSError:
                fail(
                    f"port {number}, for {use}, is taken; choose others with "
                    f"`dideban run --port {port + 100}`",
                    EXIT_PORT_TAKEN,
                )


def _environment(settings: Common, port: int, *, with_demo: bool) -> dict[str, str]:
    environment = {
        **os.environ,
        "DIDEBAN_HOME": str(settings.home_path),
        "DIDEBAN_BROKER": settings.broker,
        "DIDEBAN_BROKER_KIND": settings.broker_kind,
        "DIDEBAN_STORE": settings.store_url,
        "DIDEBAN_PARTITIONS": str(settings.partitions),
        "DIDEBAN_GATEWAY_PORT": str(port),
        "PYTHONUNBUFFERED": "1",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "2",
    }
    if with_demo:
        allowed = [environment.get("DIDEBAN_HTTP_ALLOW", ""), demo.address(port)]
        environment["DIDEBAN_HTTP_ALLOW"] = ",".join(part for part in allowed if part)
        environment["DIDEBAN_DEMO_PORT"] = str(demo.port(port))
    return environment


def _plan(settings: Common, port: int, *, with_demo: bool) -> Plan:
    environment = _environment(settings, port, with_demo=with_demo)
    extra: tuple[Command, ...] = ()
    if with_demo:
        extra = (
            Command(
                name="sample feeds",
                arguments=[sys.executable, "-m", "services.demo"],
                environment=environment,
                log_file=settings.home_path / "logs" / "demo.log",
                dies_with_parent=True,
            ),
        )
    return Plan(settings=settings, environment=environment, port=port, extra=extra)


async def _run(settings: Common, port: int, *, with_demo: bool) -> int:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with Store.of(settings) as store:
        supervisor = Supervisor(_plan(settings, port, with_demo=with_demo), _say)
        _say(f"Dideban starts; what it keeps lies in {settings.home_path}")
        work = asyncio.create_task(_work(supervisor, store, settings, port, stop, with_demo))
        try:
            await _first(work, stop)
        except StopRunning as error:
            _say(str(error))
            return error.code
        else:
            return 0
        finally:
            work.cancel()
            with suppress(asyncio.CancelledError, StopRunning):
                await work
            await supervisor.end()
            _say("Dideban has ended.")


async def _first(work: asyncio.Task[None], stop: asyncio.Event) -> None:
    stopped = asyncio.create_task(stop.wait())
    await asyncio.wait({work, stopped}, return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    if work.done():
        await work


async def _work(
    supervisor: Supervisor,
    store: Store,
    settings: Common,
    port: int,
    stop: asyncio.Event,
    with_demo: bool,  # noqa: FBT001
) -> None:
    await _once_there(lambda: migrate(store))
    if not settings.embedded:
        await _once_there(lambda: topic_names(settings))
    async with store.begin(reading=True) as connection:
        last = await ledger.newest_number(connection)
    await supervisor.start()
    if with_demo:
        await demo.prepare(store, port, stop)
    printing = asyncio.create_task(print_new(store, last, stop, as_json=False))
    watching = asyncio.create_task(supervisor.watch(stop))
    ready = asyncio.create_task(_announce(supervisor, settings, port, stop, with_demo=with_demo))
    try:
        await asyncio.gather(ready, watching, printing)
    finally:
        stop.set()
        for task in (ready, watching, printing):
            task.cancel()


async def _once_there(ask: Callable[[], Awaitable[object]]) -> None:
    """Return once `ask` succeeds; while store or broker is away, say so once and wait."""
    said = ""
    while True:
        try:
            await ask()
        except AwayError as away:
            if str(away) != said:
                said = str(away)
                _say(f"{said}; waiting until it is there")
            await asyncio.sleep(AWAY_PAUSE_SECONDS)
        else:
            return


async def _announce(
    supervisor: Supervisor, settings: Common, port: int, stop: asyncio.Event, *, with_demo: bool
) -> None:
    passed = await until_ready(supervisor, stop, _say)
    if stop.is_set():
        return
    link_file = settings.home_path / "setup-link.txt"
    page = f"http://127.0.0.1:{port}/"
    link = link_file.read_text(encoding="utf-8").strip() if link_file.exists() else ""
    _say(f"All services are ready after {passed:.0f} s.")
    _say(f"The page: {link or page}" + ("  (choose a name and a password there)" if link else ""))
    for line in _next_steps(with_demo=with_demo):
        _say(line)


def _next_steps(*, with_demo: bool) -> list[str]:
    called = sys.argv[0] if Path(sys.argv[0]).name == "dideban" else "dideban"
    tries = (
        "sources add https://example.org/feed.xml",
        "subscribe '\"gas transit\" OR \"انتقال گاز\"' --name 'Gas'",
        "doctor" if with_demo else "packs list",
    )
    return ["Three things to try, in another terminal:", *(f"  {called} {each}" for each in tries)]


def _say(line: str) -> None:
    click.echo(line)
    sys.stdout.flush()
