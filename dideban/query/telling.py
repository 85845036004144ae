"""Every sentence that tells why an article matches a query, or does not.

What each function returns is a clause of a sentence, in lower case and without a full stop, so
that clauses can be joined; `sentence` makes a whole one. Words of articles and queries stand in «».
"""

from collections.abc import Iterable, Sequence
from typing import Final

from dideban.languages.english_names import LANGUAGES
from dideban.query.tree import Link, Place
from dideban.text.one_line import plain
from schemas.articles import Field

MET: Final = "met"
NOT_MET: Final = "not met"
_SHOWN: Final = 4
_TWO: Final = 2
_NUMBERS: Final = [
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]
_INNER: Final = str.maketrans("«»", "“”")
NO_LANGUAGE: Final = "und"


def sentence(clause: str) -> str:
    """Return the clause as a whole sentence."""
    return f"{clause[:1].upper()}{clause[1:]}."


def quoted(word: str) -> str:
    """Return the word in its marks, on one line; marks inside become others."""
    return f"«{plain(word).translate(_INNER)}»"


def quoted_all(words: Iterable[str]) -> list[str]:
    """Return each of the words in its marks, once."""
    return [quoted(word) for word in dict.fromkeys(words)]


def listed(items: Sequence[str], last: str = "and") -> str:
    """Return the items in one enumeration; of many, the first and how many more there are."""
    shown = list(items) if len(items) <= _SHOWN + 1 else list(items[:_SHOWN])
    if len(shown) < len(items):
        shown.append(f"{len(items) - len(shown)} others")
    return f" {last} ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))


def times(count: int) -> str:
    """Return how often in words: once, twice, 3 times."""
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def number(count: int, one: str) -> str:
    """Return the count with its noun, whose plural ends in s."""
    return f"1 {one}" if count == 1 else f"{count} {one}s"


# The whole article.


def verdict(met: int, missed: int) -> str:
    """Return whether the article matches, and how many clauses say so."""
    every = met + missed
    told = "it does not match" if missed else "it matches"
    if every == 1:
        return told
    if not missed:
        return f"{told}: {_all(every, 'clause')} are met"
    if not met:
        return f"{told}: {_none(every, 'clause')} is met"
    return f"{told}: {_words(missed)} of {_words(every)} clauses {is_or_are(missed)} not met"


def alternatives(met: int, every: int) -> str:
    """Return how many of several alternatives hold."""
    if not met:
        return f"{_none(every, 'alternative')} holds"
    if met == every:
        return f"{_all(every, 'alternative')} hold"
    return f"{_words(met)} of {_words(every)} alternatives hold{'s' if met == 1 else ''}"


def together(missed: int, every: int) -> str:
    """Return how many of several parts that must hold together do not."""
    if not missed:
        return f"{_all(every, 'part')} hold"
    if missed == every:
        return f"{_none(every, 'part')} holds"
    return f"{_words(missed)} of {_words(every)} parts {'does' if missed == 1 else 'do'} not hold"


def more(count: int) -> str:
    """Return that so many parts are not shown."""
    return f"and {count} more"


def unwanted(presence: str) -> str:
    """Return that what is present should not be."""
    return f"not wanted, but {presence}"


# Words that are found.


def found(count: int, forms: Sequence[str], place: Place | None) -> str:
    """Return how often words are found, and in which forms, where these are worth telling."""
    return f"found {times(count)}{_inside(place)}" + (f", as {listed(forms)}" if forms else "")


def all_there(words: Sequence[str], place: Place | None) -> str:
    """Return that all of several words are in the place."""
    every = "both" if len(words) == _TWO else "all"
    return f"{listed(words)} are {every} in the {place_name(place) if place else 'article'}"


def in_that_form(told: str, *, cased: bool) -> str:
    """Return that the word is found as it was asked for."""
    return f"{told}, {'capitals and all' if cased else 'in this very form'}"


def often(told: str, asked: int) -> str:
    """Return how often words are found, and how often the query asks for them."""
    return f"{told}; the query asks for {asked} or more"


def linked(first: str, second: str, link: Link, apart: int) -> str:
    """Return how two words stand that satisfy the link; `first` comes first in the text."""
    if link.kind == "SAME":
        return f"{first} and {second} stand in one sentence"
    if link.kind == "ONEAR":
        if apart == 1:
            return f"{second} comes right after {first}"
        return f"{second} comes {apart} words after {first}; {_allows(link)}"
    if apart == 1:
        return f"{first} and {second} stand side by side"
    return f"{first} and {second} are {apart} words apart; {_allows(link)}"


# Words that are missed.


def absent(words: Sequence[str], *, at_all: bool = False) -> str:
    """Return that the article has none of the words."""
    nowhere = " at all" if at_all else ""
    if len(words) == 1:
        return f"{words[0]} is not in the article{nowhere}"
    if len(words) == _TWO:
        return f"neither {listed(words, 'nor')} is in the article{nowhere}"
    return f"none of {listed(words)} is in the article{nowhere}"


def no_beginning(prefix: str) -> str:
    """Return that no word begins so."""
    return f"no word of the article begins with {quoted(prefix)}"


def written_otherwise(absent: str, language: str) -> str:
    """Return that a word is absent, as the article is in a language of another script."""
    return f"{absent}, which is in {language_name(language)}"


def similar(absent: str, word: str, *, longer: bool) -> str:
    """Return that a word is absent and another one is like it."""
    if longer:
        return f"{absent}; {quoted(word)} begins with it, but counts as another word"
    return f"{absent}; {quoted(word)} is written much like it"


def other_form(forms: Sequence[str], asked: str, *, cased: bool) -> str:
    """Return that the word is there, in forms that were not asked for."""
    there = f"{listed(forms)} {is_or_are(len(forms))} there"
    if cased:
        return f"{there}, but cs: asks for {asked} with just these capitals"
    return f"{there}, but {asked} is asked for in this very form"


