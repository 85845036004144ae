"""Places where a test may kill the process: between an effect and the commit that follows it."""

import os
import signal
from typing import Final

BOUNDARIES: Final = (
    "before_send",
    "after_send",
    "before_effect",
    "after_effect",
    "after_commit",
    "after_outbox",
    "before_release",
    "after_release",
    "before_claim",
    "before_defer",
    "after_defer",
    "before_end",
    "after_end",
    "before_post",
    "after_post",
    "after_record",
)


def reach(boundary: str, chosen: str) -> None:
    """Kill the process at once if `chosen` (the setting DIDEBAN_FAILPOINT) names this boundary.

    Raises:
        ValueError: the boundary is not on the list.
    """
    if boundary not in BOUNDARIES:
        raise ValueError(f"unknown boundary {boundary!r}; known are {', '.join(BOUNDARIES)}")
    if boundary == chosen:
        os.kill(os.getpid(), signal.SIGKILL)
