"""What the langid service can be told."""

from dataclasses import dataclass
from typing import Literal

from services.runtime.settings import Common


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings(Common):
    """`langid_backend` names the detector; langdetect knows fewer languages and guesses more."""

    langid_backend: Literal["py3langid", "langdetect"] = "py3langid"
