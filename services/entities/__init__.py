"""Tags people, places, organisations, quantities and dates.

Reads `dideban.normalized-articles.v1`, writes `dideban.tagged-articles.v1`, same key.
Emits every article; drops none. Settings: `DIDEBAN_ENTITIES_RUSSIAN` (natasha, or off to save
memory where no Russian is read).
"""

from typing import Final

from schemas.topics import NORMALIZED, TAGGED
from services.runtime.outcomes import Card

CARD: Final = Card(service="entities", reads=(NORMALIZED,), writes=(TAGGED,))
