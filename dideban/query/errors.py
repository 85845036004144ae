"""The one error of the query language: it points at the place and offers a way out."""


class QueryError(ValueError):
    """A query that cannot be taken as written.

    Attributes:
        column: where, counted from 1 in code points.
        found: what stands there, as written.
        expected: what could stand there, in words.
        fix: a query that parses and is probably what was meant.
        readings: when a query can be read in several ways, each of them; each parses.
    """

    def __init__(
        self,
        column: int,
        found: str,
        expected: str,
        fix: str,
        readings: tuple[str, ...] = (),
    ) -> None:
        self.column = column
        self.found = found
        self.expected = expected
        self.fix = fix
        self.readings = readings
        offered = " or ".join(readings) if readings else fix
        super().__init__(f"column {column}: found {found}; expected {expected}; try: {offered}")
