"""A toy plain consumer: its effect is one line in a file for each record, kept once by its key."""

import asyncio
import os
from collections.abc import Sequence
from pathlib import Path

from toy_records import Note, card

from services.runtime.consumer import Received, run_consumer
from services.runtime.lifecycle import Health, run
from services.runtime.outcomes import Drop, Emit, Out, Result
from services.runtime.settings import Common

CARD = card(os.environ["TOY_SERVICE"], os.environ["TOY_SOURCE"], os.environ["TOY_TARGET"])
LEDGER = Path(os.environ["TOY_LEDGER"])


def written(received: Sequence[Received[Note]]) -> None:
    """Add the records to the ledger, all of them or none, and have the disk take them."""
    lines = [f"{each.taken.key!r} {each.record.text}\n" for each in received]
    with LEDGER.open("a", encoding="utf-8") as file:
        file.write("".join(lines))
        file.flush()
        os.fsync(file.fileno())


async def effect(received: Sequence[Received[Note]]) -> list[Result]:
    if any("boom" in each.record.text for each in received):
        raise ZeroDivisionError("boom")
    await asyncio.to_thread(written, received)
    return [
        Drop("dull")
        if "dull" in each.record.text
        else Emit((Out(CARD.writes[0], each.record.text, each.record),))
        for each in received
    ]


async def body(settings: Common, health: Health, stop: asyncio.Event) -> None:
    await run_consumer(CARD, effect, settings, health, stop)


if __name__ == "__main__":
    raise SystemExit(run(CARD, Common, body))
