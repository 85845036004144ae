"""Matches every article against every subscription.

Reads `dideban.articles.v1` and, whole, `dideban.subscriptions.v1`; writes `dideban.matches.v1`
under the subscription's id and one `dideban.receipts.v1` an article under the article's.
Emits every article; drops none. An article of the backfill lane gives a receipt without matches.
Settings: only those every service has. Not ready before the subscriptions have been read.
"""

from typing import Final

from schemas.topics import ARTICLES, MATCHES, RECEIPTS
from services.runtime.outcomes import Card

CARD: Final = Card(service="alerts", reads=(ARTICLES,), writes=(MATCHES, RECEIPTS))
