"""Writing a batch of matches into the ledger, all of them or none."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from dideban.alerting.policy import PLAIN, PolicyError, policy_of
from schemas.matches import Match
from services.delivery.book import Book
from services.delivery.observer import Observer
from services.delivery.policy import Subscriber, enter
from services.runtime.outcomes import Emit, Result
from services.store import ledger, standing
from services.store.engine import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A message to send, and the channel and target it goes to."""

    message_id: str
    channel: str
    target: str


class LedgerWriter:
    """Takes matches into the ledger and offers what is to be sent to the sender at once."""

    def __init__(
        self,
        store: Store,
        offer: Callable[[Iterable[Job]], None],
        observer: Observer,
        clock: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._offer = offer
        self._observer = observer
        self._clock = clock

    async def __call__(self, matches: Sequence[Match]) -> Sequence[Result]:
        """Return how each match ended: emitted, whether it is new or was taken before.

        Raises:
            AwayError: the store is away; nothing was written.
        """
        now = self._clock()
        async with self._store.begin() as connection:
            entries, rows = await take_in(connection, matches, now)
        self._observer.entered(entries, now)
        pending = (entry.match for entry in entries if entry.state == "pending")
        self._offer(_job(match, rows[match.subscription_id]) for match in pending)
        return [Emit()] * len(matches)


def _job(match: Match, row: Row[Any]) -> Job:
    return Job(message_id=match.match_id, channel=row.channel, target=row.target or "")


async def take_in(
    connection: AsyncConnection, matches: Sequence[Match], now: datetime
) -> tuple[list[ledger.Entry], Mapping[str, Row[Any]]]:
    """Write the matches that are new; return their entries, and the subscriptions by id."""
    await ledger.take_turn(connection)
    written = await ledger.known(connection, matches)
    rows = await ledger.targets(connection, matches)
    subscribers = {wanted: subscriber_of(row) for wanted, row in rows.items()}
    capped = [wanted for wanted, each in subscribers.items() if each.policy.max_an_hour]
    told = await standing.told(connection, matches)
    book = Book(told, await standing.traffic(connection, capped, now))
    entries = decide(matches, subscribers, written, book, now)
    await ledger.write_batch(connection, entries, now)
    return entries, rows


def decide(
    matches: Sequence[Match],
    subscribers: Mapping[str, Subscriber],
    written: set[str],
    book: Book,
    now: datetime,
) -> list[ledger.Entry]:
    """Return the entries of the new matches; the first of a story leads, in the order given."""
    entries: list[ledger.Entry] = []
    written = set(written)
    articles: set[tuple[str, str, str]] = set()
    for match in matches:
        article = ledger.article_key(match)
        if match.match_id in written or article in articles:
            continue
        subscriber = subscribers.get(match.subscription_id)
        entry = enter(match, subscriber, book.standing(match), now)
        book.note(entry, now)
        written.add(match.match_id)
        articles.add(article)
        entries.append(entry)
    return entries


def subscriber_of(row: Row[Any]) -> Subscriber:
    """Return what the rules need of a subscription's row."""
    policy, broken = PLAIN, None
    try:
        policy = policy_of(row.policy)
    except PolicyError as error:
        broken = str(error)
    return Subscriber(
        name=row.name,
        enabled=row.enabled,
        removed=row.removed,
        channel=row.channel,
        target=row.target,
        target_disabled=row.target_disabled,
        policy=policy,
        broken=broken,
    )
