"""The one error of the query language: it points at the place and offers a way out."""

from dideban.query.sayings import Saying, refusal, told
from dideban.text.sentence_tables import MessageLanguage


class QueryError(ValueError):
    """A query that cannot be taken as written; as a string it is told in English.

    Attributes:
        column: where, counted from 1 in code points.
        what: what stands there, as written or as a saying.
        wanted: what could stand there. Where it is no saying, it is told in English only, as what
            is wrong with a topic pack is told to its authors.
        fix: a query that parses and is probably what was meant.
        readings: when a query can be read in several ways, each of them; each parses.
    """

    def __init__(
        self,
        column: int,
        what: str | Saying,
        wanted: str | Saying,
        fix: str,
        readings: tuple[str, ...] = (),
    ) -> None:
        super().__init__(column, what, wanted, fix, readings)
        self.column = column
        self.what = what
        self.wanted = wanted
        self.fix = fix
        self.readings = readings

    @property
    def found(self) -> str:
        """What stands at the column, in English where it is not as written."""
        return told(self.what, "en")

    @property
    def expected(self) -> str:
        """What could stand there, in English."""
        return told(self.wanted, "en")

    def told(self, language: MessageLanguage) -> str:
        """Return where, what and why in a language, without the way out."""
        return refusal(self.column, self.what, self.wanted, language)

    def __str__(self) -> str:
        offered = " or ".join(self.readings) if self.readings else self.fix
        return f"{self.told('en')}; try: {offered}"
