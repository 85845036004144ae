"""One poll of one source: asked politely, read apart, kept in one transaction."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, Final, Protocol

from sqlalchemy import Row

from dideban.feeds import Entry, FeedError
from dideban.feeds.schedule import fresh_seconds, retry_after_seconds
from schemas.articles import RawArticle
from schemas.codec import MalformedRecordError, decode
from services.fetch.articles import Origin, named, raw_article
from services.fetch.keeping import Keeper, Outcome
from services.fetch.pacing import Pacer
from services.fetch.pages import Pages, status_label
from services.fetch.reader import Reader
from services.fetch.settings import Settings
from services.runtime.failpoints import reach
from services.runtime.http import GuardedClient, HttpError, Response
from services.runtime.logs import Log
from services.store import outbox
from services.store.engine import Store

FEED_BYTES: Final = 5_000_000
ACCEPT: Final = (
    "application/atom+xml, application/rss+xml, application/rdf+xml, application/feed+json, "
    "application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
)
CHUNK: Final = 200
_OUR_FAULTS: Final = (ValueError, TypeError, LookupError, AttributeError)
"""A defect that one site's bytes bring to light must not stop the polling of all the others."""

FLUSH_SECONDS: Final = 0.5
"""An article whose page has been read does not wait longer for the pages of the others."""


class Counter(Protocol):
    """Counts polls and what they brought."""

    def polled(self, outcome: str) -> None:
        """Count a fetch by its outcome."""

    def taken(self, article: RawArticle) -> None:
        """Count an article that was new."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What a poll works with."""

    settings: Settings
    store: Store
    client: GuardedClient
    reader: Reader
    pages: Pages
    pacer: Pacer
    counter: Counter
    wake: Callable[[], None]
    clock: Callable[[], datetime]
    log: Log


async def poll(source: Row[Any], tools: Tools, *, draw: float) -> None:
    """Poll one source and keep what came of it; `draw` from -1 to 1 spreads the next poll.

    Raises:
        AwayError: the store is away; nothing of the source's state has changed.
    """
    keeper = Keeper(source, tools.settings.cadence(own=tools.pacer.own(source.url)), draw)
    outcome = await _ended(source, keeper, tools)
    async with tools.store.begin() as connection:
        await keeper.keep(connection, outcome, tools.clock())
        taken = await outbox.put(connection, outcome.articles, tools.clock())
    reach("after_outbox", tools.settings.failpoint)
    _told(taken, tools)
    tools.counter.polled(outcome.label)


async def _ended(source: Row[Any], keeper: Keeper, tools: Tools) -> Outcome:
    try:
        async with tools.pacer.turn(source.url):
            answer = await tools.client.get(
                source.url, headers=_headers(source, tools.clock()), max_bytes=FEED_BYTES
            )
        return await _outcome(source, answer, keeper, tools)
    except HttpError as error:
        return Outcome(label=error.outcome, error=str(error))
    except FeedError as error:
        return Outcome(label="parse_error", error=str(error))
    except _OUR_FAULTS as error:
        tools.log.error(  # noqa: TRY400  our log takes the cause itself
            "poll_failed", cause=error, source=source.source_id
        )
        return Outcome(label="parse_error", error=f"Dideban failed to read it: {error!r}")


async def _outcome(source: Row[Any], answer: Response, keeper: Keeper, tools: Tools) -> Outcome:
    now = tools.clock()
    hint = fresh_seconds(answer.headers, now)
    if answer.status == HTTPStatus.NOT_MODIFIED:
        return Outcome(label="not_modified", hint_seconds=hint)
    if answer.status != HTTPStatus.OK:
        return _refused(answer, now)
    if keeper.same_body(answer.body):
        return Outcome(label="not_modified", hint_seconds=hint)
    feed = await tools.reader.feed(answer)
    origin = Origin(
        feed_id=source.source_id,
        source=source.name,
        language=source.language or feed.language,
        time_zone=source.time_zone,
        memory=tools.settings.memory,
    )
    fresh = await _unseen(feed.entries, origin.feed_id, tools.store)
    rest, early = await _articles(fresh, origin, tools)
    label = "parse_error" if feed.warning else "new" if fresh else "not_modified"
    return Outcome(
        label=label,
        articles=tuple(rest),
        entries=len(feed.entries),
        new=len(rest) + early,
        hint_seconds=max(filter(None, (hint, feed.ttl_seconds)), default=None),
        warning=feed.warning,
        answer=None if feed.warning else answer,
    )


async def _unseen(entries: Sequence[Entry], feed_id: str, store: Store) -> list[Entry]:
    """Return the entries that were never kept, each once, the oldest (the feed's last) first.

    An article belongs to the feed that brought it first: the other words that a second feed has
    for it are no new revision.
    """
    by_name = {named(entry, feed_id): entry for entry in reversed(entries)}
    names = list(by_name)
    async with store.begin(reading=True) as connection:
        for start in range(0, len(names), CHUNK):
            chunk = names[start : start + CHUNK]
            known = await outbox.known(connection, chunk)
            unknown = [name[0] for name in chunk if name not in known]
            others = await outbox.owners(connection, unknown)
            for name in chunk:
                if name in known or _of_another(others.get(name[0]), feed_id):
                    del by_name[name]
    return list(by_name.values())


def _of_another(first: bytes | None, feed_id: str) -> bool:
    try:
        return first is not None and decode(RawArticle, first).feed_id != feed_id
    except MalformedRecordError:
        return False  # a record of an earlier release; the new one takes its place


async def _articles(
    entries: Sequence[Entry], origin: Origin, tools: Tools
) -> tuple[list[RawArticle], int]:
    """Return the articles that are still to be kept, and how many were kept before them."""
    ready: list[RawArticle] = []
    kept = 0
    flushed = tools.clock()
    first_page = len(entries) - tools.settings.fetch_pages_per_poll
    for number, entry in enumerate(entries):
        page = await tools.pages.text(entry) if number >= first_page else ""
        now = tools.clock()
        ready.append(raw_article(entry, origin, page=page, now=now))
        last = number == len(entries) - 1
        late = (now - flushed).total_seconds() > FLUSH_SECONDS
        if not last and (late or len(ready) >= CHUNK):
            async with tools.store.begin() as connection:
                taken = await outbox.put(connection, ready, now)
            _told(taken, tools)
            kept += len(ready)
            ready, flushed = [], now
    return ready, kept


def _told(taken: Sequence[RawArticle], tools: Tools) -> None:
    for article in taken:
        tools.counter.taken(article)
    if taken:
        tools.wake()


def _headers(source: Row[Any], now: datetime) -> dict[str, str]:
    """Return the request's headers; the first poll of a day (UTC) is unconditional.

    So a feed that answers "not modified" for ever, while it changes, is found out within a day.
    """
    headers = {"Accept": ACCEPT}
    polled: datetime | None = source.last_poll_at
    if polled is None or polled.astimezone(UTC).date() != now.astimezone(UTC).date():
        return headers
    if source.etag:
        headers["If-None-Match"] = source.etag
    if source.last_modified:
        headers["If-Modified-Since"] = source.last_modified
    return headers


def _refused(answer: Response, now: datetime) -> Outcome:
    gone = answer.status == HTTPStatus.GONE
    return Outcome(
        label=status_label(answer.status),
        error=f"the server answers {_phrase(answer.status)}",
        gone=gone,
        retry_after_seconds=retry_after_seconds(answer.headers.get("Retry-After"), now),
    )


def _phrase(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)
