"""The tables of folding: which letters are written for one another, where, and who says so."""

from typing import Final, NamedTuple

from dideban.text import scripts

EVERYWHERE: Final[frozenset[str]] = frozenset()
"""No languages named: the rule holds in all of them."""


class Rule(NamedTuple):
    """Letters (lower case) that are all folded into one, in `languages` (primary subtags)."""

    letters: str
    to: str
    what: str
    source: str
    languages: frozenset[str] = EVERYWHERE


class Spelling(NamedTuple):
    """A run of letters that is written in two ways in words of one language."""

    language: str
    before: str
    after: str
    what: str
    source: str


_ISIRI: Final = "ISIRI 6219, section 4.2: keyboards give either letter"
_LIGHT: Final = "Larkey, Ballesteros, Connell, Light Stemming for Arabic (2007): normalisation"
_ARABIC_BLOCK: Final = "Unicode 15.1, chapter 9.2"
_ACADEMY: Final = "Persian Academy, Dastur-e khatt (1389)"
_CONFUSABLES: Final = "Unicode UTS 39, confusables.txt"
_CLDR: Final = "Unicode CLDR, transform Latin-ASCII"
_PRESS: Final = "usage of the English press: Aliyev for Əliyev"
_FA: Final = frozenset({"fa"})
_AZ: Final = frozenset({"az"})
_EN: Final = frozenset({"en"})

RULES: Final[tuple[Rule, ...]] = (
    Rule("يى", "ی", "Arabic yeh and alef maksura", _ISIRI),
    Rule("ك", "ک", "Arabic kaf", _ISIRI),
    Rule("أإآٱ", "ا", "hamza, madda and wasla on alef", _LIGHT),
    Rule("ؤ", "و", "hamza on waw", _LIGHT),
    Rule("ئ", "ی", "hamza on yeh", _LIGHT),
    Rule("ۀ", "ه", "heh with the yeh of the ezafe", _ACADEMY),
    Rule("ة", "ه", "ta marbuta", _LIGHT),
    Rule("ہھەۃۂ", "ه", "Urdu and Kurdish forms of heh", _ARABIC_BLOCK),
    Rule("ےۓ", "ی", "Urdu yeh", _ARABIC_BLOCK),
    Rule("ـ", "", "kashida only stretches a line", _ARABIC_BLOCK),
    Rule("ё", "е", "the dots are optional in print", "Rules of Russian Orthography 1956, § 10"),
    Rule(scripts.APOSTROPHES, "'", "every mark typed for an apostrophe", "Unicode 15.1, names"),
    Rule("ۆۇۋ", "و", "vowels that only some writers mark", _ARABIC_BLOCK, _FA | _AZ),
    Rule("ېێ", "ی", "vowels that only some writers mark", _ARABIC_BLOCK, _FA | _AZ),
    Rule(
        "äǝ",
        "ə",
        "its form of 1991, and a look-alike",
        "Azerbaijani alphabet of 1991; " + _CONFUSABLES,
        _AZ,
    ),
    Rule("ı", "i", "dotless i in a foreign name", _CLDR, _EN),
    Rule("ø", "o", "Scandinavian o", _CLDR, _EN),
    Rule("ł", "l", "Polish l", _CLDR, _EN),
    Rule("đð", "d", "d with a stroke", _CLDR, _EN),
    Rule("æ", "ae", "Scandinavian ae", _CLDR, _EN),
    Rule("œ", "oe", "French oe", _CLDR, _EN),
    Rule("þ", "th", "Icelandic th", _CLDR, _EN),
    Rule("ə", "a", "schwa: Əliyev is Aliyev in English", _PRESS, _EN),
)
"""Letters that stand for one another; each is tried on every letter of a word."""

_ALPHABETS: Final = "Azerbaijani alphabets of 1958 (Cyrillic) and 1992 (Latin), letter by letter"
_CYRILLIC: Final = "абвгғдеәжзиыјкҝлмноөпрстуүфхһчҹшйэё"
_LATIN: Final = "abvqğdeəjziıykglmnoöprstuüfxhçcşyeo"

