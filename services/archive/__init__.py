"""Keeps every article, and knows when one is done for good.

Reads `dideban.articles.v1` and `dideban.receipts.v1`; writes to the store only: the article,
and the end of its row in the article outbox once its matches all stand in the ledger.
Emits every record; drops none. Settings: only those every service has.
"""

from typing import Final

from schemas.topics import ARTICLES, RECEIPTS
from services.runtime.outcomes import Card

CARD: Final = Card(service="archive", reads=(ARTICLES, RECEIPTS))
