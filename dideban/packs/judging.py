"""A pack judged by its own examples."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from dideban.packs.loader import Pack
from dideban.query.document import document_from_text
from dideban.query.reading import Reading

FEWEST: Final = 15
"""Examples that fire, and as many that stay silent, which a language of a pack should have."""
_NOW: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""Packs have no relative times."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One example in its language: what it is to do, and what it does."""

    language: str
    text: str
    wanted: bool
    fires: bool

    @property
    def right(self) -> bool:
        """Whether it does what it is to do."""
        return self.wanted is self.fires


def judged(pack: Pack) -> Iterator[Judged]:
    """Yield every example of the pack, read as an article of its language."""
    for language, patterns in pack.languages.items():
        kinds = ((True, patterns.examples.fires), (False, patterns.examples.stays_silent))
        for wanted, texts in kinds:
            for text in texts:
                document = document_from_text(
                    article_id="example", title="", text=text, language=language
                )
                fires = Reading(document, _NOW).holds(pack.tree)
                yield Judged(language=language, text=text, wanted=wanted, fires=fires)


def missing(pack: Pack) -> list[str]:
    """Return in words which languages of the pack have too few examples."""
    found: list[str] = []
    for language, patterns in pack.languages.items():
        examples = patterns.examples
        counts = {"fire": set(examples.fires), "stay silent": set(examples.stays_silent)}
        found += [
            f"{language}: {len(texts)} examples {kind}, {FEWEST} are wanted"
            for kind, texts in counts.items()
            if len(texts) < FEWEST
        ]
    return found
