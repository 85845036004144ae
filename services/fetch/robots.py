"""robots.txt (RFC 9309) for article pages, remembered for a day."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from protego import Protego

from services.runtime.http import GuardedClient, HttpError
from services.runtime.http.targets import parsed

AGENT: Final = "Dideban"
MAX_BYTES: Final = 512_000
"""RFC 9309, section 2.5: at least 500 KiB must be read."""
KEPT_SECONDS: Final = 86_400.0
"""RFC 9309, section 2.4."""
RETRY_SECONDS: Final = 600.0
MAX_SITES: Final = 2_000


@dataclass(frozen=True, slots=True)
class _Rules:
    protego: Protego | None
    allows: bool
    until: float


class Robots:
    """Says whether a page may be fetched."""

    def __init__(self, client: GuardedClient, clock: Callable[[], float]) -> None:
        self._client = client
        self._clock = clock
        self._sites: OrderedDict[str, _Rules] = OrderedDict()

    async def allow(self, url: str) -> bool:
        """Return whether the site's rules allow us the page.

        A site without rules (4xx) allows everything; one whose rules cannot be had (5xx, no
        answer) allows nothing (RFC 9309, section 2.3.1) and is asked again in ten minutes.
        """
        site = str(parsed(url).origin())
        rules = self._sites.get(site)
        if rules is None or rules.until < self._clock():
            rules = await self._fetched(site)
            self._sites[site] = rules
            if len(self._sites) > MAX_SITES:
                self._sites.popitem(last=False)
        return rules.protego.can_fetch(url, AGENT) if rules.protego else rules.allows

    async def _fetched(self, site: str) -> _Rules:
        now = self._clock()
        try:
            answer = await self._client.get(f"{site}/robots.txt", max_bytes=MAX_BYTES)
        except HttpError:
            return _Rules(None, allows=False, until=now + RETRY_SECONDS)
        if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return _Rules(None, allows=False, until=now + RETRY_SECONDS)
        if answer.status != HTTPStatus.OK:
            return _Rules(None, allows=True, until=now + KEPT_SECONDS)
        parsed = Protego.parse(answer.body.decode("utf-8", "replace"))
        return _Rules(parsed, allows=True, until=now + KEPT_SECONDS)
