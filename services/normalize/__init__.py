"""Writes each article's text anew, for reading and for matching, with maps to the original.

Reads `dideban.identified-articles.v1`, writes `dideban.normalized-articles.v1`, same key.
Emits every article; drops none. Settings: only those every service has.
"""

from typing import Final

from schemas.topics import IDENTIFIED, NORMALIZED
from services.runtime.outcomes import Card

CARD: Final = Card(service="normalize", reads=(IDENTIFIED,), writes=(NORMALIZED,))
