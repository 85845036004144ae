"""Arabic stems: a light stemmer that takes off the article, conjunctions and common endings.

After Larkey, Ballesteros and Connell, Light Stemming for Arabic (2007), "light10", with longer
least stems for ان ون ين (so that إيران keeps its end) and with single clitics left alone
(so that وزير and بنك keep their beginning).
"""

import re
from functools import lru_cache
from typing import Final

from dideban.text import arabic_nouns

_ARTICLES: Final = (
    "وبال", "فبال", "ولل", "فلل", "وال", "بال", "کال", "فال", "لل", "ال",
)  # fmt: skip
"""The article with what may be written before it, longest first."""

_CLITICS: Final = ("ول", "وب", "فل", "فب", "وک", "ل", "ب", "ف", "ک")
"""Conjunctions and prepositions written joined to a word without the article."""

_DERIVED: Final = re.compile("^[وف]?[لب]([مت].{4,}|ا(?:ست|نت|جت|حت|قت|رت|عت|فت|بت|خت|لت|تف).{2,})$")
"""A preposition before what a root does not begin with: لتصدير, بمشروع, لاستيراد."""

_ROOT_BEGINS: Final = (
    "بترو", "بتک", "بتر", "باستا", "باستیل", "لمس", "لمح", "لمع", "لمب", "لتر", "لتوان", "بمبا",
    "لاستیک",
)  # fmt: skip
"""Words that begin so by themselves: بترول, لمسة."""

_PRONOUNS: Final[tuple[tuple[str, int], ...]] = (
    ("تهما", 3), ("تها", 3), ("تهم", 3), ("تنا", 3), ("ته", 3),
    ("هما", 4), ("ها", 3), ("هم", 4),
)  # fmt: skip
"""Possessives, with the t that ta marbuta becomes before them, and the least that is left."""

_KEEPS_TEH: Final = (
    "صوت", "وقت", "بیت", "زیت", "تصویت", "توقیت", "تثبیت", "بیروت", "کویت", "ثابت", "صامت",
    "ساکت", "لافت", "متفاوت", "یاقوت",
)  # fmt: skip
"""Words whose ت is of the root."""

_ENDINGS: Final[tuple[tuple[str, int], ...]] = (
    ("ات", 3), ("ان", 4), ("ون", 4), ("ین", 4), ("یه", 3), ("ه", 3), ("ی", 3),
)  # fmt: skip
"""Endings with the fewest letters that must be left; the first that fits is taken off."""

_LEAST_AFTER_ARTICLE: Final = 2
_LEAST_AFTER_WAW: Final = 3
_LEAST_BEFORE_TANWIN: Final = 3
_WHOLE: Final = frozenset(
    {"الله", "التی", "الذی", "الان", "الیه", "الیها", "الا", "الاف", "الات", "الف", "الفا", "وال"}
)
"""Words whose ال is no article."""

_WITH_MADDA: Final = re.compile("^(?:[وف]?[بلک]|[وف])(ال(?:یه|یات|ات|اف)(?:ها|هم)?)$")
"""A preposition or a conjunction before آلية, آلات or آلاف, which is no article: بآلية, وآلاف."""

_ROOTED: Final = (
    "المانی",
    "الماتی",
    "البانی",
    "الکترون",
    "التزام",
    "الغاء",
    "التقا",
    "التحاق",
    "التهاب",
)
"""Beginnings of words whose ال belongs to the root: ألمانيا, إلغاء."""
_WAW_WORDS: Final = (
    "وزیر", "وزار", "وزرا", "وقود", "وصول", "وصل", "ولای", "وکال", "وکیل", "وفد", "وفود", "وفا",
    "وطن", "وسط", "وساط", "وسای", "وسیل", "وثیق", "وثای", "وارد", "واردات", "وحد", "وقف", "وضع",
    "وقت", "وقع", "واقع", "وقا", "وجه", "وجو", "وشنطن", "واشنطن", "واجه", "واضح", "واحد", "والد",
    "ورق", "ورش", "ورد", "وعد", "وعی", "ولد", "واسع", "وادی", "واصل", "وتیر", "ودیع", "وسل",
)  # fmt: skip
"""Beginnings of words whose و is a letter of the root."""


_TWO: Final = re.compile("(?<=.{3})(?<!س)ت(?:ان|ین)$")
"""The dual of a word in ة (Wright, vol. I, § 299): دولتان; what ends in -ستان is no dual."""

_TWO_OF_SOMETHING: Final = re.compile("(?<=.{3})ت[ای]$")
"""The dual before a genitive, شركتا غاز, شركتي غاز; of known words alone, for كويتي is no dual."""

_NO_TANWIN: Final = re.compile("(?:ها|نا|وا|ایا|لندا)$")
"""Endings whose alif is no accusative's: pronouns, verbs, قضايا, هولندا."""

_NOUN_IN_N: Final = re.compile("(?:..ان|...ون)$")
"""Before that alif these are nouns all the same: بياناً, قانوناً."""


def stem_word(folded: str) -> str:
    """Return the light stem of a folded Arabic word; never shorter than two letters."""
    noun = _without_tanwin(_without_article(folded))
    if noun in arabic_nouns.NAMES:
        return arabic_nouns.NAMES[noun]
    return _singular(noun) or _without_ending(noun)


