"""How the names of the knowledge base are written in running text, language by language."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Final

from dideban.entities import russian_cases
from dideban.entities.knowledge import LANGUAGES, Thing, things
from dideban.entities.phrases import EXACT, PhraseIndex
from dideban.text.analyser import fold_word, tokens

_ARABIC_ARTICLE: Final = "ال"
_ARABIC_PROCLITICS: Final = ("", "و", "ف", "ب", "ل", "ك", "وب", "ول", "فب", "فل")
_BEFORE_ARTICLE: Final = ("ال", "وال", "فال", "بال", "كال", "وبال", "لل", "ولل", "فلل")
"""What is written in one word with a name; ل swallows the alef of the article."""

_EZAFE_AFTER: Final = ("ا", "و")
_RUSSIAN_ENDINGS: Final = frozenset("аеийоуыьэюя")
_TURKIC: Final = frozenset({"tr", "az"})
_SOFTENED: Final = {"t": "d", "k": "ğ", "q": "ğ", "p": "b", "ç": "c"}
"""What a last consonant becomes before a vowel (İraq: İrağa)."""

_CASED: Final = frozenset({"ru", "tr", "az", "en"})


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a thing.

    `capital` says that it is written with a capital letter; each inflected form of it, or of
    another one-word name of its thing, begins with one of `begins`, so that «Gənclər» is not
    «Gəncə» though their stems are one; a `dotted` one («St. Petersburg») may look like two
    sentences.
    """

    thing: Thing
    capital: bool
    begins: tuple[str, ...]
    dotted: bool


@cache
def index(language: str) -> PhraseIndex[Name]:
    """Return the names of all things as `language` (a primary subtag) writes them.

    A language without names of its own gets none.
    """
    return PhraseIndex(language, _phrases(language))


def _phrases(language: str) -> Iterator[tuple[str, Name]]:
    if language not in LANGUAGES:
        return
    for thing in things().values():
        begins = _begins(thing.names[language], language)
        for name in thing.names[language]:
            capital = language in _CASED and name.removeprefix(EXACT)[:1].isupper()
            single = len(tokens(name, language)) == 1
            entry = Name(thing, capital, begins if single else ("",), "." in name)
            for form in _forms(name, language):
                yield form, entry


def _begins(names: Iterable[str], language: str) -> tuple[str, ...]:
    if language not in _CASED:
        return ("",)
    single = (name for name in names if len(tokens(name, language)) == 1)
    return tuple(dict.fromkeys(begin for name in single for begin in _begin(name, language)))


def _begin(name: str, language: str) -> tuple[str, ...]:
    folded = fold_word(name.removeprefix(EXACT), language)
    if language == "ru" and folded[-1] in _RUSSIAN_ENDINGS:
        return (folded[:-1],)
    if language in _TURKIC and folded[-1] in _SOFTENED:
        return (folded, folded[:-1] + _SOFTENED[folded[-1]])
    return (folded,)


def _forms(name: str, language: str) -> Iterator[str]:
    if language == "ar":
        yield from _arabic(name)
    elif language == "fa" and " " not in name:
        yield from _persian(name)
    elif language == "ru" and not name.startswith(EXACT):
        yield from russian_cases.cases(name)
    else:
        yield name


def _persian(name: str) -> Iterator[str]:
    """A single word is sought as written, since «ایرانی» is not «ایران»; the ezafe is added."""
    bare = name.removeprefix(EXACT)
    yield EXACT + bare
    if bare.endswith(_EZAFE_AFTER):
        yield f"{EXACT}{bare}ی"


def _arabic(name: str) -> Iterator[str]:
    """Names do not inflect, but take clitics; a nisba such as «إيرانية» is another word."""
    first, _, rest = name.removeprefix(EXACT).partition(" ")
    base = first.removeprefix(_ARABIC_ARTICLE)
    before = _ARABIC_PROCLITICS if base == first else _BEFORE_ARTICLE
    for clitic, tail in product(before, (f" {rest}",) if rest else ("",)):
        yield f"{EXACT}{clitic}{base}{tail}"
