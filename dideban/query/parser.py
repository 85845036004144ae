"""Parses a query by recursive descent; every refusal says where, what, why and a way out."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, cast

from dideban.query import fields
from dideban.query.canonical import render
from dideban.query.cursor import Cursor
from dideban.query.errors import QueryError
from dideban.query.guards import (
    MAX_CHARACTERS,
    MAX_CLAUSES,
    MAX_DEPTH,
    first_unselective,
    is_selective,
    leaves,
)
from dideban.query.lexer import Kind, Lexeme, lex
from dideban.query.meant import likely_language
from dideban.query.names import Names, closest
from dideban.query.repair import with_working_fix
from dideban.query.sayings import Saying, says
from dideban.query.shape import conjunction, disjunction, words_of
from dideban.query.tree import (
    And,
    AnyOf,
    Chain,
    Found,
    Link,
    LinkKind,
    Node,
    Not,
    Or,
    Prefix,
    Query,
    Saved,
    Term,
)
from dideban.query.words import phrase, word

_ENDS: Final = (Kind.END, Kind.CLOSE)
_JOINS: Final = (Kind.AND, Kind.OR)


@dataclass(frozen=True, slots=True)
class _Scope:
    """The names a query may use, the saved queries it stands in, and the levels above it."""

    names: Names
    trail: tuple[str, ...] = ()
    depth: int = 0


def parse(query: str, *, names: Names) -> Query:
    """Return the parsed query, with the trees of the packs and saved queries it names.

    Raises:
        QueryError: the query cannot be taken; its `fix` is a query that can.
    """
    scope = _Scope(names)
    try:
        return _checked(query, scope)
    except QueryError as error:
        raise with_working_fix(error, query, lambda fix: _checked(fix, scope)) from None


def canonical(query: Query) -> str:
    """Return the one text of all equal queries; it parses to an equal tree."""
    return render(query.tree)


def _checked(query: str, scope: _Scope) -> Query:
    if len(query) > MAX_CHARACTERS:
        found = says("stands_characters", count=len(query))
        expected = says("wants_characters", count=MAX_CHARACTERS)
        raise QueryError(MAX_CHARACTERS + 1, found, expected, "")
    parser = _Parser(query, scope)
    tree = parser.whole()
    clauses = leaves(tree)
    if len(clauses) > MAX_CLAUSES:
        fix = render(conjunction(list(clauses[:1])))
        found = says("stands_clauses", count=len(clauses))
        raise QueryError(1, found, says("wants_clauses", count=MAX_CLAUSES), fix)
    if not is_selective(tree):
        raise parser.matches_everything(tree)
    return Query(query, tree)


class _Parser:
    """One pass over the tokens of one query."""

    def __init__(self, text: str, scope: _Scope) -> None:
        self._cursor = Cursor(text, lex(text))
        self._scope = scope
        self._depth = scope.depth
        self._stands: dict[Node, tuple[int, int]] = {}

    def whole(self) -> Node:
        tree = self.expression()
        if self._cursor.at(Kind.CLOSE):
            raise self._cursor.fault(
                self._cursor.peek,
                says("wants_opening_bracket"),
                self._cursor.without(self._cursor.peek),
            )
        return tree

    def matches_everything(self, tree: Node) -> QueryError:
        """Return the error of a tree that asks for nothing, or of its first such branch."""
        text = self._cursor.text
        branch = first_unselective(tree)
        if branch is None:
            found = text.strip()
            fix = f"lang:{likely_language(text)} AND ({found})"
            return QueryError(text.index(found) + 1, found, says("wants_positive"), fix)
        start, end = self._stands.get(branch, (0, len(text)))
        expected = says("wants_positive_branch")
        return QueryError(start + 1, text[start:end], expected, _narrowed(text, start, end))

    def expression(self) -> Node:
        parts = [self._part()]
        joins: list[Kind] = []
        while not self._cursor.at(*_ENDS):
            joins.append(self._join())
            parts.append(self._part())
        if len(set(joins)) > 1:
            raise self._mixed(parts, joins)
        nodes = [node for node, _, _ in parts]
        self._stands.update((node, (start, end)) for node, start, end in parts)
        return disjunction(nodes) if Kind.OR in joins else conjunction(nodes)

    def _join(self) -> Kind:
        if not self._cursor.at(*_JOINS):
            return Kind.AND
        join = self._cursor.take()
        if self._cursor.at(*_ENDS, *_JOINS):
            raise self._cursor.fault(
                self._cursor.peek,
                says("wants_term_after", operator=join.value),
                self._cursor.without(join),
            )
        return join.kind

    def _part(self) -> tuple[Node, int, int]:
        start = self._cursor.peek.start
        node = self._negatable()
        return node, start, self._cursor.last.end

    def _mixed(self, parts: list[tuple[Node, int, int]], joins: list[Kind]) -> QueryError:
        texts = [self._cursor.text[start:end] for _, start, end in parts]
        start, end = parts[0][1], parts[-1][2]
        readings = tuple(
            self._cursor.text[:start] + _grouped(texts, joins, inner) + self._cursor.text[end:]
            for inner in (Kind.AND, Kind.OR)
        )
        turn = next(i for i, join in enumerate(joins) if join is not joins[0])
        at = parts[turn + 1][1]
        found = says("stands_mixed", first=joins[0].name, second=joins[turn].name)
        return QueryError(at + 1, found, says("wants_brackets"), readings[0], readings)

    def _negatable(self) -> Node:
        if not self._cursor.at(Kind.NOT):
            return self._chained()
        sign = self._cursor.take()
        if self._cursor.at(*_ENDS, *_JOINS):
            raise self._cursor.fault(
                self._cursor.peek,
                says("wants_term_after", operator=sign.value),
                self._cursor.without(sign),
            )
        with self._deeper(sign):
            return Not(self._negatable())

    def _chained(self) -> Node:
        if self._cursor.at(Kind.FIELD) and not fields.is_modifier(self._cursor.peek):
            with self._deeper(self._cursor.peek):
                return fields.clause(self._cursor, self._scope.names, self._chained)
        first = self._cursor.peek
        node = self._primary()
        if not self._cursor.at(Kind.LINK):
            return node
        operands = [self._operand(node, first)]
        links: list[Link] = []
        while self._cursor.at(Kind.LINK):
            link = self._cursor.take()
            links.append(Link(cast("LinkKind", link.value), link.distance))
            operands.append(self._linked(link))
        return Found(Chain(tuple(operands), tuple(links)))

    def _linked(self, link: Lexeme) -> Term | Prefix | AnyOf:
        first = self._cursor.peek
        if first.kind is Kind.FIELD and not fields.is_modifier(first):
            expected = says("wants_field_outside", link=link.value)
            wrong = first if first.value in fields.PLACES else link
            raise self._cursor.fault(first, expected, self._cursor.without(wrong))
        if first.kind in (*_ENDS, *_JOINS, Kind.NOT, Kind.LINK):
            expected = says("wants_words_after", link=link.value)
            raise self._cursor.fault(first, expected, self._cursor.without(link))
        return self._operand(self._primary(), first)

    def _operand(self, node: Node, first: Lexeme) -> Term | Prefix | AnyOf:
        words = words_of(node)
        if words is not None:
            return words
        text, start, end = self._cursor.text, first.start, self._cursor.last.end
        inside = text[start:end].strip("() ")
        if isinstance(node, And) and words_of(Or(node.children)) is not None:
            inside = f"({' OR '.join(map(render, node.children))})"
        fix = text[:start] + inside + text[end:]
        raise QueryError(start + 1, text[start:end], says("wants_words_beside"), fix)

    def _primary(self) -> Node:
        token = self._cursor.peek
        match token.kind:
            case Kind.WORD:
                return Found(word(self._cursor, self._cursor.take()))
            case Kind.PHRASE:
                return Found(phrase(self._cursor, self._cursor.take()))
            case Kind.FIELD:
                with self._deeper(token):
                    return fields.modified(self._cursor, self._primary)
            case Kind.OPEN:
                return self._bracket()
            case Kind.SAVED:
                return self._saved(self._cursor.take())
            case Kind.STORY:
                return fields.story(self._cursor, self._cursor.take())
            case Kind.RANGE:
                fix = self._cursor.instead(token, f" published:[{token.value}]")
                raise self._cursor.fault(token, says("wants_range_field", field="published:"), fix)
            case Kind.AND | Kind.OR | Kind.LINK:
                if token.kind is Kind.LINK:
                    expected = says("wants_words_before", link=token.value)
                else:
                    expected = says("wants_term_before", operator=token.value)
                raise self._cursor.fault(token, expected, self._cursor.without(token))
            case _:
                raise self._cursor.fault(token, says("wants_anything"), self._cursor.without(token))

    def _bracket(self) -> Node:
        bracket = self._cursor.take()
        if self._cursor.at(Kind.CLOSE):
            fix = (
                self._cursor.text[: bracket.start]
                + " "
                + self._cursor.text[self._cursor.peek.end :]
            )
            raise self._cursor.fault(self._cursor.peek, says("wants_in_brackets"), fix)
        with self._deeper(bracket):
            node = self.expression()
        if not self._cursor.at(Kind.CLOSE):
            expected = says("wants_closing_bracket")
            raise self._cursor.fault(self._cursor.peek, expected, self._cursor.text + ")")
        self._cursor.take()
        return node

    def _saved(self, token: Lexeme) -> Node:
        name, saved, trail = token.value, self._scope.names.saved, self._scope.trail
        text = saved.get(name)
        if text is None:
            near = closest(name, saved)
            fix = self._cursor.instead(token, f"@{near}") if near else self._cursor.without(token)
            raise self._cursor.fault(token, says("wants_own_query"), fix)
        if name in trail:
            path = " → ".join(f"@{step}" for step in (*trail, name))
            expected = says("wants_no_circle", path=path)
            raise self._cursor.fault(token, expected, self._cursor.without(token))
        with self._deeper(token):
            scope = _Scope(self._scope.names, (*trail, name), self._depth)
            try:
                return Saved(name, _checked(text, scope).tree)
            except QueryError as error:
                expected = _in_saved(error, name)
                raise self._cursor.fault(token, expected, self._cursor.without(token)) from None

    @contextmanager
    def _deeper(self, token: Lexeme) -> Iterator[None]:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            flat = self._cursor.text.replace("(", " ").replace(")", " ")
            expected = says("wants_depth", most=MAX_DEPTH)
            raise self._cursor.fault(token, expected, flat)
        yield
        self._depth -= 1


def _in_saved(error: QueryError, name: str) -> Saying:
    """Return what is wanted in a saved query, or in one that it uses, and where."""
    if isinstance(error.wanted, Saying) and error.wanted.key == "wants_in_saved":
        return error.wanted
    return says("wants_in_saved", told=error.wanted, column=error.column, name=f"@{name}")


def _narrowed(text: str, start: int, end: int) -> str:
    """Return the query with one branch of an OR made a condition on the others."""
    before = re.sub(r"(?:\bOR|\|{1,2})\s*$", "", text[:start]).strip()
    after = re.sub(r"^\s*(?:OR\b|\|{1,2})", "", text[end:]).strip()
    others = " OR ".join(filter(None, (before, after)))
    joined = f"({others})" if re.search(r"\bOR\b|\|", others) else others
    return f"{joined} AND {text[start:end]}"


def _grouped(texts: list[str], joins: list[Kind], inner: Kind) -> str:
    groups = [[texts[0]]]
    for join, text in zip(joins, texts[1:], strict=True):
        if join is inner:
            groups[-1].append(text)
        else:
            groups.append([text])
    glue, outer = (" AND ", " OR ") if inner is Kind.AND else (" OR ", " AND ")
    return outer.join(f"({glue.join(g)})" if len(g) > 1 else g[0] for g in groups)
