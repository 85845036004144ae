"""The page on folding: which letters and words meet, read off the tables."""

from typing import Final

from dideban.text import analyser
from dideban.text import folding_tables as tables

_LANGUAGES: Final = {
    "": "every language",
    "ar": "Arabic",
    "az": "Azerbaijani",
    "en": "English",
    "fa": "Persian",
    "ru": "Russian",
    "tr": "Turkish",
}

_EXAMPLES: Final = (
    ("fa", "قراردادهای", "قرارداد", "the plural, its ezafe and its pronouns go"),
    ("fa", "منابع", "منبع", "plurals after Arabic patterns, by a table"),
    ("fa", "می‌رود", "رفت", "every form of a verb is found by any other"),
    ("fa", "طهران", "تهران", "old spellings"),
    ("ar", "للغاز", "غاز", "the article and what is written before it go"),
    ("ar", "لوزير", "وزير", "so does a preposition before a word that is known"),
    ("ar", "أنابيب", "أنبوب", "broken plurals, by a table"),
    ("ar", "دولتين", "دولة", "duals"),
    ("ar", "وزيراً", "وزير", "the alif of an indefinite accusative, with or without its marks"),
    ("ar", "شركتها", "شركة", "possessives, and the t of ta marbuta before them"),
    ("ru", "Газпромом", "Газпром", "all cases, of names whose end looks like a case too"),
    ("ru", "поставок", "поставка", "vowels that come and go"),
    ("ru", "SOCAR-ом", "SOCAR", "an ending after a hyphen, of abbreviations and Latin names"),
    ("tr", "hatlarından", "hat", "plural, possessive and case in a chain"),
    ("tr", "BOTAŞ'ın", "BOTAŞ", "what follows an apostrophe"),
    ("tr", "kitabı", "kitap", "softened consonants"),
    ("tr", "NATO-nun", "NATO", "an ending after a hyphen, of abbreviations and names"),
    ("tr", "hikâye", "hikaye", "a circumflex that tells nothing apart"),
    ("az", "kəmərinin", "kəmər", "possessive and case"),
    ("az", "BMT-nin", "BMT", "an ending after a hyphen, of abbreviations and names"),
    ("az", "Азәрбајҹан", "Azərbaycan", "Cyrillic is read as Latin"),
    ("az", "Azerbaycan", "Azərbaycan", "e for ə, in words of five letters or more"),
    ("en", "refineries", "refinery", "plurals"),
    ("en", "transferred", "transfer", "-ed and -ing"),
    ("en", "privatisation", "privatization", "British and American spelling"),
    ("en", "Erdoğan", "Erdogan", "accents and foreign letters"),
)
"""Language, a form, a form it meets, and why."""

_APART: Final = (
    ("fa", "گاز", "گازوئیل", "an ending goes only where a known word is left"),
    ("fa", "سیر", "شیر", "dots make letters"),
    ("fa", "گاز", "کاز", "گ is no ک"),
    ("ar", "بنك", "نك", "ب is a preposition only before a word that is known"),
    ("ar", "البحرين", "بحر", "of short nouns only known ones have duals"),
    ("ar", "عملة", "عمل", "feminine words that would become others keep their ending"),
    ("ru", "Ростов", "рост", "a town is no genitive"),
    ("ru", "Баку", "бак", "names without cases"),
    ("ru", "брать", "брат", "a short verb is no noun"),
    ("ru", "сторона", "страна", "no letter inside a word is dropped"),
    ("tr", "kâr", "kar", "profit and snow: a circumflex that makes another word"),
    ("tr", "ölü", "olu", "dots make letters, also where a keyboard lacks them"),
    ("tr", "hata", "hat", "words in a vowel of their own"),
    ("tr", "gazi", "gaz", "an ending must agree with the vowels before it"),
    ("az", "yəni", "yeni", "in short words e and ə make two words"),
    ("az", "heyət", "həyət", "and in the longer pairs of a table"),
    ("az", "cümlə", "cümə", "words in -lə of their own"),
    ("en", "plane", "plan", "a mute e after a short syllable stays"),
    ("en", "transition", "transit", "endings that make new words stay"),
    ("en", "tonne", "ton", "British and American pairs that are two words"),
)
"""Language, two words that never meet, and why."""


