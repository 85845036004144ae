"""How the names of the knowledge base are written in running text, language by language."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Final

from dideban.entities import russian_cases, word_forms
from dideban.entities.knowledge import LANGUAGES, Thing, things
from dideban.entities.phrases import EXACT, PhraseIndex, alternatives, table
from dideban.text.analyser import tokens

_NOT_NAMES: Final = "not_names.tsv"

_ARABIC_ARTICLE: Final = "ال"
_ARABIC_PROCLITICS: Final = ("", "و", "ف", "ب", "ل", "ك", "وب", "ول", "فب", "فل")
_BEFORE_ARTICLE: Final = ("ال", "وال", "فال", "بال", "كال", "وبال", "لل", "ولل", "فلل")
"""What is written in one word with a name; ل swallows the alef of the article."""

_EZAFE_AFTER: Final = ("ا", "و")


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a thing.

    `capital` says that it is written with a capital letter; `forms` are those of all one-word
    names of its thing, so that «Gənclər» is not «Gəncə» though their stems are one, and `None`
    of a name of several words; a `dotted` one («St. Petersburg») may look like two sentences.
    """

    thing: Thing
    capital: bool
    forms: word_forms.Forms | None
    dotted: bool

    def fits(self, word: str) -> bool:
        """Return whether the name may begin with this folded word, whose stem it shares."""
        return self.forms is None or self.forms.hold(word)


@cache
def index(language: str) -> PhraseIndex[Name | None]:
    """Return the names of all things as `language` (a primary subtag) writes them.

    `None` stands for phrases that hold a name and are none. A language without names of its own
    gets nothing.
    """
    return PhraseIndex(language, _phrases(language))


def _phrases(language: str) -> Iterator[tuple[str, Name | None]]:
    if language not in LANGUAGES:
        return
    for thing in things().values():
        yield from _of_thing(thing, language)
    for spoken, cell in table(_NOT_NAMES):
        if spoken == language:
            yield from ((phrase, None) for phrase in alternatives(cell))


def _of_thing(thing: Thing, language: str) -> Iterator[tuple[str, Name]]:
    written = thing.names[language]
    single = [name for name in written if len(tokens(name, language)) == 1]
    forms = word_forms.of([name.removeprefix(EXACT) for name in single], language)
    for name in written:
        capital = language in word_forms.CASED and name.removeprefix(EXACT)[:1].isupper()
        entry = Name(thing, capital, forms if name in single else None, "." in name)
        for form in _forms(name, language):
            yield form, entry


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