def _without_tanwin(noun: str) -> str:
    """Take off the alif of an indefinite accusative, with or without its marks: وزيراً, وزيرا."""
    bare = noun.removesuffix("ا")
    if bare == noun or len(bare) < _LEAST_BEFORE_TANWIN or noun in _IN_ALEF:
        return noun
    of_its_own = _NO_TANWIN.search(noun) and not _NOUN_IN_N.search(bare)
    return noun if of_its_own and bare not in arabic_nouns.AFTER_CLITIC else bare


def _singular(noun: str) -> str | None:
    """Return the stem of the singular of a broken plural, with or without a pronoun."""
    if noun in _SINGULARS:
        return None
    for ending in _AFTER_PLURAL:
        plural = noun.removesuffix(ending)
        if noun.endswith(ending) and plural in arabic_nouns.BROKEN_PLURALS:
            singular = arabic_nouns.BROKEN_PLURALS[plural]
            return arabic_nouns.NAMES.get(singular) or _without_ending(singular)
    return None


def _without_article(word: str) -> str:
    if word in _WHOLE or word.startswith(_ROOTED):
        return word
    if rooted := _WITH_MADDA.match(word):
        return rooted[1]
    for article in _ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= _LEAST_AFTER_ARTICLE:
            return word.removeprefix(article)
    rest = _without_clitic(word)
    if rest != word:
        return rest
    conjunction = word.startswith("و") and not word.startswith(_WAW_WORDS)
    if conjunction and len(word) > _LEAST_AFTER_WAW:
        return word[1:]
    return word


def _without_clitic(word: str) -> str:
    for clitic in _CLITICS:
        rest = word.removeprefix(clitic)
        if rest != word and _is_known(rest):
            return rest
    derived = _DERIVED.match(word)
    if derived and not word.removeprefix("و").startswith(_ROOT_BEGINS):
        return derived.group(1)
    return word


@lru_cache(maxsize=10_000)
def _is_known(noun: str) -> bool:
    return noun in _KNOWN or _without_ending(_without_pronoun(noun)) in _KNOWN_STEMS


def _without_pronoun(word: str) -> str:
    for ending, least in _PRONOUNS:
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= least:
            if not ending.startswith("ت"):
                return rest
            rooted = rest.endswith("ا") or rest + "ت" in _KEEPS_TEH
            return word.removesuffix(ending[1:]) if rooted else _feminine(rest)
    return word


def _feminine(rest: str) -> str:
    """Return `rest`, with its ta marbuta where without it it would be another word."""
    return rest + "ه" if rest + "ه" in arabic_nouns.FEMININE else rest


def _of_two(noun: str) -> str:
    """Return a dual's singular, where the general endings do not lead there."""
    if (two := _TWO.search(noun)) and noun not in _NO_DUALS:
        one = noun[: two.start()]
        return one + "ت" if one + "ت" in _KEEPS_TEH else one + "ه"
    if (two := _TWO_OF_SOMETHING.search(noun)) and noun[: two.start()] + "ه" in _KNOWN_FEMININE:
        return noun[: two.start()] + "ه"
    return noun[:-2] if noun.endswith(("ان", "ین")) and noun[:-2] in arabic_nouns.SHORT else noun


def _without_ending(word: str) -> str:
    bare = _of_two(_without_pronoun(word))
    if bare in arabic_nouns.FEMININE or bare in arabic_nouns.SHORT:
        return bare
    for ending, least in _ENDINGS:
        if bare.endswith(ending) and len(bare) - len(ending) >= least:
            rest = bare.removesuffix(ending)
            if ending == "ات" and rest + "ه" in arabic_nouns.FEMININE:
                return rest + "ه"
            # A nisba before the feminine or the plural: ایرانیات and ایرانیه meet ایران.
            return rest[:-1] if rest.endswith("ی") and len(rest) > least else rest
    if bare.endswith("اء"):
        return bare[:-1]
    return bare


_AFTER_PLURAL: Final = ("", "ء", "ه", "ها", "هم", "هما", "نا", "یه", "یها", "یهم")
"""What stands after a broken plural: nothing, a hamza (وزراء), a pronoun (أسعارها, وزرائها)."""
_IN_ALEF: Final = arabic_nouns.IN_ALEF | frozenset(arabic_nouns.BROKEN_PLURALS)
_NO_DUALS: Final = frozenset(
    """
    بوتین ارجنتین بروتین نیکوتین روتین مارتین لاتین کونستانتین جیلاتین فالنتین کیراتین کرستین
    بولتین فلوتین افتتان
    """.split()  # noqa: SIM905 - a list of words is read best as words
)
"""Words that only look like a dual in -تین."""
_SINGULARS: Final = frozenset(arabic_nouns.BROKEN_PLURALS.values()) | arabic_nouns.FEMININE
"""Not to be read as a plural with a pronoun: نسبة is no نسب of his."""
_KNOWN_FEMININE: Final = frozenset(
    noun for noun in _SINGULARS | arabic_nouns.AFTER_CLITIC if noun.endswith("ه")
)
_KNOWN: Final = arabic_nouns.AFTER_CLITIC | frozenset(arabic_nouns.BROKEN_PLURALS) | {"عقوبات"}
"""بعقوبات is of عقوبات in the plural only: بعقوبة is the town of Baquba as well."""
_KNOWN_STEMS: Final = frozenset(
    stem
    for noun in arabic_nouns.AFTER_CLITIC
    if len(stem := _without_ending(noun)) > _LEAST_AFTER_ARTICLE
)
