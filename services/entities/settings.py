"""What the entities service can be told."""

from dataclasses import dataclass
from typing import Literal

from services.runtime.settings import Common


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings(Common):
    """`entities_russian` names the tagger for Russian."""

    entities_russian: Literal["natasha", "off"] = "natasha"
