"""What speaks for and against a half-space: traits of a place in a word, or between two words.

The traits follow those used for word segmentation (Low, Ng, Guo 2005: a maximum entropy approach
to Chinese word segmentation): the letters around the place, and what is known of both sides. A
trait is a short text; the model gives each a weight.
"""

import math
from collections.abc import Iterable, Iterator
from typing import Final

from dideban.text.evidence import Evidence
from dideban.text.suffixes import INFLECTIONAL, NON_JOINING

_EDGE: Final = "^^^"
_LONGEST_NAMED: Final = 5
"""Pieces up to this many letters are traits by themselves: most affixes are no longer."""
_DECADES: Final = 1.5
"""Counts are told apart by steps of this many powers of ten."""
_WEIGHT_OF_PRINT: Final = 3
"""One occurrence in right text says as much as so many counts of the web."""
_ENDINGS: Final = ("ترین", "های", "گان", "ان", "ها", "تر", "ی", "ش", "م", "ت")
"""Written joined to the second word of a compound."""
_LEAST_STEM: Final = 2
_COMMON: Final = 4
"""A neighbour printed this often is a trait by itself."""


def level(count: float) -> int:
    """Return the order of magnitude of a count; 0 of none."""
    return 0 if count <= 0 else 1 + int(math.log10(count + 1) / _DECADES)


def in_word(
    letters: str, places: Iterable[int], known: Evidence
) -> Iterator[tuple[int, list[str]]]:
    """Yield those of the places of a word where a half-space would show, with their traits."""
    framed = f"{_EDGE}{letters}{_EDGE}"
    whole = _of_the_whole(letters, known)
    for place in places:
        if letters[place - 1] not in NON_JOINING:
            traits = _around(framed, place + len(_EDGE))
            traits += _of_sides(letters[:place], letters[place:], known)
            traits += _of_lists(letters, place, known)
            yield place, traits + whole


def _around(framed: str, at: int) -> list[str]:
    return [
        "a" + framed[at - 1],
        "b" + framed[at - 2 : at],
        "c" + framed[at - 3 : at],
        "d" + framed[at],
        "e" + framed[at : at + 2],
        "f" + framed[at : at + 3],
        "g" + framed[at - 1 : at + 1],
        "h" + framed[at - 2 : at + 1],
        "i" + framed[at - 1 : at + 2],
        "j" + framed[at - 2 : at + 2],
        "k" + framed[at - 3 : at + 3],
    ]


def _of_sides(left: str, right: str, known: Evidence) -> list[str]:
    web_left, web_right = level(known.count(left)), level(known.count(right))
    print_left = level(known.part(left) * _WEIGHT_OF_PRINT)
    print_right = level(known.part(right) * _WEIGHT_OF_PRINT)
    ending = right if right in INFLECTIONAL else ""
    traits = [
        f"l{web_left}",
        f"m{web_right}",
        f"n{web_left}{web_right}",
        f"o{print_left}",
        f"p{print_right}",
        f"q{print_left}{print_right}",
        f"r{ending or len(right)},{web_left > 0}",
        f"s{ending},{print_left > 0}",
        f"t{known.is_listed(left):d}{known.is_listed(right):d}",
        f"u{_is_parted(left, known):d}{_is_parted(right, known):d}",
    ]
    if len(right) <= _LONGEST_NAMED:
        traits += ["v" + right, f"v{right}<{left[-1]}"]
    if len(left) <= _LONGEST_NAMED:
        traits.append("w" + left)
    if ending:
        traits += [f"x{ending}{web_left}", f"y{ending}{print_left}", f"z{ending}{left[-1]}"]
        traits += _of_silent_heh(left, ending, known)
    if left in {"می", "نمی"}:
        traits += [f"M{web_right}", "M" + right[:2], "N" + right[-2:]]
    return traits


def _is_parted(letters: str, known: Evidence) -> bool:
    return known.compound(letters) is not None or known.cuts_listed(letters) is not None


def _of_silent_heh(left: str, ending: str, known: Evidence) -> list[str]:
    """Weigh «منطق‌های» against «منطقه‌ای»."""
    if ending.startswith("ها"):
        other = left + "ه"
    elif ending == "ای" and left.endswith("ه"):
        other = left[:-1]
    else:
        return []
    web = level(known.count(other)) - level(known.count(left))
    printed = level(known.part(other) * 3) - level(known.part(left) * 3)
    return [f"A{ending}{web}", f"B{ending}{printed}"]


def _of_lists(letters: str, place: int, known: Evidence) -> list[str]:
    web = level(known.count(letters))
    compound, listed = known.compound(letters), known.cuts_listed(letters)
    verb = known.verb(letters)
    here = "-" if listed is None else f"{place in listed:d}"
    traits = [f"C{here}", f"D{here}{known.is_listed(letters):d}{web}"]
    if compound:
        inside, more = place in compound.cuts, level(compound.count) - web
        traits += [f"E{inside:d}", f"F{inside:d}{more >= 0:d}", f"G{inside:d},{more}"]
    else:
        traits.append("E-")
    at_verb = bool(verb) and place in (verb or ())
    return [*traits, f"H{verb is not None:d}{at_verb:d}", f"I{at_verb:d}{web}"]


