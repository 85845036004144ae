"""Tells texts of a language from letters, names and programs that belong to none."""

import re
from typing import Final

from dideban.languages.evidence import Evidence
from dideban.languages.writing import Writing

LEAST_TO_JUDGE: Final = 6
"""Letters from which their frequencies say whether this is language."""

WORDS_FOR_ONE_FOUND: Final = 6
"""A text with a function word among so many is language, whatever its letters."""

LETTERS: Final[dict[str, tuple[str, str, float]]] = {
    # script: its commonest letters over the languages of news, its rare ones (twice: very rare),
    # least difference of their shares. General knowledge of letter frequencies; thresholds lie
    # between generated letters and the dev set's sentences.
    "Cyrl": ("оеаинтрслдкывуүөіәңқғҳӣ", "ъъщщфэцюёёхжшѓќђћџѕґґїє", 0.33),
    "Arab": ("اينرلمودهیکتبەێۆسےپېىكۇۋڭگ", "ظظضضثثذذغغژژططصصخحزچءشځڅډښ", 0.20),
    "Latn": ("aeiıəunrsltkdmyo", "qqxxwwjjzffvvhpbcgçöşüğğ", 0.20),
    "Hebr": ("יוהלארתבשמנ", "טטזזגגססצצ", 0.20),
    "Geor": ("აიესრმნოდლ", "ჟჭჯჰძჩფღყწ", 0.36),
    "Armn": ("աենիրոստմկյ", "ֆօժձճջփչշծ", 0.34),
    "Grek": ("αοιετσςνηυρκόίάήέ", "ψξζβφχθδ", 0.30),
    "Deva": ("करतनसहयमलपद", "झठढणङञऊऐऔआउघछ", 0.28),
}

MISPLACED: Final = {
    "Cyrl": re.compile(
        r"\b[ъь]|ь[аыуэьъй]|й[ьъыйэ]|щ[ыэфхцчшщъ]|ц[эюяёъй]|э[ъьыэеё]"
        r"|[аеёиоуыэюяіїє]{4}|[іїєґ]ь|[жчшщґ]ї|ґ[бгґдзйкмпстфхцчшщ]|[бвгджзклмнпрстфхцчшщ]{5}"
    ),
    "Hebr": re.compile(r"[כמנצ]\b|[ךםןףץ]\B"),
    "Grek": re.compile(r"σ\b|ς\B"),
    "Arab": re.compile(r"ة\B"),
}
"""Letters where orthography has none: a sign that begins a word, a form that only ends one."""
TURKISH: Final = frozenset("ğşıəĞŞİƏ")
"""Letters of Latin alphabets that detectors have no picture of thrown together, as they have of
the basic ones (`zxx`)."""
TURKIC: Final = frozenset("өүәқғңұҳӯҷўӣ")
"""Letters of languages with other rules for the letters that Russian has too."""
MISPLACED_COST: Final = 3
"""Common letters that one misplaced letter undoes."""
SHORT_SLACK: Final = 0.4
"""Divided by the number of letters: how much lower the difference of a short text may be."""

SAID_IN: Final[dict[str, tuple[tuple[str, bytes, bytes], ...]]] = {
    # The common characters of the national charsets: level 1 of GB 2312 and of Big5 (their first
    # and last code), and KS X 1001.
    "Hani": (
        ("gb2312", b"\xb0\xa1", b"\xd7\xf9"),
        ("big5", b"\xa4\x40", b"\xc6\x7e"),
        ("euc_jp", b"\xb0\xa1", b"\xcf\xd3"),
    ),
    "Kore": (("euc_kr", b"\xb0\xa1", b"\xc8\xfe"),),
}
COMMON_SHARE: Final = 0.7
"""Share of characters that are common ones: 0.33 of characters taken at random, 0.99 of news."""

_SYMBOL: Final = re.compile(r"[{}()\[\]<>=;_/\\|*&^$~`+]")
_SIGN_OF_CODE: Final = re.compile(
    r"\w\(|=>|==|!=|::|&&|</|/>|\(\)|[\w)];(?:\s|$)|\b[a-z]+[A-Z]\w*|\s--?[a-z]"
    r"|[+*/-]=|:\s*\n\s|@\w+\n"
)
LEAST_SYMBOLS: Final = 3
SYMBOL_SHARE: Final = 0.11
"""Symbols of programs for each letter; sentences with many brackets have up to 0.1."""
CODE_WORDS: Final = 2

