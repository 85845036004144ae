"""What every command needs: settings, the store, and sentences instead of stack traces."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from typing import Any, Final, NoReturn

import click
import orjson

from services.runtime.outcomes import AwayError
from services.runtime.settings import Common, SettingsError, load
from services.store.engine import Store
from services.store.migrate import migrate

LOCAL_OWNER: Final = "local"
RUNNING_FILE: Final = "running.json"


def fail(message: str, code: int = 1) -> NoReturn:
    """Say what went wrong on standard error and exit."""
    click.echo(message, err=True)
    sys.exit(code)


def common() -> Common:
    """Return the settings; a bad one ends the command with code 2.

    Where the environment names no broker or store, those of the running `dideban run` count.
    """
    try:
        settings = load(Common)
    except SettingsError as error:
        fail(str(error), 2)
    running = _running(settings)
    unset = {name: value for name, value in running.items() if not getattr(settings, name)}
    if "DIDEBAN_BROKER" not in os.environ:
        unset |= {name: running[name] for name in ("broker", "broker_kind") if name in running}
    return replace(settings, **unset)


def _running(settings: Common) -> dict[str, Any]:
    try:
        text = (settings.home_path / RUNNING_FILE).read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    return dict(orjson.loads(text))


@contextmanager
def noted(settings: Common) -> Iterator[None]:
    """Note broker and store of the running system in its home, for commands beside it."""
    path = settings.home_path / RUNNING_FILE
    names = ("broker", "broker_kind", "store")
    path.write_bytes(orjson.dumps({name: getattr(settings, name) for name in names}))
    path.chmod(0o600)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


@asynccontextmanager
async def opened(settings: Common) -> AsyncIterator[Store]:
    """Give the store with its tables in place."""
    async with Store.of(settings) as store:
        await migrate(store)
        yield store


def finish[T](work: Coroutine[Any, Any, T]) -> T:
    """Run a command's work; what is away ends it with a sentence."""
    try:
        return asyncio.run(work)
    except AwayError as error:
        fail(str(error))
    except KeyboardInterrupt:
        sys.exit(130)
