"""What the fetch service can be told."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Literal

import msgspec

from dideban.feeds.schedule import Cadence
from services.runtime.http import AddressRules, AllowListError, Limits, parse_allow_list
from services.runtime.settings import Common, Count, Seconds, SettingsError


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings(Common):
    """`http_contact` is a page or a mail address at which a site's owner reaches the operator.

    Sites of strangers are polled every `fetch_floor_seconds` at most, and requests to one
    registrable domain start `fetch_spacing_seconds` apart; an address of `http_allow` is the
    operator's own and is polled as often as its source says.
    """

    http_allow: tuple[str, ...] = ()
    http_contact: str = ""
    fetch_floor_seconds: Seconds = 300.0
    fetch_spacing_seconds: Seconds = 2.0
    fetch_at_once: Count = 64
    fetch_pages: Literal["on", "off"] = "on"
    fetch_pages_per_poll: Annotated[int, msgspec.Meta(ge=0)] = 20
    fetch_memory_days: Count = 30
    fetch_read_seconds: Seconds = 20.0
    fetch_total_seconds: Seconds = 60.0

    def __post_init__(self) -> None:
        """Raise SettingsError where the allow-list cannot be read."""
        try:
            parse_allow_list(self.http_allow)
        except AllowListError as error:
            raise SettingsError(f"DIDEBAN_HTTP_ALLOW: {error}") from error

    @property
    def address_rules(self) -> AddressRules:
        """Which addresses may be fetched."""
        allow = parse_allow_list(self.http_allow)
        return AddressRules(allow=allow, public=bool(self.http_contact))

    @property
    def limits(self) -> Limits:
        """How long a fetch may take."""
        return Limits(
            connect_seconds=min(10.0, self.fetch_read_seconds),
            read_seconds=self.fetch_read_seconds,
            total_seconds=self.fetch_total_seconds,
            connections=2 * self.fetch_at_once,
        )

    @property
    def memory(self) -> timedelta:
        """How old an article may be and still be news."""
        return timedelta(days=self.fetch_memory_days)

    def cadence(self, *, own: bool) -> Cadence:
        """Return the bounds of polling; one of the operator's `own` is polled as its row says."""
        if own:
            return Cadence(fixed=True, retry_seconds=1, ceiling_seconds=60)
        return Cadence(floor_seconds=self.fetch_floor_seconds)
