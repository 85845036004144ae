"""The stories service needs no settings of its own."""

from dataclasses import dataclass

from services.runtime.settings import Common


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings(Common):
    """Those of every service."""
