"""Apprise, for targets that the operator has named; nobody else's address is ever handed to it."""

import asyncio
import importlib
import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

from dideban.alerting.named_targets import Named
from dideban.messages import short
from services.delivery.channel import Answer, Outgoing

THREADS: Final = 4
"""Apprise blocks, and a thread cannot be stopped: those that hang take nobody else's."""
LIBRARY: Final = "apprise"


class AppriseTargets:
    """Hands a message to all addresses of a name; no answer repeats an address, which is secret."""

    def __init__(self, named: Named) -> None:
        self._named = named
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix=LIBRARY)

    async def send(self, outgoing: Outgoing) -> Answer:
        """Return how it ended; told is only who was told at every address of the name."""
        addresses = self._named.get(outgoing.target)
        if addresses is None:
            words = f"the operator has named no target {outgoing.target!r}"
            return Answer(outcome="unset", words=words, refused=True)
        message = short.ntfy(outgoing.notice)
        body = "\n".join(filter(None, (message.body, message.url)))
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, told, addresses, message.title, body)


def told(addresses: Sequence[str], title: str, body: str) -> Answer:
    """Return how telling all the addresses ended; blocks."""
    try:
        return _told(addresses, title, body)
    except Exception as error:  # noqa: BLE001  one of its 130 plugins must not end the service
        return Answer(outcome="not_told", words=f"apprise broke: {type(error).__name__}")


def _told(addresses: Sequence[str], title: str, body: str) -> Answer:
    try:
        library: Any = importlib.import_module(LIBRARY)
    except ImportError:
        words = "apprise is not installed; install dideban[apprise]"
        return Answer(outcome="unset", words=words, refused=True)
    logging.getLogger(LIBRARY).disabled = True  # its lines may hold parts of an address
    teller = library.Apprise(asset=library.AppriseAsset(async_mode=False, secure_logging=True))
    if not all(teller.add(address) for address in addresses):
        words = "an address of this name is none that apprise knows; the operator must mend it"
        return Answer(outcome="unset", words=words, refused=True)
    if teller.notify(title=title, body=body, body_format=library.NotifyFormat.TEXT):
        return Answer(outcome="delivered", words="told", ending="delivered")
    return Answer(outcome="not_told", words="apprise could not tell every address of this name")
