"""The workload that matching is measured with: documents, queries, document frequencies.

All of it is made up and always the same. Words follow Zipf's law; phrases of a pool that queries
take theirs from are planted in the documents, so that some of them are found.
"""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Final, TypedDict

import numpy as np

from benchmarks.matching_queries import Mix, Tree, language, queries, source
from benchmarks.matching_words import PHRASES, SEED, WORDS, phrases, words, zipf

__all__ = ["SAMPLE", "Document", "Mix", "Tree", "document_frequencies", "documents", "queries"]

ZIPF_EXPONENT: Final = 1.05
ZIPF_SHIFT: Final = 2.7
"""Flattens the head: the commonest word is about every fortieth, as in news."""
PHRASE_SHIFT: Final = 50.0
"""The fifty commonest phrases are about equally common."""

DOCUMENT_WORDS: Final = 400
TITLE_WORDS: Final = 12
PLANTED: Final = 12
"""Phrases of the pool in each document, as far as one does not fall into another."""
SAMPLE: Final = 3_000
"""Documents behind the document frequencies."""
SAMPLE_SEED: Final = 1_000_003
"""No measured documents have this seed."""


class Document(TypedDict):
    """One document: the folded words of its two fields, and its values of lang and source."""

    title: list[str]
    body: list[str]
    meta: dict[str, list[str]]


def documents(count: int, seed: int) -> Iterator[Document]:
    """Yield `count` documents; a shorter run is the beginning of a longer one."""
    rng = np.random.default_rng((SEED, 3, seed))
    for _ in range(count):
        text = _text(rng)
        meta = {"lang": [language(rng.random())], "source": [source(rng.random())]}
        yield Document(title=text[:TITLE_WORDS], body=text[TITLE_WORDS:], meta=meta)


@cache
def document_frequencies() -> dict[str, int]:
    """Return in how many of `SAMPLE` other documents each word is; a word in none is left out."""
    counted: Counter[str] = Counter()
    for document in documents(SAMPLE, SAMPLE_SEED):
        counted.update({*document["title"], *document["body"]})
    return dict(counted)


def _text(rng: np.random.Generator) -> list[str]:
    spelled, pool = words(), phrases()
    ranks = zipf(rng, WORDS, ZIPF_EXPONENT, ZIPF_SHIFT, DOCUMENT_WORDS).tolist()
    text = [spelled[rank] for rank in ranks]
    for rank in zipf(rng, PHRASES, 1.0, PHRASE_SHIFT, PLANTED).tolist():
        place = int(rng.integers(0, DOCUMENT_WORDS))
        text[place:place] = pool[rank]
    return text[:DOCUMENT_WORDS]
