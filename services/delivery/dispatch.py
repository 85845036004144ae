"""Handing a message to its channel, within the time an attempt has."""

import asyncio
from collections.abc import Mapping

from services.delivery.channel import Answer, Channel, Outgoing


class Dispatch:
    """The channels the operator has set up, by name; none takes longer than `most_seconds`."""

    def __init__(self, channels: Mapping[str, Channel], most_seconds: float) -> None:
        self._channels = channels
        self._most_seconds = most_seconds

    async def __call__(self, name: str, outgoing: Outgoing) -> Answer:
        """Return how the attempt ended; a channel that is not set up is tried again later."""
        channel = self._channels.get(name)
        if channel is None:
            return Answer(outcome="unset", words=f"the operator has not set up {name}", ours=True)
        try:
            async with asyncio.timeout(self._most_seconds):
                return await channel.send(outgoing)
        except TimeoutError:
            words = f"no end within {self._most_seconds:g} s"
            return Answer(outcome="timeout", words=words, throttled=True)
