"""What a request needs: store, settings, clock, and the few things that live with the process."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends, Request

from services.gateway.backtest_runs import BacktestRuns
from services.gateway.passwords import Passwords
from services.gateway.settings import Settings
from services.gateway.tail import Tail
from services.gateway.throttle import Throttle
from services.runtime.http import AddressRules, parse_allow_list
from services.runtime.http.connect import Lookup, system_lookup
from services.store.engine import Store


def utc_now() -> datetime:
    """Return the time, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Given to the application once; `changed` is set after each change of a subscription.

    `explaining` lets one thread at a time explain, for each takes a core.
    """

    settings: Settings
    store: Store
    rules: AddressRules
    tail: Tail
    stop: asyncio.Event
    lookup: Lookup = system_lookup
    now: Callable[[], datetime] = utc_now
    passwords: Passwords = field(default_factory=Passwords)
    throttle: Throttle = field(default_factory=Throttle)
    backtests: BacktestRuns = field(default_factory=BacktestRuns)
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    explaining: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))


def new_desk(settings: Settings, store: Store, stop: asyncio.Event) -> Desk:
    """Return the desk of a process.

    Raises:
        AllowListError: an entry of `http_allow` is no network.
    """
    rules = AddressRules(allow=parse_allow_list(settings.http_allow))
    return Desk(settings=settings, store=store, rules=rules, tail=Tail(store), stop=stop)


def desk_of(request: Request) -> Desk:
    """Return the desk that the application was made with."""
    desk: Desk = request.app.state.desk
    return desk


type AtDesk = Annotated[Desk, Depends(desk_of)]
