"""The toy stage with a fault in its plumbing."""

from collections.abc import Sequence
from typing import NoReturn

from wrapped import CARD, body

from services.runtime.lifecycle import run
from services.runtime.outcomes import Taken
from services.runtime.pump import HandleBatch, Pump
from services.runtime.settings import Common


class Broken(Pump):
    async def handle(self, _batch: Sequence[Taken], _handle_batch: HandleBatch) -> NoReturn:
        raise ZeroDivisionError("a fault of ours")


if __name__ == "__main__":
    Pump.handle = Broken.handle  # type: ignore[method-assign]
    raise SystemExit(run(CARD, Common, body))
