"""Keeps what a kill came to, one line of JSON each, where DIDEBAN_KILLS_RECORD names a file."""

import json
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from services.store.engine import Store


def record(
    boundary: str, store: Store, wanted: set[str], sent: Sequence[tuple[str, bytes]]
) -> None:
    """Append the counts of one kill: `sent` are the ids and bodies that reached the receiver.

    One that came under an id that was not wanted, or an id that came with two bodies, counts as
    under another id.
    """
    if not (path := os.environ.get("DIDEBAN_KILLS_RECORD")):
        return
    ids = {each for each, _ in sent}
    figures = {
        "on": datetime.now(UTC).date().isoformat(),
        "boundary": boundary,
        "store": "SQLite" if store.sqlite else "PostgreSQL",
        "alerts": len(wanted),
        "lost": len(wanted - ids),
        "repeated": len(sent) - len({*sent}),
        "under_another_id": len(ids - wanted) + len({*sent}) - len(ids),
    }
    with Path(path).open("a", encoding="utf-8") as file:
        file.write(json.dumps(figures) + "\n")
