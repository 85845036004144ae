"""Settings of the sample feeds."""

from dataclasses import dataclass

from services.runtime.settings import Port


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoSettings:
    """Where the sample feeds are served; the host is loopback and no setting."""

    demo_port: Port = 8791
