"""Every clause that tells why an article matches a query, or does not, in the tongue `t`.

What each function returns is a clause of a sentence, without a full stop, so that clauses can be
joined; `sentence` makes a whole one. Words of articles and queries stand in «».
"""

from collections.abc import Iterable, Sequence
from typing import Final

from dideban.query.tongue import Tongue
from dideban.query.tree import Link, Place
from dideban.text.one_line import plain
from dideban.text.sentence_tables import MessageLanguage
from schemas.articles import Field

MET: Final = "met"
NOT_MET: Final = "not met"
_INNER: Final = str.maketrans("«»", "“”")
_TWO: Final = 2


def sentence(clause: str, language: MessageLanguage = "en") -> str:
    """Return the clause as a whole sentence of the language."""
    dotted = language in {"tr", "az"} and clause.startswith("i")
    return f"{'İ' if dotted else clause[:1].upper()}{clause[1:]}."


def quoted(word: str) -> str:
    """Return the word in its marks, on one line; marks inside become others."""
    return f"«{plain(word).translate(_INNER)}»"


def quoted_all(words: Iterable[str]) -> list[str]:
    """Return each of the words in its marks, once."""
    return [quoted(word) for word in dict.fromkeys(words)]


def in_place(t: Tongue, place: Place | None) -> str:
    """Return where in the article, with a space before it; nothing where no place is named."""
    return t("in_place", place=t(f"the_{place}")) if place else ""


def place_name(place: Place) -> str:
    """Return what a reader of English calls the place."""
    return "title or lead" if place == "head" else place


def none_of(t: Tongue, key: str, items: Sequence[str]) -> str:
    """Return a clause that denies all of the items."""
    names = t.listed(items, "nor" if len(items) == _TWO else "and")
    return t.counted(key, len(items), words=names)


# The whole article.


def verdict(t: Tongue, met: int, missed: int) -> str:
    """Return whether the article matches, and how many clauses say so."""
    every = met + missed
    if every == 1:
        return t("matches_not" if missed else "matches")
    if not missed:
        return t.counted("clauses_met", every)
    if not met:
        return t.counted("clauses_missed", every)
    return t.counted("clauses_some", missed, every=t.spelt(every))


def alternatives(t: Tongue, met: int, every: int) -> str:
    """Return how many of several alternatives hold."""
    if not met:
        return t.counted("alternatives_none", every)
    if met == every:
        return t.counted("alternatives_all", every)
    return t.counted("alternatives_some", met, every=t.spelt(every))


def together(t: Tongue, missed: int, every: int) -> str:
    """Return how many of several parts that must hold together do not."""
    if not missed:
        return t.counted("parts_all", every)
    if missed == every:
        return t.counted("parts_none", every)
    return t.counted("parts_some", missed, every=t.spelt(every))


def more(count: int) -> str:
    """Return that so many parts are not shown."""
    return f"and {count} more"


def unwanted(t: Tongue, presence: str) -> str:
    """Return that what is present should not be."""
    return t("unwanted", told=presence)


# Words that are found.


def found(t: Tongue, count: int, forms: Sequence[str], place: Place | None) -> str:
    """Return how often words are found, and in which forms, where these are worth telling."""
    pieces = {"times": t.counted("times", count), "where": in_place(t, place)}
    return t("found_as", forms=t.listed(forms), **pieces) if forms else t("found", **pieces)


def all_there(t: Tongue, words: Sequence[str], place: Place | None) -> str:
    """Return that all of several words are in the place."""
    where = t(f"the_{place or 'article'}")
    return t.counted("all_there", len(words), words=t.listed(words), where=where)


def in_that_form(t: Tongue, told: str, *, cased: bool) -> str:
    """Return that the word is found as it was asked for."""
    return t("in_those_capitals" if cased else "in_that_form", told=told)


def often(t: Tongue, told: str, asked: int) -> str:
    """Return how often words are found, and how often the query asks for them."""
    return t.counted("often", asked, told=told)


def linked(t: Tongue, first: str, second: str, link: Link, apart: int) -> str:
    """Return how two words stand that satisfy the link; `first` comes first in the text."""
    if link.kind == "SAME":
        return t("in_one_sentence", first=first, second=second)
    if apart == 1:
        key = "right_after" if link.kind == "ONEAR" else "side_by_side"
        return t(key, first=first, second=second)
    key = "after" if link.kind == "ONEAR" else "apart"
    return t.counted(key, apart, first=first, second=second, allows=_allows(t, link))


# Words that are missed.


def absent(t: Tongue, words: Sequence[str], *, at_all: bool = False) -> str:
    """Return that the article has none of the words."""
    return none_of(t, "absent_at_all" if at_all else "absent", words)


