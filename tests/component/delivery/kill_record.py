"""What a kill of the delivery service came to, by what its receiver got."""

from collections.abc import Iterable

from delivery_scene import Receiver

from schemas.matches import Match
from services.store.engine import Store
from tests.kill_record import keep


def record(
    boundary: str, store: Store, matches: Iterable[Match], receiver: Receiver
) -> list[tuple[str, bytes]]:
    """Keep the counts of one kill, and return the ids and bodies that reached the receiver.

    One that came under an id that was not wanted, or an id that came with two bodies, came
    otherwise than it was.
    """
    sent = [(post.id, post.body) for post in receiver.posts]
    wanted = {match.match_id for match in matches}
    ids = {each for each, _ in sent}
    keep(
        "delivery",
        boundary,
        "SQLite" if store.sqlite else "PostgreSQL",
        sent=len(wanted),
        lost=len(wanted - ids),
        repeated=len(sent) - len({*sent}),
        otherwise=len(ids - wanted) + len({*sent}) - len(ids),
    )
    return sent
