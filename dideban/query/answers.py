"""The answer of each clause of a query for one article: met or not, and by which words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from msgspec.structs import replace as restructured

from dideban.query import telling
from dideban.query.canonical import written_text
from dideban.query.document import Document
from dideban.query.explain import MAX_HIGHLIGHTS, fired, narrowed
from dideban.query.finding import Article, Finding
from dideban.query.hits import Leaf, hit
from dideban.query.misses import miss, values_miss
from dideban.query.patterns import nearest, shortened, silenced
from dideban.query.quotes import Quote, quotes
from dideban.query.shape import within, words_of
from dideban.query.stretches import FIELDS
from dideban.query.tree import (
    And,
    Found,
    Meta,
    Node,
    Not,
    Or,
    Query,
    Saved,
    Topic,
)
from schemas.articles import Field
from schemas.matches import Highlight


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is told of one clause, whose canonical text is `text`.

    `told` is a clause of a sentence, as `telling` words it. `words` are those it speaks of, as
    spans of the original; `quotes` show them where they stand. `parts` say more of a clause that
    is made of others: those that decide it come first.
    """

    text: str
    met: bool
    told: str
    words: tuple[Highlight, ...] = ()
    quotes: tuple[Quote, ...] = ()
    parts: tuple["Answer", ...] = ()

    @property
    def sentence(self) -> str:
        """What is told, as a whole sentence."""
        return telling.sentence(self.told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Whether an article matches, in one sentence, and the answer of each top-level clause."""

    match: bool
    sentence: str
    clauses: tuple[Answer, ...]


def explained(
    query: Query, document: Document, originals: Mapping[Field, str], now: datetime
) -> Explanation:
    """Return why the document, whose fields were `originals`, matches the query or does not.

    `now` is an aware UTC time.
    """
    article = Article(document, originals, now)
    tree = query.tree
    clauses = tree.children if isinstance(tree, And) else (tree,)
    answers = tuple(_answer(clause, article) for clause in clauses)
    met = sum(each.met for each in answers)
    told = telling.verdict(met, len(answers) - met)
    return Explanation(match=met == len(answers), sentence=telling.sentence(told), clauses=answers)


def _answer(node: Node, article: Article) -> Answer:  # noqa: PLR0911 - one return a kind of node
    match node:
        case Not(child):
            return _refused(node, _answer(child, article))
        case And(children):
            parts = [_answer(child, article) for child in children]
            missed = sum(not each.met for each in parts)
            parts.sort(key=lambda part: part.met)
            return _made_of(node, telling.together(missed, len(parts)), parts, met=not missed)
        case Or(children):
            return _any_of(node, children, article)
        case Topic():
            return _topic(node, article)
        case Saved(name, tree):
            if tree is None:
                told = telling.not_installed("saved query", name)
                return Answer(text=written_text(node), met=False, told=told)
            return replace(_answer(tree, article), text=written_text(node))
        case _:
            return _leaf(node, article)


def _refused(node: Not, child: Answer) -> Answer:
    """Return the answer of what must not be so; of what is not so, one sentence is enough."""
    if not child.met:
        return Answer(text=written_text(node), met=True, told=child.told)
    return replace(child, text=written_text(node), met=False, told=telling.unwanted(child.told))


def _any_of(node: Or, children: tuple[Node, ...], article: Article) -> Answer:
    if (words := _as_words(children)) is not None:
        return replace(_leaf(words, article), text=written_text(node))
    holding = [child for child in children if article.holds(child)]
    values = tuple(child for child in children if isinstance(child, Meta))
    if len(values) == len(children) and len({value.key for value in values}) == 1:
        return _values(node, values, article)
    told = telling.alternatives(len(holding), len(children))
    parts = [_answer(child, article) for child in holding or children]
    return _made_of(node, told, parts, met=bool(holding))


def _as_words(children: tuple[Node, ...]) -> Found | None:
    """Return alternatives that are words of one place as one, or `None` where they are more."""
    found = [child for child in children if isinstance(child, Found)]
    places = {each.place for each in found}
    words = words_of(Or(tuple(restructured(each, place=None) for each in found)))
    if len(found) < len(children) or len(places) > 1 or words is None:
        return None
    return Found(words, found[0].place)


def _values(node: Or, values: tuple[Meta, ...], article: Article) -> Answer:
    hits = [hit(value, article) for value in values if article.holds(value)]
    found = [*hits] or [Finding(values_miss(values, article))]
    told = "; ".join(dict.fromkeys(each.told for each in found))
    spots = tuple(spot for each in found for spot in each.spots)
    return _shown(written_text(node), Finding(told, spots), article, met=bool(hits))


def _topic(topic: Topic, article: Article) -> Answer:
    """Return by which patterns a pack fires, or what keeps it from firing."""
    name, place = topic.name, topic.place
    if topic.tree is None:
        told = telling.not_installed("topic pack", name)
        return Answer(text=written_text(topic), met=False, told=told)
    tree = within(topic.tree, place)
    if article.holds(tree):
        parts = _fired(tree, article)
        return _made_of(topic, telling.pack_fires(name, len(parts), place), parts, met=True)
    if place and article.holds(topic.tree):
        parts = _fired(topic.tree, article)
        field = FIELDS[min(FIELDS.index(word.field) for part in parts for word in part.words)]
        told = telling.pack_elsewhere(name, place, telling.part_name(field, place))
        return _made_of(topic, told, parts, met=False)
    if (held := silenced(tree, article)) is not None:
        signs = _signs(held.signs, article)
        words = telling.quoted_all(word.text for sign in signs for word in sign.words)
        parts = [*_fired(held.likely, article)[:1], *signs]
        return _made_of(topic, telling.pack_silenced(name, words), parts, met=False)
    silent = telling.pack_silent(name, place)
    if (pattern := nearest(tree, article)) is None:
        return _made_of(topic, telling.pack_without_words(silent), [], met=False)
    text = written_text(shortened(pattern, article))
    near = miss(pattern, article)
    part = _shown(text, near._replace(told=telling.nearest(near.told)), article, met=False)
    return _made_of(topic, silent, [part], met=False)


def _signs(signs: Sequence[Node], article: Article) -> list[Answer]:
    """Return the answers of what should not be there, and is."""
    atoms = [narrowed(atom, article) for sign in signs for atom, _ in fired(sign, article)]
    return [_answer(Not(atom), article) for atom in dict.fromkeys(atoms)]


def _fired(tree: Node, article: Article) -> list[Answer]:
    """Return the patterns that hold, each with the alternatives that occur."""
    atoms = [narrowed(atom, article) for atom, _ in fired(tree, article)]
    unique = {written_text(atom): atom for atom in atoms if isinstance(atom, Found)}
    return [_leaf(atom, article) for atom in unique.values()]


def _leaf(atom: Leaf, article: Article) -> Answer:
    met = article.holds(atom)
    found = hit(atom, article) if met else miss(atom, article)
    return _shown(written_text(atom), found, article, met=met)


def _shown(text: str, found: Finding, article: Article, *, met: bool) -> Answer:
    spots = sorted(set(found.spots), key=lambda s: (FIELDS.index(s.field), s.start, s.end))
    return Answer(
        text=text,
        met=met,
        told=found.told,
        words=tuple(
            Highlight(
                field=spot.field,
                start=spot.start,
                end=spot.end,
                text=article.originals[spot.field][spot.start : spot.end],
            )
            for spot in spots[:MAX_HIGHLIGHTS]
        ),
        quotes=quotes(spots[:MAX_HIGHLIGHTS], article.document, article.originals),
    )


def _made_of(node: Node, told: str, parts: Sequence[Answer], *, met: bool) -> Answer:
    return Answer(
        text=written_text(node),
        met=met,
        told=told,
        parts=tuple(parts),
    )