def _of_the_whole(letters: str, known: Evidence) -> list[str]:
    return [f"J{level(known.count(letters))}", f"K{known.is_listed(letters):d}"]


def of_wavering(letters: str, before: str, after: str, gap: str, known: Evidence) -> list[str]:
    """Return the traits that tell «حرفه‌ای» from «حرف‌های» by the words around.

    `before` and `after` are keys of the neighbours, empty at a sign or an end; `gap` is the sign
    that follows, empty before a mere space.
    """
    stem = letters.removesuffix("های")
    web = level(known.count(stem)) - level(known.count(stem + "ه"))
    printed = level(known.part(stem) * _WEIGHT_OF_PRINT) - level(
        known.part(stem + "ه") * _WEIGHT_OF_PRINT
    )
    first, second = _named(before, known), _named(after, known)
    traits = [
        "a",
        f"b{web}",
        f"c{printed}",
        "d" + stem,
        "e" + stem[-2:],
        "f" + stem[-1],
        "g" + gap,
        "h" + first,
        "i" + second,
        "j" + before[-2:],
        "k" + before[-1:],
        "l" + after[-2:],
        "m" + after[:2],
        "n" + after[-1:],
        f"o{after.endswith(('ها', 'های')):d}",
        f"p{known.verb(after) is not None:d}{after in known.lexicon.verb_lemmas:d}",
        f"q{before.endswith('های'):d}",
    ]
    if stem[-1] in NON_JOINING:  # its plural shows no half-space: the two are weighed otherwise
        return ["~" + trait for trait in traits]
    return traits


def _named(word: str, known: Evidence) -> str:
    return word if known.part(word) >= _COMMON else "?"


def between(left: str, right: str, before: str, after: str, known: Evidence) -> list[str]:
    """Return the traits of a space that may stand for a half-space.

    `left` may hold half-spaces already found; the rest are keys of the words around.
    """
    pieces = left.split("\u200c")
    bare, last = "".join(pieces), pieces[-1]
    whole, place = bare + right, len(bare)
    ending = right if right in INFLECTIONAL else ""
    seen, compound = known.printed(whole), known.compound(whole)
    listed = known.cuts_listed(whole)
    joined = seen.times if seen is not None and place in seen.cuts else 0
    apart = known.apart.get((bare, right), 0)
    more = level(joined * 3) - level(apart * 3)
    agreed = compound is not None and place in compound.cuts
    traits = [
        "a" + (last if known.part(last) >= _COMMON else "?"),
        "b" + (right if known.part(right) >= _COMMON else "?"),
        f"c{last}|{right}" if known.part(last) >= _COMMON else "c?",
        f"d{last[-1]}{ending or right[:2]}",
        f"e{last[-2:]}{ending}",
        f"f{agreed:d}",
        f"g{level(compound.count) if agreed and compound else '-'}",
        f"h{'-' if listed is None else int(place in listed)}",
        f"i{level(joined * 3)}",
        f"j{level(apart * 3)}",
        f"k{more}",
        f"l{level(known.count(bare))}",
        f"m{level(known.count(right))}",
        f"n{ending}{known.count(bare) > 0:d}",
        f"o{known.verb(whole) is not None:d}{last in {'می', 'نمی'}:d}",
        f"p{known.verb(right + after) is not None:d}{ending}",
        f"q{ending}{after[:3]}",
        f"r{before[-2:]}{last if len(last) < _COMMON else ''}",
        f"s{min(len(right), 6)}",
        f"t{len(pieces) > 1:d}",
        f"u{known.is_listed(whole):d}{level(known.count(whole))}",
        *_of_roles(last, right, known),
    ]
    if len(right) < _COMMON:
        traits.append(f"v{right}|{_named(after, known)}")
    return traits


def _of_roles(last: str, right: str, known: Evidence) -> list[str]:
    """Tell whether the two are mostly words of their own or parts of others."""
    left_role, right_role = known.role(last), known.role(right)
    before = _rather(left_role.first, left_role.alone)
    after = _rather(right_role.later, right_role.alone)
    begins = _magnitude(known.compounds_with(last)[0])
    ends = _magnitude(known.compounds_with(right)[1])
    stem = _without_ending(right)
    return [
        f"A{before}",
        f"B{after}",
        f"C{before},{after}",
        f"D{begins}",
        f"E{ends}",
        f"F{begins}{ends}",
        f"G{stem}" if known.part(stem) > 1 else "G?",
        f"H{_magnitude(known.role(stem).later)}",
    ]


def _rather(more: int, less: int) -> str:
    """Return how many times as often the one was met as the other, in steps; a dash of few."""
    if more + less <= 1:
        return "-"
    return str(max(-4, min(4, round(math.log2((more + 0.5) / (less + 0.5)) / _DECADES))))


def _magnitude(count: int) -> int:
    return min(6, count.bit_length() // 2 + (count > 0))


def _without_ending(letters: str) -> str:
    """Return a word without the first of its endings that leaves three letters: «نشینان»."""
    for ending in _ENDINGS:
        if letters.endswith(ending) and len(letters) - len(ending) > _LEAST_STEM:
            return letters[: -len(ending)]
    return letters