CASED: Final = frozenset({"Latn", "Cyrl", "Grek", "Armn"})
DENSE: Final = frozenset({"Hani", "Jpan", "Kore", "Thai", "Khmr", "Laoo", "Mymr", "Tibt", "Ethi"})
"""Scripts whose letters are syllables or words, or which leave no space between words."""
SIGNED: Final = frozenset({"Deva", "Beng", "Guru", "Taml"})
"""Scripts whose vowels are signs, so that half as many letters make a word."""
ONE_WORD: Final = 40
"""Letters up to which a word alone may be a name; a longer one is no word of any language."""
SCANT: Final = 9
"""Letters that without a function word say too little in any alphabet."""
NAME_WORDS: Final = 3
"""Up to so many words, all with a capital and none a function word, may be one name."""
NAME_LETTERS: Final = {2: 30, 3: 20}
NAME_LETTERS_UNCASED: Final = {2: 17, 3: 13}
"""Letters up to which so many words may be a name; names of three words are short ones."""
NAME_DENSE: Final = 4
HAN_PARTICLES: Final = frozenset("的了在是不有和與与為为於于他她這这也就對对將将被把從从年月日")
"""Characters of Chinese that no name is made of alone."""


def is_noise(writing: Writing, evidence: Evidence) -> bool:
    """Return whether the letters are thrown together or belong to a program."""
    if _is_code(writing, evidence) or not _is_said(writing):
        return True
    few = evidence.found * WORDS_FOR_ONE_FOUND < len(writing.words)
    return few and not _is_spelt(writing)


def may_be_a_name(writing: Writing, evidence: Evidence) -> bool:
    """Return whether the text is so short and so bare that it may be only a name."""
    if evidence.found:
        return False
    if writing.script in DENSE:
        return writing.size <= NAME_DENSE and HAN_PARTICLES.isdisjoint(writing.letters)
    words = writing.words
    size = writing.size * (2 if writing.script in SIGNED else 1)
    if len(words) <= 1 or size <= SCANT:
        return size <= ONE_WORD
    if len(words) > NAME_WORDS:
        return False
    if writing.script in CASED:
        capital = not any(word[0].islower() for word in words)
        return capital and size <= NAME_LETTERS[len(words)]
    return size <= NAME_LETTERS_UNCASED[len(words)]


def _is_code(writing: Writing, evidence: Evidence) -> bool:
    if writing.script != "Latn":
        return False
    symbols = len(_SYMBOL.findall(writing.sample))
    if symbols >= LEAST_SYMBOLS and symbols > SYMBOL_SHARE * writing.size:
        return True
    code = evidence.code + len(_SIGN_OF_CODE.findall(writing.sample))
    return code >= CODE_WORDS and code >= evidence.found


def _is_said(writing: Writing) -> bool:
    charsets = SAID_IN.get(writing.script)
    if charsets is None:
        return True
    common = sum(
        count
        for letter, count in writing.letters.items()
        if letter.isascii() or any(_within(letter, *charset) for charset in charsets)
    )
    return common >= COMMON_SHARE * writing.size


def _within(letter: str, charset: str, first: bytes, last: bytes) -> bool:
    return first <= letter.encode(charset, "ignore") <= last


def _is_spelt(writing: Writing) -> bool:
    table = LETTERS.get(writing.script)
    latin = writing.script == "Latn"
    if table is None or (latin and TURKISH.isdisjoint(writing.letters)):
        return True
    common, rare, least = table
    own = more = less = 0
    for letter, count in writing.letters.items():
        if latin or not letter.isascii():
            own += count
            small = letter.lower()
            more += count if small in common else 0
            less += count * rare.count(small)
    if own < LEAST_TO_JUDGE:
        return True
    misplaced = MISPLACED.get(writing.script)
    if misplaced is not None and TURKIC.isdisjoint(writing.letters):
        less += MISPLACED_COST * len(misplaced.findall(writing.sample.lower()))
    return more - less >= least * own - SHORT_SLACK
