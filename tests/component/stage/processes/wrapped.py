"""A toy stage in the wrapper, which meets what the bare agents meet."""

import asyncio
import os
import time
from pathlib import Path

from toy_records import Note, card

from services.runtime.lifecycle import Health, run
from services.runtime.outcomes import Drop, Emit, Out, Result
from services.runtime.settings import Common
from services.runtime.stage import run_stage

CARD = card(os.environ["TOY_SERVICE"], os.environ["TOY_SOURCE"], os.environ["TOY_TARGET"])
GATE = Path(os.environ["TOY_GATE"])
REACHED = Path(os.environ["TOY_REACHED"])


def rule(note: Note) -> Result:
    if "boom" in note.text:
        raise ZeroDivisionError("boom")
    if "dull" in note.text:
        return Drop("dull")
    if "wait" in note.text:
        REACHED.touch()
        while not GATE.exists():
            time.sleep(0.02)
    return Emit((Out(CARD.writes[0], note.text, note),))


async def body(settings: Common, health: Health, stop: asyncio.Event) -> None:
    await run_stage(CARD, rule, settings, health, stop, heavy=True)


if __name__ == "__main__":
    raise SystemExit(run(CARD, Common, body))
