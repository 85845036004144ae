"""Settings of the gateway: where it listens, who may be called, and how much is too much."""

from dataclasses import dataclass

from services.runtime.settings import Common, Count, Port, Seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings(Common):
    """What every service must know, and the gateway's own."""

    gateway_host: str = "127.0.0.1"
    gateway_port: Port = 8700
    public_url: str = ""
    http_allow: tuple[str, ...] = ()
    apprise_file: str = ""
    gateway_max_body_bytes: Count = 65_536
    gateway_max_subscriptions: Count = 1_000
    gateway_max_tokens: Count = 50
    gateway_max_streams: Count = 500
    gateway_max_streams_per_user: Count = 20
    gateway_replay_alerts: Count = 2_000
    gateway_slow_reader_seconds: Seconds = 10.0
    gateway_login_days: Count = 14
    gateway_max_backtests: Count = 2
    gateway_backtest_seconds: Seconds = 300.0

    @property
    def secure(self) -> bool:
        """Whether people reach the gateway over https."""
        return self.public_url.startswith("https://")
