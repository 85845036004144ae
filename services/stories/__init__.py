"""Gives every article its story, once, before anything matches.

Reads `dideban.tagged-articles.v1`, writes `dideban.articles.v1` under the same key.
Emits every article; drops none. Keeps in the store the keys by which articles meet for
72 hours, and fingerprints for DIDEBAN_STORIES_KEEP_DAYS;
transactions of ten articles come first, then the batch's outputs, then the offset. Waits while
the store is away.
Settings: DIDEBAN_STORIES_KEEP_DAYS (30), beside those every service has.
"""

from typing import Final

from schemas.topics import ARTICLES, TAGGED
from services.runtime.outcomes import Card

CARD: Final = Card(service="stories", reads=(TAGGED,), writes=(ARTICLES,))
