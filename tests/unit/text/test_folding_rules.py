"""Each folding rule, one row a fact: two spellings, one folded form."""

import pytest

from dideban.text import folding

MEET = [
    ("fa", "گازي", "گازی", "Arabic yeh"),
    ("fa", "موسى", "موسی", "alef maksura"),
    ("fa", "كشور", "کشور", "Arabic kaf"),
    ("fa", "تأکید", "تاکید", "alef with hamza above"),
    ("ar", "إنتاج", "انتاج", "alef with hamza below"),
    ("fa", "آستارا", "استارا", "alef with madda"),
    ("ar", "ٱلغاز", "الغاز", "alef wasla"),
    ("fa", "رؤسا", "روسا", "waw with hamza"),
    ("fa", "جزئیات", "جزییات", "yeh with hamza"),
    ("fa", "خانۀ", "خانه", "heh with yeh above"),
    ("fa", "خانهٔ", "خانه", "combining hamza"),
    ("ar", "اتفاقية", "اتفاقيه", "ta marbuta"),
    ("ar", "مُـدَّة", "مده", "harakat and kashida"),
    ("fa", "مســیر", "مسیر", "kashida"),
    ("fa", "متقابلاً", "متقابلا", "tanwin"),
    ("fa", "مسئول", "مسؤول", "two seats of one hamza"),
    ("fa", "هیئت", "هیأت", "two seats of one hamza after yeh"),
    ("fa", "امضاء", "امضا", "hamza at the end"),
    ("ar", "شئون", "شؤون", "two seats of one hamza"),
    ("fa", "می‌شود", "میشود", "half-space"),
    ("ur", "ہے", "هی", "Urdu heh and yeh"),
    ("fa", "۱۴۰۴", "1404", "Persian digits"),
    ("ar", "٢٠٢٥", "2025", "Arabic digits"),
    ("hi", "२०२५", "2025", "Devanagari digits"),
    ("fa", "ﮔﺎﺯ", "گاز", "presentation forms"),
    ("ru", "ещё", "еще", "yo"),
    ("ru", "за́мок", "замок", "stress mark"),
    ("ru", "ГАЗ", "газ", "capitals"),
    ("tr", "IĞDIR", "ığdır", "dotless capital"),
    ("tr", "İRAN", "iran", "dotted capital"),
    ("az", "QIZIL", "qızıl", "dotless capital"),
    ("az", "Bäy", "bəy", "the letter's older form"),
    ("en", "İran", "iran", "a foreign dotted capital"),
    ("en", "café", "cafe", "accent"),
    ("en", "Iran’s", "iran's", "apostrophes"),
    ("en", "ＧＡＳ", "gas", "full width"),
    ("en", "ﬁeld", "field", "ligature"),
    ("de", "Straße", "strasse", "sharp s"),
    ("und", "co\u00adoperate", "cooperate", "soft hyphen"),
]

APART = [
    ("tr", "kar", "kâr", "snow and profit"),
    ("tr", "ısı", "isi", "dotless and dotted"),
    ("tr", "ol", "öl", "to be and to die"),
    ("az", "ad", "əd", "a and schwa"),
    ("fa", "گاز", "کاز", "gaf and kaf"),
    ("fa", "سیر", "شیر", "teeth with and without dots"),
    ("ru", "мой", "мои", "short i"),
    ("ar", "ذهب", "دهب", "dal and dhal"),
    ("hi", "कल", "काल", "vowel signs are letters"),
]


@pytest.mark.parametrize(("language", "one", "other", "rule"), MEET)
def test_spellings_of_one_word_fold_alike(language: str, one: str, other: str, rule: str) -> None:
    assert folding.fold_word(one, language) == folding.fold_word(other, language), rule


@pytest.mark.parametrize(("language", "one", "other", "rule"), APART)
def test_letters_that_tell_words_apart_are_kept(
    language: str, one: str, other: str, rule: str
) -> None:
    assert folding.fold_word(one, language) != folding.fold_word(other, language), rule


def test_digits_of_every_script_become_ascii() -> None:
    assert folding.fold_word("๒๕", "th") == folding.fold_word("২৫", "bn") == "25"
