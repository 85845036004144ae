"""Each folding rule, one row a fact: two spellings, one folded form."""

import unicodedata

import pytest

from dideban.text import folding
from dideban.text import folding_tables as tables

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
    ("tr", "HÜKÛMET", "hükümet", "û that the press writes ü"),
    ("tr", "hükumet", "hükümet", "the same without its circumflex"),
    ("tr", "IĞDIR", "ığdır", "dotless capital"),
    ("tr", "İRAN", "iran", "dotted capital"),
    ("az", "QIZIL", "qızıl", "dotless capital"),
    ("az", "İXRAC", "ixrac", "dotted capital"),
    ("az", "Bäy", "bəy", "the letter's older form"),
    ("en", "İran", "iran", "a foreign dotted capital"),
    ("en", "café", "cafe", "accent"),
    ("en", "Iran’s", "iran's", "apostrophes"),
    ("en", "ＧＡＳ", "gas", "full width"),
    ("en", "ﬁeld", "field", "ligature"),
    ("de", "Straße", "strasse", "sharp s"),
    ("ur", "ۃ", "ه", "Urdu ta marbuta"),
    ("ur", "ھ", "ه", "Urdu heh with two eyes"),
    ("ur", "ۂ", "ه", "Urdu heh with hamza"),
    ("ur", "ۓ", "ی", "Urdu yeh with hamza"),
    ("ku", "ە", "ه", "Kurdish heh"),
    ("fa", "دۆلت", "دولت", "oe of a neighbour"),
    ("fa", "تۇرک", "تورک", "u of a neighbour"),
    ("fa", "تۋرک", "تورک", "ve of a neighbour"),
    ("fa", "پېشاور", "پیشاور", "Pashto e"),
    ("fa", "دێر", "دیر", "Kurdish e"),
    ("az", "تۆرک", "تورک", "oe in Arabic script"),
    ("az", "گۇن", "گون", "u in Arabic script"),
    ("az", "قوۋم", "قووم", "ve in Arabic script"),
    ("az", "دېک", "دیک", "e in Arabic script"),
    ("az", "دێک", "دیک", "e in Arabic script"),
    ("az", "kǝmǝr", "kəmər", "turned e for schwa"),
    ("az", "ә", "ə", "Cyrillic schwa"),
    ("az", "абвгғдежзијкҝлмн", "abvqğdejziykglmn", "Cyrillic letters, first half"),
    ("az", "оөпрстуүфхһчҹшыйэё", "oöprstuüfxhçcşıyeo", "Cyrillic letters, second half"),
    ("az", "яюц", "yayus", "Cyrillic letters before 1958"),
    ("en", "Aydın", "aydin", "dotless i"),
    ("en", "Øresund", "oresund", "Scandinavian o"),
    ("en", "Łódź", "lodz", "Polish l"),
    ("en", "Đinđić", "dindic", "South Slavic d"),
    ("en", "Sigurðsson", "sigurdsson", "Icelandic d"),
    ("en", "Þór", "thor", "Icelandic th"),
    ("en", "Ærø", "aero", "Scandinavian ae"),
    ("en", "œuvre", "oeuvre", "French oe"),
    ("en", "Əliyev", "aliyev", "schwa in English"),
    ("en", "Iran‘s", "iran's", "opening quotation mark"),
    ("en", "Iranʼs", "iran's", "letter apostrophe"),
    ("en", "Iranʻs", "iran's", "turned comma"),
    ("en", "Iran`s", "iran's", "grave"),
    ("en", "Iran´s", "iran's", "acute"),
    ("en", "Iranʹs", "iran's", "letter prime"),
    ("en", "Iran＇s", "iran's", "full-width apostrophe"),
    ("en", "Iran‛s", "iran's", "reversed quotation mark"),
    ("en", "Iran′s", "iran's", "prime"),
    ("en", "Qurʾan", "qur'an", "right half ring"),
    ("en", "ʿAli", "'ali", "left half ring"),
    ("en", "Iranꞌs", "iran's", "saltillo"),
    ("tr", "hikâye", "hikaye", "a circumflex without a pair"),
    ("tr", "resmî", "resmi", "a circumflex without a pair"),
    ("tr", "mahkûm", "mahkum", "a circumflex without a pair"),
    ("ru", "гaз", "газ", "Latin a"),
    ("ru", "сeверо", "северо", "Latin e"),
    ("ru", "Poccия", "россия", "Latin p and c"),
    ("ru", "вoйна", "война", "Latin o"),
    ("ru", "xлеб", "хлеб", "Latin x"),
    ("ru", "сyд", "суд", "Latin y"),
    ("ru", "Kазань", "казань", "Latin K"),
    ("ru", "Mосква", "москва", "Latin M"),
    ("ru", "Tранзит", "транзит", "Latin T"),
    ("ru", "Hефть", "нефть", "Latin H"),
    ("ru", "Bойна", "война", "Latin B"),
    ("fa", "جرئت", "جرأت", "hamza before the ending"),
    ("fa", "نشئت", "نشأت", "hamza before the ending"),
    ("fa", "مسئله", "مسأله", "the hamza of مسئله"),
    ("fa", "طهران", "تهران", "ت and ط"),
    ("fa", "اطاق", "اتاق", "ت and ط"),
    ("fa", "بلیط", "بلیت", "ت and ط"),
    ("fa", "امپراطور", "امپراتور", "ت and ط"),
    ("fa", "اطریش", "اتریش", "ت and ط"),
    ("fa", "ایطالیا", "ایتالیا", "ت and ط"),
    ("fa", "باطری", "باتری", "ت and ط"),
    ("ar", "هيئة", "هيأة", "two seats of one hamza after yeh"),
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
    ("tr", "hala", "hâlâ", "aunt and still"),
    ("tr", "alem", "âlem", "banner and world"),
    ("tr", "adet", "âdet", "number and custom"),
    ("tr", "adem", "âdem", "absence and man"),
    ("tr", "aşık", "âşık", "knuckle and lover"),
    ("tr", "yar", "yâr", "cliff and beloved"),
    ("tr", "şura", "şûra", "that place and council"),
    ("tr", "Æ", "ae", "no Turkish letter, no Turkish rule"),
    ("az", "ev", "əv", "e and schwa"),
    ("ar", "طهران", "تهران", "Arabic has its own ط"),
    ("ru", "PRщик", "ррщик", "a word of two alphabets stays as it is"),
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


