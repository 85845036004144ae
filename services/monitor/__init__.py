"""Measures how far each service is behind, from outside, and what lies in the dead letters.

Reads no topic as a stage does: it asks the broker for the committed offsets of each group, and
reads single records for their times. Writes nothing. Settings: `DIDEBAN_MONITOR_SECONDS`.
"""

from typing import Final

from services.runtime.outcomes import Card

CARD: Final = Card(service="monitor", reads=())
