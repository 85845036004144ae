"""What is kept of an article so that the queries it may satisfy are found without reading it.

A word of the index is a letter that says its kind, and a text in which every ASCII sign is `·`:
any full-text index takes it for one word and leaves it as it is.
"""

import re
from datetime import datetime
from typing import Final

from dideban.query.document import Document
from dideban.query.metadata import name_key
from schemas.articles import Article

STEM: Final = "s"
FOLDED: Final = "e"
"""Only of words whose stem is another: the others stand under `STEM`."""
LANGUAGES: Final = "c"
SOURCE: Final = "o"
AUTHOR: Final = "a"
SITE: Final = "h"
COUNTRY: Final = "k"
ENTITY_ID: Final = "i"
ENTITY_NAME: Final = "n"

EVERY_WORD: Final = "w"
"""Stands for all words of an article that has too many to be kept."""

MAX_WORDS: Final = 20_000
"""A text index of PostgreSQL holds at most 1 MB an article."""
MAX_LETTERS: Final = 80
_SIGNS: Final = re.compile(r"[\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f]")


def index_word(kind: str, text: str) -> str:
    """Return the word of the index for a text of a kind; long texts may share one."""
    return kind + _SIGNS.sub("·", text[:MAX_LETTERS])


def combination(languages: tuple[str, ...]) -> str:
    """Return the word for the languages of one article."""
    return index_word(LANGUAGES, ".".join(languages))


def words_of_languages(word: str) -> tuple[str, ...]:
    """Return the languages that `combination` made the word of."""
    return tuple(word.removeprefix(LANGUAGES).split("·"))


def moment(article: Article) -> datetime:
    """Return when an article counts as news: when published, or seen if that was earlier."""
    published, seen = article.raw.published_at, article.raw.fetched_at
    return seen if published is None else min(published, seen)


def index_words(document: Document) -> set[str]:
    """Return every word of the index for an article."""
    found = {combination(document.languages)}
    found.update(index_word(SOURCE, word) for word in name_key(document.source).split())
    for author in document.authors:
        found.update(index_word(AUTHOR, word) for word in name_key(author).split())
    found.update(index_word(SITE, domain) for domain in _domains(document.site))
    found.update(index_word(COUNTRY, code) for code in document.countries)
    found.update(index_word(ENTITY_ID, known) for known in document.entity_ids)
    found.update(index_word(ENTITY_NAME, name) for name in document.entity_names)
    spoken = _spoken(document)
    return found | (spoken if len(spoken) + len(found) <= MAX_WORDS else {EVERY_WORD})


def _spoken(document: Document) -> set[str]:
    words: set[str] = set()
    for stretch in document.stretches:
        for folded, stem in set(zip(stretch.folded, stretch.stems, strict=True)):
            words.add(index_word(STEM, stem))
            if folded != stem:
                words.add(index_word(FOLDED, folded))
    return words


def _domains(site: str) -> list[str]:
    labels = site.split(".")
    return [".".join(labels[start:]) for start in range(len(labels))] if site else []
