"""The skeleton of a name: the consonants that Arabic, Cyrillic and Latin letters all keep."""

import re
from typing import Final

SHORTEST: Final = 3
"""Classes of consonants; of two («Bakı», «Баку») too many words would be the same."""

VOWEL: Final = "A"
_DOUBLED: Final = re.compile(r"(\w)\1")
_ENGLISH: Final = (
    *(("tch", "J"), ("dzh", "J"), ("sch", "S"), ("sh", "S"), ("ch", "J"), ("zh", "J")),
    *(("kh", ""), ("gh", "K"), ("ph", "F"), ("th", "T"), ("ck", "K"), ("ts", "TS")),
    *(("ce", "S"), ("ci", "S"), ("qu", "K"), ("x", "KS"), ("c", "K"), ("j", "J")),
)
_TURKIC: Final = (("x", ""), ("c", "J"), ("ç", "J"), ("ş", "S"), ("j", "J"))
_RUSSIAN: Final = (("дж", "J"), ("тс", "TS"), ("ц", "TS"), ("щ", "S"))
_SPELLINGS: Final = {"en": _ENGLISH, "tr": _TURKIC, "az": _TURKIC, "ru": _RUSSIAN}

_CLASSES: Final = {
    "P": "bpбпبپ",
    "T": "tdтдتطدةث",
    "K": "kgqğкгكکقگغ",
    "S": "sсшسصش",
    "Z": "zзزذظض",
    "J": "жчجچژ",
    "F": "fфف",
    "L": "lлل",
    "M": "mмم",
    "N": "nнن",
    "R": "rрر",
}
_CLASS: Final = {letter: name for name, letters in _CLASSES.items() for letter in letters}
_NO_VOWEL: Final = frozenset("hхvwвhحهخъь")
"""Letters that are dropped, being written as vowels, or not at all, in some language."""


def skeleton(word: str, language: str) -> str:
    """Return the classes of consonants of a folded word, «дербент» and «dərbənd» alike.

    `language` is a primary subtag. A vowel that begins the word is `A`; doubled letters count
    once; what is not a letter of ours is passed over.
    """
    plain = _DOUBLED.sub(r"\1", word)
    for spelling, name in _SPELLINGS.get(language, ()):
        plain = plain.replace(spelling, name)
    found = [c if c.isascii() and c.isupper() else _CLASS.get(c, "") for c in plain]
    begins = plain[:1]
    vowel = begins.isalpha() and not found[0] and begins not in _NO_VOWEL if found else False
    return (VOWEL if vowel else "") + "".join(found)
