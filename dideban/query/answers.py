"""The answer of each clause of a query for one article: met or not, and by which words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from dideban.query import telling, telling_packs
from dideban.query.canonical import written_text
from dideban.query.document import Document
from dideban.query.explain import MAX_HIGHLIGHTS, fired, narrowed, words_of_reason
from dideban.query.finding import Article, Finding, finding, written
from dideban.query.hits import Leaf, hit
from dideban.query.misses import miss, values_miss
from dideban.query.patterns import nearest, shortened, silenced
from dideban.query.quotes import Quote, quotes
from dideban.query.shape import as_one, within
from dideban.query.stretches import FIELDS
from dideban.query.tongue import tongue
from dideban.query.tree import (
    And,
    Found,
    Meta,
    Node,
    Not,
    Or,
    Place,
    Query,
    Saved,
    Topic,
)
from dideban.text.sentence_tables import MessageLanguage
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
    language: MessageLanguage = "en"

    @property
    def sentence(self) -> str:
        """What is told, as a whole sentence."""
        return telling.sentence(self.told, self.language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Whether an article matches, in one sentence, and the answer of each top-level clause."""

    match: bool
    sentence: str
    clauses: tuple[Answer, ...]


def explained(
    query: Query,
    document: Document,
    originals: Mapping[Field, str],
    now: datetime,
    language: MessageLanguage = "en",
) -> Explanation:
    """Return why the document, whose fields were `originals`, matches the query or does not.

    `now` is an aware UTC time; `language` is that in which it is told.
    """
    article = Article(document, originals, now, tongue(language))
    tree = query.tree
    clauses = tree.children if isinstance(tree, And) else (tree,)
    answers = tuple(_answer(clause, article) for clause in clauses)
    met = sum(each.met for each in answers)
    told = telling.verdict(article.tongue, met, len(answers) - met)
    return Explanation(
        match=met == len(answers), sentence=telling.sentence(told, language), clauses=answers
    )


def _answer(node: Node, article: Article) -> Answer:  # noqa: PLR0911 - one return a kind of node
    match node:
        case Not(child):
            return _refused(node, _answer(child, article), article)
        case And(children):
            parts = [_answer(child, article) for child in children]
            missed = sum(not each.met for each in parts)
            parts.sort(key=lambda part: part.met)
            return _made_of(
                node,
                telling.together(article.tongue, missed, len(parts)),
                parts,
                article,
                met=not missed,
            )
        case Or(children):
            return _any_of(node, children, article)
        case Topic():
            return _topic(node, article)
        case Saved(name, tree):
            if tree is None:
                told = telling_packs.not_installed(article.tongue, "saved_query", name)
                return Answer(
                    text=written_text(node), met=False, told=told, language=article.tongue.language
                )
            return replace(_answer(tree, article), text=written_text(node))
        case _:
            return _leaf(node, article)


def _refused(node: Not, child: Answer, article: Article) -> Answer:
    """Return the answer of what must not be so; of what is not so, one sentence is enough."""
    if not child.met:
        return Answer(
            text=written_text(node), met=True, told=child.told, language=article.tongue.language
        )
    return replace(
        child, text=written_text(node), met=False, told=telling.unwanted(article.tongue, child.told)
    )


def _any_of(node: Or, children: tuple[Node, ...], article: Article) -> Answer:
    if (words := as_one(node)) is not None:
        return replace(_leaf(words, article), text=written_text(node))
    holding = [child for child in children if article.holds(child)]
    values = tuple(child for child in children if isinstance(child, Meta))
    if len(values) == len(children) and len({value.key for value in values}) == 1:
        return _values(node, values, article)
    told = telling.alternatives(article.tongue, len(holding), len(children))
    parts = [_answer(child, article) for child in holding or children]
    return _made_of(node, told, parts, article, met=bool(holding))


def _values(node: Or, values: tuple[Meta, ...], article: Article) -> Answer:
    hits = [hit(value, article) for value in values if article.holds(value)]
    found = [*hits] or [Finding(values_miss(values, article))]
    told = article.tongue("then").join(dict.fromkeys(each.told for each in found))
    spots = tuple(spot for each in found for spot in each.spots)
    return _shown(written_text(node), Finding(told, spots), article, met=bool(hits))


