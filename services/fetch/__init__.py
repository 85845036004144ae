"""Polls the feeds that are watched and sends every article it has not seen.

Reads the `sources` table; writes `dideban.raw-articles.v1`, keyed by article_id, through the
article outbox of the store: an article is there before it is sent, and archive marks it done.
Outcomes are those of `dideban_fetches_total`; a source's last failure stands on its row in words.
Settings: `DIDEBAN_HTTP_CONTACT` (without it only allowed addresses are fetched),
`DIDEBAN_HTTP_ALLOW`, `DIDEBAN_FETCH_FLOOR_SECONDS`, `DIDEBAN_FETCH_SPACING_SECONDS`,
`DIDEBAN_FETCH_AT_ONCE`, `DIDEBAN_FETCH_PAGES`, `DIDEBAN_FETCH_PAGES_PER_POLL`,
`DIDEBAN_FETCH_MEMORY_DAYS`, `DIDEBAN_FETCH_READ_SECONDS`, `DIDEBAN_FETCH_TOTAL_SECONDS`.
"""

from typing import Final

from schemas.topics import RAW
from services.runtime.outcomes import Card

CARD: Final = Card(service="fetch", reads=(), writes=(RAW,))
