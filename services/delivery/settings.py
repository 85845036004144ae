"""What the delivery service can be told."""

from dataclasses import dataclass, field
from typing import Annotated

import msgspec

from dideban.alerting.named_targets import named_in
from dideban.alerting.target_error import TargetError
from services.delivery.mail_settings import MailSettings, mail_server
from services.delivery.telegram_settings import TELEGRAM_API, check_telegram
from services.runtime.http import AddressRules, AllowListError, parse_allow_list
from services.runtime.settings import Count, Seconds, SettingsError

RetryScale = Annotated[float, msgspec.Meta(gt=0, le=100)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings(MailSettings):
    """`http_allow` names addresses beside the public ones that a webhook may be sent to.

    At most `delivery_per_target` requests are open to one URL, `delivery_per_host` to one host and
    `delivery_at_once` to all healthy targets, with as many again for those that fail or are slow.
    `delivery_retry_scale` stretches or shrinks every wait between tries. With `telegram_token` its
    bot writes to chats, over `telegram_api`. `apprise_file` (TOML) names targets of Apprise.
    `public_url` is where readers reach the gateway, for links in messages.
    """

    http_allow: tuple[str, ...] = ()
    http_contact: str = ""
    public_url: str = ""
    delivery_timeout_seconds: Seconds = 15.0
    delivery_retry_scale: RetryScale = 1.0
    delivery_per_target: Count = 4
    delivery_per_host: Count = 32
    delivery_at_once: Count = 64
    telegram_token: str = field(default="", repr=False)
    telegram_api: str = TELEGRAM_API
    apprise_file: str = ""

    def __post_init__(self) -> None:
        """Raise SettingsError where the allow-list or what is said of mail cannot be used."""
        try:
            parse_allow_list(self.http_allow)
        except AllowListError as error:
            raise SettingsError(f"DIDEBAN_HTTP_ALLOW: {error}") from error
        mail_server(self)
        check_telegram(self.telegram_token, self.telegram_api)
        try:
            named_in(self.apprise_file)
        except TargetError as error:
            raise SettingsError(f"DIDEBAN_APPRISE_FILE: {error}") from error

    @property
    def address_rules(self) -> AddressRules:
        """Which addresses a webhook may be sent to."""
        return AddressRules(allow=parse_allow_list(self.http_allow))
