"""A place in the tokens of a query, and the refusals that can be made from there."""

from dideban.query.errors import QueryError
from dideban.query.lexer import Kind, Lexeme
from dideban.query.sayings import Saying, says


class Cursor:
    """Walks the tokens of one query from left to right."""

    def __init__(self, text: str, tokens: list[Lexeme]) -> None:
        self.text = text
        self._tokens = tokens
        self._at = 0

    @property
    def peek(self) -> Lexeme:
        """The token that comes next; the last one is of kind `END` and stays."""
        return self._tokens[self._at]

    def at(self, *kinds: Kind) -> bool:
        """Tell whether the next token is of one of these kinds."""
        return self.peek.kind in kinds

    @property
    def last(self) -> Lexeme:
        """The token taken last."""
        return self._tokens[max(self._at - 1, 0)]

    def take(self) -> Lexeme:
        """Return the next token and step over it."""
        token = self.peek
        self._at = min(self._at + 1, len(self._tokens) - 1)
        return token

    def fault(
        self, token: Lexeme, expected: Saying, fix: str, readings: tuple[str, ...] = ()
    ) -> QueryError:
        """Return the error of finding `token` where `expected` should be."""
        found = self.text[token.start : token.end] or says("stands_end")
        return QueryError(token.start + 1, found, expected, fix, readings)

    def without(self, token: Lexeme) -> str:
        """Return the query without this token."""
        return self.instead(token, " ")

    def instead(self, token: Lexeme, text: str) -> str:
        """Return the query with this token replaced."""
        return self.text[: token.start] + text + self.text[token.end :]
