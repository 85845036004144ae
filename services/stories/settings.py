"""What the stories service can be told."""

from dataclasses import dataclass
from typing import Annotated

import msgspec

from services.runtime.settings import Common

Days = Annotated[int, msgspec.Meta(ge=4, le=3650)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings(Common):
    """An article that changes is known again for `stories_keep_days` after it was seen."""

    stories_keep_days: Days = 30