def elsewhere(asked: Sequence[str], place: Place, other: str, there: Sequence[str]) -> str:
    """Return that the place lacks the words and another part of the article has them."""
    same = [each.casefold() for each in asked] == [each.casefold() for each in there]
    has = "it" if same else listed(there)
    return f"the {place_name(place)} lacks {listed(asked)}; {other} has {has}"


def part_name(field: Field, place: Place) -> str:
    """Return the part of the article in which words were found that `place` does not have."""
    later = place in ("lead", "head") and field == "body"
    return "a later paragraph" if later else f"the {field}"


def place_name(place: Place) -> str:
    """Return what a reader calls the place."""
    return "title or lead" if place == "head" else place


def linked_elsewhere(told: str, place: Place, other: str) -> str:
    """Return that words stand as asked, but in another part of the article."""
    return f"{told}, but in {other}, not in the {place_name(place)}"


def some_only(present: Sequence[str], missing: Sequence[str], place: Place | None) -> str:
    """Return that the article has some of the words that must stand together, and not others."""
    lacks = {1: f"not {missing[0]}", 2: f"neither {listed(missing, 'nor')}"}.get(
        len(missing), f"none of {listed(missing)}"
    )
    return f"the {place_name(place) if place else 'article'} has {listed(present)}, but {lacks}"


def too_far(first: str, second: str, link: Link, apart: int) -> str:
    """Return that two words stand too far from each other."""
    return f"{first} and {second} are {apart} words apart; {_allows(link)}"


def wrong_order(first: str, second: str, link: Link) -> str:
    """Return that two words are near enough, but `first`, which comes first, should not."""
    return f"{first} comes before {second}; {_written(link)} asks for the other order"


def not_in_one_sentence(left: str, right: str, sentences: int, apart: int) -> str:
    """Return that two words are never in one sentence."""
    far = "in the sentence before" if sentences == 1 else f"{sentences} sentences before"
    words = number(apart, "word")
    return f"no sentence has both; {left} stands {far} {right}, {words} apart"


def in_different_fields(left: str, in_left: Field, right: str, in_right: Field) -> str:
    """Return that two words are in two parts of the article, which is never near."""
    return f"{left} is in the {in_left} and {right} in the {in_right}, which never counts as near"


def one_word(left: str, right: str) -> str:
    """Return that only one word is there for two sides."""
    return f"{left} and {right} are one and the same word here"


def no_single_chain() -> str:
    """Return that all neighbours stand as asked, but in different spots."""
    return "each two neighbours stand near enough somewhere, but never all of them together"


def apart_in_phrase(left: str, right: str, apart: int) -> str:
    """Return that two words of a phrase do not follow each other."""
    return f"{left} and {right} are {apart} words apart; in the phrase they follow each other"


def phrase_turned(first: str, second: str) -> str:
    """Return that two words of a phrase stand in the other order."""
    return f"{first} stands before {second}; the phrase has them in the other order"


def phrase_in_pieces() -> str:
    """Return that all words of a phrase are there, but not in one row."""
    return "its words are there, but never all in one row"


def nearest_of(told: str) -> str:
    """Return which of several alternatives is missed by least."""
    return f"none of them is there; the nearest: {told}"


# Topic packs and saved queries.


def pack_fires(pack: str, patterns: int, place: Place | None) -> str:
    """Return that a pack fires, and by how many of its patterns."""
    return f"the pack {pack} fires{_inside(place)}, by {number(patterns, 'pattern')}"


def pack_silent(pack: str, place: Place | None) -> str:
    """Return that no pattern of a pack holds."""
    return f"no pattern of the pack {pack} holds{_inside(place)}"


def pack_elsewhere(pack: str, place: Place, other: str, *, together: bool) -> str:
    """Return that a pack fires, but not in the place asked for, or not by that place alone."""
    how = "only together with" if together else "only in"
    return f"the pack {pack} does not fire in the {place_name(place)}, {how} {other}"


def nearest(told: str) -> str:
    """Return of the pattern that was missed by least what was missing."""
    return f"this is the nearest: {told}"


def pack_without_words(told: str) -> str:
    """Return that not even single words of a pack's patterns are there."""
    return f"{told}, and none comes near"


def pack_silenced(pack: str, signs: Sequence[str]) -> str:
    """Return that a pack would fire, were there no sign of another meaning."""
    tells = "tells" if len(signs) == 1 else "tell"
    return f"the pack {pack} would fire, but {listed(signs)} {tells} of something else"


def not_installed(kind: str, name: str) -> str:
    """Return that what the query names is not there."""
    return f"the {kind} {name} is not there"


# What is known about the article.


def language_name(tag: str) -> str:
    """Return the English name of a BCP 47 tag's language; the tag where there is none."""
    if tag == NO_LANGUAGE:
        return "no certain language"
    return LANGUAGES.get(tag.split("-", 1)[0], tag)


def _inside(place: Place | None) -> str:
    return f" in the {place_name(place)}" if place else ""


def _all(count: int, one: str) -> str:
    return f"both {one}s" if count == _TWO else f"all {_words(count)} {one}s"


def _none(count: int, one: str) -> str:
    return f"neither {one}" if count == _TWO else f"none of the {_words(count)} {one}s"


def _words(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def is_or_are(count: int) -> str:
    """Return the verb for so many."""
    return "is" if count == 1 else "are"


def _written(link: Link) -> str:
    return link.kind if link.kind == "SAME" else f"{link.kind}/{link.distance}"


def _allows(link: Link) -> str:
    return f"{_written(link)} allows {link.distance} at most"