def page() -> str:
    """Return the page.

    Raises:
        ValueError: an example does not hold.
    """
    lines = [
        "# Which spellings meet",
        "",
        "A subscriber's word finds an article's where both have one *folded* form (one spelling)",
        "or one *stem* (one word without its endings). `exact:` in a query asks for the folded",
        "form alone. Highlights always show the article's own letters.",
        "",
        "Text is first brought to Unicode NFKC: full-width letters, ligatures and the",
        "presentation forms of Arabic become plain letters. Then capitals become small, accents",
        "and vowel signs that stand beside a letter go (in English those on a letter too),",
        "digits of every script become 0 to 9, invisible marks go, and hyphens of every kind",
        "part words, but for the endings below. In Persian a half-space, a space in its place",
        "and none are one.",
        "",
        "## Letters that meet",
        "",
        "| letters | become | in | what they are | source |",
        "|---|---|---|---|---|",
        *(_letters(rule) for rule in tables.RULES),
        "",
        f"In Turkish and Azerbaijani {_shown(tables.TURKIC_CAPITALS)} in capitals (Unicode",
        f"SpecialCasing.txt). Turkish {_shown(tables.CIRCUMFLEXES)}, but not in words that begin",
        f"with {', '.join(tables.CIRCUMFLEX_PAIRS)} (Türk Dil Kurumu, Yazım Kılavuzu): there the",
        "circumflex makes another word.",
        "",
        "In Russian a Latin letter inside a Cyrillic word is read as the Cyrillic one it looks",
        f"like (Unicode UTS 39): {_shown(tables.LOOK_ALIKES)}.",
        "",
        f"The signs of honour {' and '.join(tables.HONOURS)} fold to nothing: they follow a",
        "name and are in no query.",
        "",
        "Azerbaijani in Cyrillic is read as Latin (the alphabets of 1958 and 1992):",
        f"{_shown({rule.letters: rule.to for rule in tables.AZERBAIJANI_CYRILLIC})}.",
        "In Arabic script, where short vowels are not written, only the letters above meet.",
        "",
        "## Spellings that meet",
        "",
        "| in | one | other | what it is | source |",
        "|---|---|---|---|---|",
        *(
            f"| {_LANGUAGES[s.language]} | {s.before} | {s.after} | {s.what} | {s.source} |"
            for s in tables.SPELLINGS
        ),
        "",
        "## Forms that meet",
        "",
        *_pairs(_EXAMPLES, meet=True),
        "",
        "## What never meets, and why",
        "",
        *_pairs(_APART, meet=False),
        "",
        "A word that is written as another's form cannot be told from it without reading the",
        "sentence: Куба in all its cases is куб in some, sele is both a saddle and «to the flood».",
        "A missing dot is no spelling: IRAN in a Turkish headline is ıran, since ISI and isi are",
        "two words. A zero-width space (U+200B) parts words; only in Persian it is a half-space",
        "that was lost.",
        "",
        "More than a hundred pairs a language that must meet, and over eighty that must not, are",
        "kept in `tests/unit/text/spellings/`; every rule above has a row in",
        "`tests/unit/text/test_folding_rules.py`, and one without a row fails.",
    ]
    return "\n".join(lines) + "\n"


def _letters(rule: tables.Rule) -> str:
    where = ", ".join(_LANGUAGES[tag] for tag in sorted(rule.languages or {""}))
    letters = " ".join(f"`` {letter} ``" if letter == "`" else letter for letter in rule.letters)
    return f"| {letters} | {rule.to or 'nothing'} | {where} | {rule.what} | {rule.source} |"


def _shown(table: dict[str, str]) -> str:
    return ", ".join(f"{letter} is {to}" for letter, to in table.items())


def _pairs(rows: tuple[tuple[str, str, str, str], ...], *, meet: bool) -> list[str]:
    lines = ["| in | one | other | why |", "|---|---|---|---|"]
    for tag, one, other, why in rows:
        if (_stem(one, tag) == _stem(other, tag)) is not meet:
            raise ValueError(f"{one} and {other} are shown wrongly on the page of folding")
        lines.append(f"| {_LANGUAGES[tag]} | {one} | {other} | {why} |")
    return lines


def _stem(word: str, language: str) -> str:
    return " ".join(token.stem for token in analyser.tokens(word, language))
