"""Keeps what a kill came to, one line of JSON each, where DIDEBAN_KILLS_RECORD names a file."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

CONSUMING = ("before_effect", "after_effect", "before_send", "after_send", "after_commit")
"""Where a service that reads a topic and writes to the store or to others can be killed."""


def keep(
    service: str, boundary: str, store: str, *, sent: int, lost: int, repeated: int, otherwise: int
) -> None:
    """Append the counts of one kill; `otherwise` is what came again, but not as it was."""
    if not (path := os.environ.get("DIDEBAN_KILLS_RECORD")):
        return
    figures = {
        "on": datetime.now(UTC).date().isoformat(),
        "service": service,
        "boundary": boundary,
        "store": store,
        "sent": sent,
        "lost": lost,
        "repeated": repeated,
        "otherwise": otherwise,
    }
    with Path(path).open("a", encoding="utf-8") as file:
        file.write(json.dumps(figures) + "\n")
