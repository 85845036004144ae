"""Named groups of a pack's patterns: each is parsed once and put where its name stands.

To write a group out wherever it is named would read the same words hundreds of times.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final

from msgspec.structs import replace

from dideban.query.errors import QueryError
from dideban.query.shape import conjunction, disjunction, literal, placed, words_of
from dideban.query.tree import And, AnyOf, Chain, Found, Node, Not, Or, Place, Prefix, Term

_NAMED: Final = re.compile(r"\{(\w+)\}")
_STANDS: Final = "zqxj"
"""No word begins so; the letters of a number follow."""

_STANDING: Final = re.compile(rf"\b{_STANDS}[a-z]+\b")

_MOST_NESTING: Final = 5

type Words = Term | Prefix | AnyOf


class Groups:
    """The groups of one language of a pack, written `{name}` in patterns and in other groups."""

    def __init__(self, texts: Mapping[str, str], parse: Callable[[str], Node]) -> None:
        self._texts = texts
        self._parse = parse
        self._names = {_word_for(number): name for number, name in enumerate(texts)}
        self._words = {name: word for word, name in self._names.items()}
        self._trees: dict[tuple[str, Place | None], Node] = {}
        self._within: list[str] = []
        """The groups that are being read, each named in the one before it."""

    def read(self, pattern: str) -> Node:
        """Return the tree of a pattern, as it is with its groups written out in brackets.

        Raises:
            QueryError: the pattern cannot be parsed, names a group that there is not, or wants
                words where a group is more than words.
        """
        try:
            tree = self._parse(_NAMED.sub(self._word, pattern))
        except QueryError as error:
            named = self._named
            readings = tuple(map(named, error.readings))
            told = (named(error.found), named(error.expected), named(error.fix))
            raise QueryError(error.column, *told, readings) from None
        return self._filled(tree) if "{" in pattern else tree

    def _named(self, text: str) -> str:
        return _STANDING.sub(lambda word: f"{{{self._names.get(word[0], word[0])}}}", text)

    def _word(self, found: re.Match[str]) -> str:
        word = self._words.get(found[1])
        if word is None:
            expected = f"a group of the pack: {', '.join(self._texts)}"
            raise QueryError(found.start() + 1, found[0], expected, "")
        return f"({word})"

    def _tree(self, name: str, place: Place | None = None) -> Node:
        key = (name, place)
        if key not in self._trees:
            self._trees[key] = self._placed(name, place) if place else self._read_group(name)
        return self._trees[key]

    def _read_group(self, name: str) -> Node:
        if len(self._within) >= _MOST_NESTING:
            raise QueryError(1, f"{{{name}}}", f"groups at most {_MOST_NESTING} deep", "")
        self._within.append(name)
        tree = self.read(" ".join(self._texts[name].split()))
        self._within.pop()
        return tree

    def _placed(self, name: str, place: Place) -> Node:
        narrowed = placed(self._tree(name), place)
        if narrowed is None:
            expected = f"only words and topics inside {place}:"
            raise QueryError(1, f"{{{name}}}", expected, "")
        return narrowed

    def _filled(self, node: Node) -> Node:
        match node:
            case Not(child):
                return Not(self._filled(child))
            case And(children):
                return conjunction([self._filled(child) for child in children])
            case Or(children):
                return disjunction([self._filled(child) for child in children])
            case Found(span=Term(text, exact=False), at_least=1) if text in self._names:
                return self._tree(self._names[text], node.place)
            case Found(span):
                return replace(node, span=self._span(span))
            case _:
                return node

    def _span(self, span: Chain | Words) -> Chain | Words:
        if isinstance(span, Chain):
            return Chain(tuple(map(self._operand, span.operands)), span.links)
        return self._operand(span)

    def _operand(self, words: Words) -> Words:
        match words:
            case AnyOf(options):
                filled = [self._operand(option) for option in options]
                flat = (each.options if isinstance(each, AnyOf) else (each,) for each in filled)
                return AnyOf(tuple(option for options in flat for option in options))
            case Term(text) if text in self._names:
                return self._of_words(words, self._names[text])
            case _:
                return words

    def _of_words(self, term: Term, name: str) -> Words:
        words = words_of(self._tree(name))
        if words is None:
            expected = f"words alone in {{{name}}}, which stands among words"
            raise QueryError(1, f"{{{name}}}", expected, "")
        return literal(words, cased=term.cased) if term.exact else words


def _word_for(number: int) -> str:
    letters = ""
    while number >= 0:
        letters = chr(ord("a") + number % 26) + letters
        number = number // 26 - 1
    return _STANDS + letters
