"""The text of an article's page, where its site lets us have it."""

from http import HTTPStatus
from typing import Final, Protocol

from dideban.feeds import Entry, FeedError
from services.fetch.pacing import Pacer
from services.fetch.reader import Reader
from services.fetch.robots import Robots
from services.runtime.http import GuardedClient, HttpError

PAGE_BYTES: Final = 3_000_000
ENOUGH_CHARS: Final = 2_000
"""A feed that gives this much of an article gives all of it."""
ACCEPT: Final = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"
_HTML: Final = frozenset({"text/html", "application/xhtml+xml"})


class Counter(Protocol):
    """Counts fetches."""

    def polled(self, outcome: str) -> None:
        """Count a fetch by its outcome."""


class Pages:
    """Reads pages; a page that cannot be had leaves the article with the feed's own text."""

    def __init__(
        self,
        client: GuardedClient,
        reader: Reader,
        robots: Robots,
        pacer: Pacer,
        counter: Counter,
        *,
        enabled: bool,
    ) -> None:
        self._client = client
        self._reader = reader
        self._robots = robots
        self._pacer = pacer
        self._counter = counter
        self._enabled = enabled

    async def text(self, entry: Entry) -> str:
        """Return the text of the entry's page; empty where it is not needed or cannot be had."""
        if not self._enabled or entry.url is None or len(entry.content) >= ENOUGH_CHARS:
            return ""
        outcome, text = await self._read(entry.url)
        self._counter.polled(outcome)
        return text

    async def _read(self, url: str) -> tuple[str, str]:
        try:
            async with self._pacer.turn(url):
                if not await self._robots.allow(url):
                    return "robots", ""
                answer = await self._client.get(
                    url, headers={"Accept": ACCEPT}, max_bytes=PAGE_BYTES
                )
            if answer.status != HTTPStatus.OK:
                return status_label(answer.status), ""
            if answer.content_type not in _HTML:
                return "parse_error", ""
            return "new", await self._reader.page(answer)
        except HttpError as error:
            return error.outcome, ""
        except FeedError:
            return "parse_error", ""


def status_label(status: int) -> str:
    """Return the metric label of an answer that is no 200."""
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return "http_429"
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return "http_5xx"
    return "http_4xx" if status >= HTTPStatus.BAD_REQUEST else "parse_error"
