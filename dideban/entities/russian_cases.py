"""The cases of Russian names, since a stemmer takes «Газпром» and «Газпрома» for two words."""

from typing import Final

_CASES: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    # Endings of genitive, dative, instrumental and prepositional (Zaliznyak 1977, types 1 to 8).
    ("ия", ("ии", "ии", "ией", "ии")),
    ("а", ("ы", "е", "ой", "е")),
    ("я", ("и", "е", "ей", "е")),
    ("й", ("я", "ю", "ем", "е")),
    ("ь", ("я", "ю", "ем", "е")),
)
_CONSONANT: Final = ("а", "у", "ом", "е")
_SURNAME: Final = ("а", "у", "ым", "е")
_SURNAME_ENDS: Final = ("ов", "ев", "ёв", "ин")
_UNCHANGED: Final = ("ий", "ый", "ой", "ая", "яя", "ое", "ее", "ие", "ые")
"""Adjectives, whose endings the stemmer knows."""

_VOWELS: Final = frozenset("аеёиоуыэюя")
_NUMBER_OF_CASES: Final = 4


def cases(name: str) -> tuple[str, ...]:
    """Return the name as given and in four more cases, all its words in the same case."""
    words = name.split(" ")
    declined = [_declined(word) for word in words]
    return tuple(
        dict.fromkeys(
            [name, *(" ".join(word[case] for word in declined) for case in range(_NUMBER_OF_CASES))]
        )
    )


def _declined(word: str) -> tuple[str, ...]:
    if word.isupper() or word.endswith(_UNCHANGED) or not word.isalpha():
        return (word,) * _NUMBER_OF_CASES
    for ending, others in _CASES:
        if word.endswith(ending):
            return tuple(word.removesuffix(ending) + other for other in others)
    if word[-1].lower() in _VOWELS:
        return (word,) * _NUMBER_OF_CASES
    endings = _SURNAME if word.endswith(_SURNAME_ENDS) else _CONSONANT
    return tuple(word + ending for ending in endings)
