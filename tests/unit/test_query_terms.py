"""The fast way to the forms of many words gives what the slow way gives."""

import pytest

from dideban.query.terms import variants, variants_of

TEXTS = [
    "گاز",
    "حمل و نقل",
    "می رود",
    "بین‌المللی",
    "gas transit",
    "U.S. gas",
    "C++",
    "don't",
    "BOTAŞ'ın",
    "транзит газа",
    "№5",
    "G7 و گاز",
    "...",
    "",
    "قطار شمال-جنوب",
]


@pytest.mark.parametrize("language", ["fa", "ckb", "ar", "ru", "tr", "az", "en", "und"])
@pytest.mark.parametrize("texts", [TEXTS, TEXTS[4:11], TEXTS[:4], [*TEXTS, "two\nlines"], []])
def test_many_words_have_the_forms_that_each_has_alone(language: str, texts: list[str]) -> None:
    together = [
        [[(word.folded, word.stem) for word in words] for words in each]
        for each in variants_of(texts, language)
    ]
    alone = [
        [[(word.folded, word.stem) for word in words] for words in variants(text, language)]
        for text in texts
    ]
    assert together == alone