AZERBAIJANI_CYRILLIC: Final[tuple[Rule, ...]] = (
    *(
        Rule(old, new, "Cyrillic script", _ALPHABETS, _AZ)
        for old, new in zip(_CYRILLIC, _LATIN, strict=True)
    ),
    Rule("я", "ya", "Cyrillic script before 1958", _ALPHABETS, _AZ),
    Rule("ю", "yu", "Cyrillic script before 1958", _ALPHABETS, _AZ),
    Rule("ц", "s", "Cyrillic script before 1958", _ALPHABETS, _AZ),
)
"""Azerbaijani in Cyrillic is read as Latin; a Russian quotation is folded alike on both sides."""

TURKIC_CAPITALS: Final[dict[str, str]] = {"I": "ı", "İ": "i"}
"""Unicode SpecialCasing.txt, languages tr and az: the dot is a letter's own."""

LOOK_ALIKES: Final = dict(zip("aceopxykmthb", "асеорхукмтнв", strict=True))
"""Latin letters typed or scanned inside a Cyrillic word (Unicode UTS 39, confusables.txt)."""

CIRCUMFLEXES: Final = dict(zip("âîû", "aiu", strict=True))
"""Turkish writes the circumflex only to tell words apart, and leaves it out freely otherwise."""

CIRCUMFLEX_PAIRS: Final = ("kâr", "hâlâ", "âlem", "âdet", "âdem", "âşık", "yâr", "şûra")
"""Beginnings of words that the circumflex tells from others: kâr, profit, and kar, snow.

Türk Dil Kurumu, Yazım Kılavuzu, "Düzeltme işareti". Its hâl and hâkim are left out: today's
papers write hal and hakim for both.
"""

_SEATS: Final = "Dastur-e khatt (1389), on hamza: one word, two seats"
_TEH: Final = "Dastur-e khatt (1389), on ت and ط in words that are not Arabic"

_TDK: Final = "Türk Dil Kurumu, Güncel Türkçe Sözlük, hükûmet; usage of the press"

SPELLINGS: Final[tuple[Spelling, ...]] = (
    Spelling("fa", "ئو", "ؤو", "hamza between two waws", _SEATS),
    Spelling("fa", "یئ", "یأ", "hamza after yeh", _SEATS),
    Spelling("fa", "رئت", "رأت", "hamza before the ending ت", _SEATS),
    Spelling("fa", "شئت", "شأت", "hamza before the ending ت", _SEATS),
    Spelling("fa", "سئل", "سأل", "the hamza of مسئله", _SEATS),
    Spelling("fa", "طهران", "تهران", "old spelling of تهران", _TEH),
    Spelling("fa", "اطاق", "اتاق", "old spelling of اتاق", _TEH),
    Spelling("fa", "بلیط", "بلیت", "old spelling of بلیت", _TEH),
    Spelling("fa", "امپراطور", "امپراتور", "old spelling of امپراتور", _TEH),
    Spelling("fa", "اطریش", "اتریش", "old spelling of اتریش", _TEH),
    Spelling("fa", "ایطالیا", "ایتالیا", "old spelling of ایتالیا", _TEH),
    Spelling("fa", "باطری", "باتری", "old spelling of باتری", _TEH),
    Spelling("ar", "ئو", "ؤو", "hamza before waw", "Egyptian and Levantine spelling"),
    Spelling("ar", "یئة", "یأة", "hamza after yeh", "usage: هيئة in Egypt, هيأة in Iraq"),
    Spelling("tr", "hükumet", "hükümet", "hükûmet, mostly written hükümet", _TDK),
)
"""Words of one language that are spelled in two ways, before single letters are folded."""

HONOURS: Final = "\ufdfa\ufdfb"
"""ﷺ and ﷻ, said of the Prophet and of God (Unicode 15.1, chapter 9.2): signs of reverence after
a name, which no query has. Unicode would write them as four words and two."""
