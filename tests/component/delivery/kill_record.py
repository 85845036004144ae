"""Keeps what a kill came to, one line of JSON each, where DIDEBAN_KILLS_RECORD names a file."""

import json
import os
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from delivery_scene import Receiver

from schemas.matches import Match
from services.store.engine import Store


def record(
    boundary: str, store: Store, matches: Iterable[Match], receiver: Receiver
) -> list[tuple[str, bytes]]:
    """Append the counts of one kill, and return the ids and bodies that reached the receiver.

    One that came under an id that was not wanted, or an id that came with two bodies, counts as
    under another id.
    """
    sent = [(post.id, post.body) for post in receiver.posts]
    if not (path := os.environ.get("DIDEBAN_KILLS_RECORD")):
        return sent
    wanted = {match.match_id for match in matches}
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
    return sent
