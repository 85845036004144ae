"""Decides once what becomes of each match, and brings alerts to their receivers.

Reads `dideban.matches.v1` (key: subscription_id), writes no topic: each match becomes one row of
the ledger in the store. Emits every match, one taken before as well; drops none. A row that
its reader's policy holds waits; each ends as delivered, suppressed (with the reason) or dead
(visible, can be replayed); a receiver may see an alert again, then with the same
`webhook-id` and the same body.
Settings: `DIDEBAN_HTTP_ALLOW`, `DIDEBAN_HTTP_CONTACT`, `DIDEBAN_PUBLIC_URL`,
`DIDEBAN_DELIVERY_TIMEOUT_SECONDS`, `DIDEBAN_DELIVERY_RETRY_SCALE`, `DIDEBAN_DELIVERY_PER_TARGET`,
`DIDEBAN_DELIVERY_PER_HOST`, `DIDEBAN_DELIVERY_AT_ONCE`, `DIDEBAN_TELEGRAM_TOKEN`,
`DIDEBAN_TELEGRAM_API`, `DIDEBAN_APPRISE_FILE`; for mail `DIDEBAN_SMTP_HOST`, `…_PORT`, `…_TLS`,
`…_USER`, `…_PASSWORD`, `…_FROM`, `…_CA`, `…_CONNECTIONS`.
"""

from typing import Final

from schemas.topics import MATCHES
from services.runtime.outcomes import Card

CARD: Final = Card(service="delivery", reads=(MATCHES,))