def no_beginning(t: Tongue, prefix: str) -> str:
    """Return that no word begins so."""
    return t("no_beginning", word=quoted(prefix))


def written_otherwise(t: Tongue, absent: str, language: str) -> str:
    """Return that a word is absent, as the article is in a language of another script."""
    return t("written_otherwise", told=absent, language=t.language_name(language))


def similar(t: Tongue, absent: str, word: str, *, longer: bool) -> str:
    """Return that a word is absent and another one is like it."""
    key = "begins_with_it" if longer else "much_like_it"
    return t(key, told=absent, word=quoted(word))


def other_form(t: Tongue, forms: Sequence[str], asked: str, *, cased: bool) -> str:
    """Return that the word is there, in forms that were not asked for."""
    key = "other_capitals" if cased else "other_form"
    return t.counted(key, len(forms), forms=t.listed(forms), asked=asked)


def elsewhere(
    t: Tongue, asked: Sequence[str], place: Place, other: str, there: Sequence[str]
) -> str:
    """Return that the place lacks the words and another part of the article has them."""
    same = [each.casefold() for each in asked] == [each.casefold() for each in there]
    return t(
        "elsewhere_same" if same else "elsewhere",
        place=t(f"the_{place}"),
        asked=t.listed(asked),
        other=other,
        there=t.listed(there),
    )


def part_name(t: Tongue, field: Field, place: Place) -> str:
    """Return the part of the article in which words were found that `place` does not have."""
    later = place in ("lead", "head") and field == "body"
    return t("later_paragraph" if later else f"the_{field}")


def linked_elsewhere(t: Tongue, told: str, place: Place, other: str) -> str:
    """Return that words stand as asked, but in another part of the article."""
    return t("linked_elsewhere", told=told, other=other, place=t(f"the_{place}"))


def some_only(
    t: Tongue, present: Sequence[str], missing: Sequence[str], place: Place | None
) -> str:
    """Return that the article has some of the words that must stand together, and not others."""
    return t.counted(
        "some_only",
        len(missing),
        where=t(f"the_{place or 'article'}"),
        present=t.listed(present),
        missing=t.listed(missing, "nor" if len(missing) == _TWO else "and"),
    )


def too_far(t: Tongue, first: str, second: str, link: Link, apart: int) -> str:
    """Return that two words stand too far from each other."""
    return t.counted("apart", apart, first=first, second=second, allows=_allows(t, link))


def wrong_order(t: Tongue, first: str, second: str, link: Link) -> str:
    """Return that two words are near enough, but `first`, which comes first, should not."""
    return t("wrong_order", first=first, second=second, link=_written(link))


def not_in_one_sentence(t: Tongue, left: str, right: str, sentences: int, apart: int) -> str:
    """Return that two words are never in one sentence."""
    pieces = {"left": left, "right": right, "words": t.counted("words", apart)}
    if sentences == 1:
        return t("sentence_before", **pieces)
    return t.counted("sentences_before", sentences, **pieces)


def in_different_fields(t: Tongue, left: str, in_left: Field, right: str, in_right: Field) -> str:
    """Return that two words are in two parts of the article, which is never near."""
    parts = {"in_left": t(f"the_{in_left}"), "in_right": t(f"the_{in_right}")}
    return t("in_different_fields", left=left, right=right, **parts)


def one_word(t: Tongue, left: str, right: str) -> str:
    """Return that only one word is there for two sides."""
    return t("one_word", left=left, right=right)


def no_single_chain(t: Tongue) -> str:
    """Return that all neighbours stand as asked, but in different spots."""
    return t("no_single_chain")


def apart_in_phrase(t: Tongue, left: str, right: str, apart: int) -> str:
    """Return that two words of a phrase do not follow each other."""
    return t.counted("apart_in_phrase", apart, left=left, right=right)


def phrase_turned(t: Tongue, first: str, second: str) -> str:
    """Return that two words of a phrase stand in the other order."""
    return t("phrase_turned", first=first, second=second)


def phrase_in_pieces(t: Tongue) -> str:
    """Return that all words of a phrase are there, but not in one row."""
    return t("phrase_in_pieces")


def nearest_of(t: Tongue, told: str) -> str:
    """Return which of several alternatives is missed by least."""
    return t("nearest_of", told=told)


def _written(link: Link) -> str:
    return link.kind if link.kind == "SAME" else f"{link.kind}/{link.distance}"


def _allows(t: Tongue, link: Link) -> str:
    return t.counted("allows", link.distance, link=_written(link))
