"""The API, the page and the live stream; publishes subscriptions to the matching workers.

Reads no topic. Writes `dideban.subscriptions.v1` under the subscription's id: at its start every
subscription and then the snapshot marker, afterwards each change from the store's outbox in its
order, a null for one that was removed.
Settings: `DIDEBAN_GATEWAY_HOST` (127.0.0.1), `DIDEBAN_GATEWAY_PORT` (8700), `DIDEBAN_PUBLIC_URL`
(the address people use, where that is another), `DIDEBAN_HTTP_ALLOW` (private networks that a
source or a webhook may lie in), and the limits in `settings.py`.
"""

from typing import Final

from schemas.topics import SUBSCRIPTIONS
from services.runtime.outcomes import Card

CARD: Final = Card(service="gateway", reads=(), writes=(SUBSCRIPTIONS,))
