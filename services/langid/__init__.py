"""Names the language of each article, and of its parts where there are several.

Reads `dideban.raw-articles.v1`, writes `dideban.identified-articles.v1` under the same key.
Emits every article, one in a language nobody knows as `und` with the reason; drops none.
Settings: `DIDEBAN_LANGID_BACKEND` (py3langid or langdetect).
"""

from typing import Final

from schemas.topics import IDENTIFIED, RAW
from services.runtime.outcomes import Card

CARD: Final = Card(service="langid", reads=(RAW,), writes=(IDENTIFIED,))
