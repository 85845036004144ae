"""Words of concepts are found in their forms, and not in common words that share their stems."""

from pathlib import Path

import pytest

from dideban.stories.marks import LANGUAGES, Told, concepts, marks_of
from dideban.text.analyser import tokens
from dideban.text.tables import alternatives, rows

FILE = Path(__file__).parents[2] / "data/concept_words.tsv"
SENTENCES = [
    line.split("\t")
    for line in FILE.read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


def concepts_in(text: str, language: str) -> frozenset[str]:
    told = Told(field="body", text=text, words=tokens(text, language))
    return marks_of([told], language, (), ()).concepts


def sentences(sign: str) -> list[tuple[str, str, str]]:
    return [(row[0], row[2], row[3]) for row in SENTENCES if row[1] == sign]


@pytest.mark.parametrize(("language", "concept", "sentence"), sentences("-"))
def test_a_word_that_shares_only_the_stem_tells_no_concept(
    language: str, concept: str, sentence: str
) -> None:
    assert concept not in concepts_in(sentence, language)


@pytest.mark.parametrize(("language", "concept", "sentence"), sentences("+"))
def test_a_concept_is_told_in_the_forms_that_news_uses(
    language: str, concept: str, sentence: str
) -> None:
    assert concept in concepts_in(sentence, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_of_a_concept_is_taken_by_another(language: str) -> None:
    column = 2 + LANGUAGES.index(language)
    index = concepts(language)
    taken = []
    for row in rows("dideban.stories", "concepts.tsv"):
        for phrase in alternatives(row[column]):
            words = tokens(phrase.removeprefix("="), language)
            if words and index.at(words, 0) != (row[0], len(words)):
                taken.append((row[0], phrase))
    assert taken == []