def _topic(topic: Topic, article: Article) -> Answer:
    """Return by which patterns a pack fires, or what keeps it from firing."""
    name, place = topic.name, topic.place
    if topic.tree is None:
        told = telling_packs.not_installed(article.tongue, "pack", name)
        return Answer(
            text=written_text(topic), met=False, told=told, language=article.tongue.language
        )
    tree = within(topic.tree, place)
    if article.holds(tree):
        parts = _fired(tree, article, name)
        return _made_of(
            topic,
            telling_packs.pack_fires(article.tongue, name, len(parts), place),
            parts,
            article,
            met=True,
        )
    if place and article.holds(topic.tree):
        parts = _fired(topic.tree, article, name)
        told = _elsewhere(name, place, topic.tree, article)
        return _made_of(topic, told, parts, article, met=False)
    if (held := silenced(tree, article)) is not None:
        signs = _signs(held.signs, article)
        words = telling.quoted_all(word.text for sign in signs for word in sign.words)
        parts = [*_fired(held.likely, article, name)[:1], *signs]
        return _made_of(
            topic,
            telling_packs.pack_silenced(article.tongue, name, words),
            parts,
            article,
            met=False,
        )
    silent = telling_packs.pack_silent(article.tongue, name, place)
    if (pattern := nearest(tree, article)) is None:
        return _made_of(
            topic, telling_packs.pack_without_words(article.tongue, silent), [], article, met=False
        )
    text = written_text(shortened(pattern, article))
    near = miss(pattern, article)
    part = _shown(
        text,
        near._replace(told=telling_packs.nearest(article.tongue, near.told)),
        article,
        met=False,
    )
    return _made_of(topic, silent, [part], article, met=False)


def _elsewhere(pack: str, place: Place, tree: Node, article: Article) -> str:
    """Return in which part of the article the pack fires, where it does not in the place."""
    patterns = [
        [article.document.words[i] for i in words_of_reason(reason, article)]
        for reason, _ in fired(tree, article, pack)
    ]
    outside = [words for words in patterns if not any(place in each.places for each in words)]
    words = [each for pattern in outside or patterns for each in pattern]
    others = {each.field for each in words if place not in each.places} or {FIELDS[-1]}
    other = telling.part_name(article.tongue, min(others, key=FIELDS.index), place)
    return telling_packs.pack_elsewhere(article.tongue, pack, place, other, together=not outside)


def _signs(signs: Sequence[Node], article: Article) -> list[Answer]:
    """Return the answers of what should not be there, and is."""
    atoms = [narrowed(atom, article) for sign in signs for atom, _ in fired(sign, article)]
    return [_answer(Not(atom), article) for atom in dict.fromkeys(atoms)]


def _fired(tree: Node, article: Article, pack: str) -> list[Answer]:
    """Return the patterns of the pack that hold, each with the alternatives that occur."""
    reasons = [narrowed(reason, article) for reason, _ in fired(tree, article, pack)]
    unique = {written_text(reason): reason for reason in reasons}
    return [
        _together(text, reason, article) if isinstance(reason, And) else _answer(reason, article)
        for text, reason in unique.items()
    ]


def _together(text: str, words: And, article: Article) -> Answer:
    """Return that the words stand together in one place, or in the article."""
    wanted = [child for child in words.children if isinstance(child, Found)]
    occurrences = [article.occurrences(each.span, each.place) for each in wanted]
    shown = telling.quoted_all(written(each[0], article) for each in occurrences)
    places = {each.place for each in wanted}
    told = telling.all_there(article.tongue, shown, places.pop() if len(places) == 1 else None)
    spots = finding(told, (each for found in occurrences for each in found), article)
    return _shown(text, spots, article, met=True)


def _leaf(atom: Leaf, article: Article) -> Answer:
    met = article.holds(atom)
    found = hit(atom, article) if met else miss(atom, article)
    return _shown(written_text(atom), found, article, met=met)


def _shown(text: str, found: Finding, article: Article, *, met: bool) -> Answer:
    spots = sorted(set(found.spots), key=lambda s: (FIELDS.index(s.field), s.start, s.end))
    return Answer(
        text=text,
        language=article.tongue.language,
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


def _made_of(
    node: Node, told: str, parts: Sequence[Answer], article: Article, *, met: bool
) -> Answer:
    return Answer(
        text=written_text(node),
        language=article.tongue.language,
        met=met,
        told=told,
        parts=tuple(parts),
    )
