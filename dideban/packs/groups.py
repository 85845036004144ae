"""Named groups of a pack's patterns: each is parsed once and put where its name stands.

To write a group out wherever it is named would read the same words hundreds of times.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final

from msgspec.structs import replace

from dideban.query.errors import QueryError
from dideban.query.shape import conjunction, disjunction, literal, placed, words_of
from dideban.query.tree import And, AnyOf, Chain, Found, Node, Not, Or, Prefix, Term

_NAMED: Final = re.compile(r"\{(\w+)\}")
_STANDS: Final = "zqxj"
"""No word begins so; the letters of a number follow."""

_MOST_NESTING: Final = 5

type Words = Term | Prefix | AnyOf


class Groups:
    """The groups of one language of a pack, written `{name}` in patterns and in other groups."""

    def __init__(self, texts: Mapping[str, str], parse: Callable[[str], Node]) -> None:
        self._texts = texts
        self._parse = parse
        self._names = {_word_for(number): name for number, name in enumerate(texts)}
        self._words = {name: word for word, name in self._names.items()}
        self._trees: dict[str, Node] = {}

    def read(self, pattern: str, depth: int = 0) -> Node:
        """Return the tree of a pattern, as it is with its groups written out in brackets.

        Raises:
            QueryError: the pattern cannot be parsed, names a group that there is not, or wants
                words where a group is more than words.
        """
        tree = self._parse(_NAMED.sub(self._word, pattern))
        return self._filled(tree, pattern, depth) if "{" in pattern else tree

    def _word(self, found: re.Match[str]) -> str:
        word = self._words.get(found[1])
        if word is None:
            expected = f"a group of the pack: {', '.join(self._texts)}"
            raise QueryError(found.start() + 1, found[0], expected, "")
        return f"({word})"

    def _tree(self, name: str, depth: int) -> Node:
        if name not in self._trees:
            if depth >= _MOST_NESTING:
                raise QueryError(1, f"{{{name}}}", f"groups at most {_MOST_NESTING} deep", "")
            text = " ".join(self._texts[name].split())
            self._trees[name] = self.read(text, depth + 1)
        return self._trees[name]

    def _filled(self, node: Node, pattern: str, depth: int) -> Node:
        match node:
            case Not(child):
                return Not(self._filled(child, pattern, depth))
            case And(children):
                return conjunction([self._filled(child, pattern, depth) for child in children])
            case Or(children):
                return disjunction([self._filled(child, pattern, depth) for child in children])
            case Found(span=Term(text=text) as term) if text in self._names:
                return self._in_place(node, term, pattern, depth)
            case Found(span=Chain() | AnyOf()):
                return replace(node, span=self._span(node.span, pattern, depth))
            case _:
                return node

    def _in_place(self, found: Found, term: Term, pattern: str, depth: int) -> Node:
        tree = self._tree(self._names[term.text], depth)
        if term.exact or found.at_least > 1:
            return replace(found, span=self._of_words(term, pattern, depth))
        if found.place is None:
            return tree
        narrowed = placed(tree, found.place)
        if narrowed is None:
            raise QueryError(1, pattern, f"only words and topics inside {found.place}:", "")
        return narrowed

    def _span(self, span: Chain | Words, pattern: str, depth: int) -> Chain | Words:
        match span:
            case Chain(operands, links):
                filled = tuple(self._operand(each, pattern, depth) for each in operands)
                return Chain(filled, links)
            case _:
                return self._operand(span, pattern, depth)

    def _operand(self, words: Words, pattern: str, depth: int) -> Words:
        match words:
            case AnyOf(options):
                filled = [self._operand(option, pattern, depth) for option in options]
                flat = (each.options if isinstance(each, AnyOf) else (each,) for each in filled)
                return AnyOf(tuple(option for options in flat for option in options))
            case Term(text=text) if text in self._names:
                return self._of_words(words, pattern, depth)
            case _:
                return words

    def _of_words(self, term: Term, pattern: str, depth: int) -> Words:
        words = words_of(self._tree(self._names[term.text], depth))
        if words is None:
            expected = f"words alone in {{{self._names[term.text]}}}, which stands among words"
            raise QueryError(1, pattern, expected, "")
        return literal(words, cased=term.cased) if term.exact else words


def _word_for(number: int) -> str:
    letters = ""
    while number >= 0:
        letters = chr(ord("a") + number % 26) + letters
        number = number // 26 - 1
    return _STANDS + letters