def test_every_rule_of_letters_has_a_row() -> None:
    """A rule added to a table without a row here fails."""
    shown = {
        (language, letter)
        for language, one, other, _ in MEET
        for letter in unicodedata.normalize("NFC", one + other).casefold()
    }
    rules = [*tables.RULES, *tables.AZERBAIJANI_CYRILLIC]
    missing = [
        (rule.what, language, letter)
        for rule in rules
        for letter in rule.letters
        for language in rule.languages or {None}
        if not any(seen == letter and language in {None, tag} for tag, seen in shown)
    ]
    assert not missing


@pytest.mark.parametrize("spelling", tables.SPELLINGS, ids=lambda spelling: spelling.before)
def test_every_spelling_of_a_word_has_a_row(spelling: tables.Spelling) -> None:
    assert any(
        language == spelling.language
        and {_in(spelling.before, one, other), _in(spelling.after, one, other)} == {True}
        for language, one, other, _ in MEET
    )


def _in(part: str, *texts: str) -> bool:
    return any(part in text.replace("ي", "ی") for text in texts)


@pytest.mark.parametrize(
    ("language", "table"),
    [
        ("tr", tables.TURKIC_CAPITALS),
        ("az", tables.TURKIC_CAPITALS),
        ("ru", tables.LOOK_ALIKES),
        ("tr", tables.CIRCUMFLEXES),
    ],
)
def test_every_other_letter_of_a_table_has_a_row(language: str, table: dict[str, str]) -> None:
    shown = "".join(one + other for tag, one, other, _ in MEET if tag == language)
    assert not [letter for letter in table if letter not in shown and letter.upper() not in shown]


@pytest.mark.parametrize("word", tables.CIRCUMFLEX_PAIRS)
def test_every_pair_of_a_circumflex_has_a_row(word: str) -> None:
    assert ("tr", word) in {(tag, other) for tag, _, other, _ in APART}


@pytest.mark.parametrize(
    "rule", [*tables.RULES, *tables.AZERBAIJANI_CYRILLIC, *tables.SPELLINGS], ids=lambda r: r.what
)
def test_every_rule_names_its_source(rule: tables.Rule | tables.Spelling) -> None:
    assert rule.what
    assert rule.source


@pytest.mark.parametrize(("language", "one", "other", "rule"), MEET)
def test_folding_twice_is_folding_once(language: str, one: str, other: str, rule: str) -> None:
    folded = folding.fold_word(one, language)
    assert folding.fold_word(folded, language) == folded, (other, rule)
