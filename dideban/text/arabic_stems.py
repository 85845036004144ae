"""Arabic stems: a light stemmer that takes off the article, conjunctions and common endings.

After Larkey, Ballesteros and Connell, Light Stemming for Arabic (2007), "light10", with longer
least stems for ان ون ين (so that إيران keeps its end) and with single clitics left alone
(so that وزير and بنك keep their beginning).
"""

from typing import Final

_ARTICLES: Final = (
    "وبال", "فبال", "ولل", "فلل", "وال", "بال", "کال", "فال", "لل", "ال",
)  # fmt: skip
"""The article with what may be written before it, longest first."""

_CLITICS: Final = ("ول", "وب", "فل", "فب", "وک", "ل", "ب", "ف", "ک")
"""Conjunctions and prepositions written joined to a word without the article."""

_AFTER_CLITIC: Final = frozenset(
    """
    نقل عبور تصدیر استیراد تورید انتاج تطویر بناء انشاء مد ربط توقیع زیاده تنفیذ تعزیز تمدید شراء
    ضخ تشغیل توسیع تحویل تبادل استخدام استثمار تمویل تامین ایران روسیا ترکیا اذربیجان ترکمانستان
    بیع ارمینیا قطر مصر سوریا اوروبا امریکا افغانستان باکستان طهران موسکو بغداد انقره باکو غاز نفط
    قطاع دول دوله شرکه شرکات حکومه وزاره وزیر مشروع مشاریع اتفاق اتفاقیه مناقشه بحث ملیار ملیون نحو
    خط خطوط حجم کمیات اسعار سعر طاقه میناء ممر سکک
    """.split()  # noqa: SIM905 - a list of words is read best as words
)
"""Words of this beat before which a joined preposition is one: لنقل is of نقل, but بنك is whole."""

_ENDINGS: Final[tuple[tuple[str, int], ...]] = (
    ("هما", 4), ("ها", 3), ("هم", 4), ("ات", 3), ("ان", 4), ("ون", 4), ("ین", 4),
    ("یه", 3), ("ه", 3), ("ی", 3),
)  # fmt: skip
"""Endings with the fewest letters that must be left; the first that fits is taken off."""

_LEAST_AFTER_ARTICLE: Final = 2
_LEAST_AFTER_WAW: Final = 3
_WHOLE: Final = frozenset({"الله", "التی", "الذی", "الان", "الیه", "الیها", "الا", "الف", "وال"})
"""Words whose ال is no article."""

_ROOTED: Final = ("المانی", "البانی", "الکترون", "التزام", "الغاء", "التقا", "التحاق", "التهاب")
"""Beginnings of words whose ال belongs to the root: ألمانيا, إلغاء."""
_WAW_WORDS: Final = (
    "وزیر", "وزار", "وزرا", "وقود", "وصول", "وصل", "ولای", "وکال", "وکیل", "وفد", "وفود", "وفا",
    "وطن", "وسط", "وساط", "وسای", "وسیل", "وثیق", "وثای", "وارد", "واردات", "وحد", "وقف", "وضع",
    "وقت", "وقع", "واقع", "وقا", "وجه", "وجو", "وشنطن", "واشنطن", "واجه", "واضح", "واحد", "والد",
    "ورق", "ورش", "ورد", "وعد", "وعی", "ولد", "واسع", "وادی", "واصل", "وتیر", "ودیع", "وسل",
)  # fmt: skip
"""Beginnings of words whose و is a letter of the root."""


def stem_word(folded: str) -> str:
    """Return the light stem of a folded Arabic word; never shorter than three letters."""
    return _without_ending(_without_article(folded))


def _without_article(word: str) -> str:
    if word in _WHOLE or word.startswith(_ROOTED):
        return word
    for article in _ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= _LEAST_AFTER_ARTICLE:
            return word.removeprefix(article)
    for clitic in _CLITICS:
        if word.startswith(clitic) and word.removeprefix(clitic) in _AFTER_CLITIC:
            return word.removeprefix(clitic)
    conjunction = word.startswith("و") and not word.startswith(_WAW_WORDS)
    if conjunction and len(word) > _LEAST_AFTER_WAW:
        return word[1:]
    return word


def _without_ending(word: str) -> str:
    for ending, least in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= least:
            rest = word.removesuffix(ending)
            # A nisba before the feminine or the plural: ایرانیات and ایرانیه meet ایران.
            return rest[:-1] if rest.endswith("ی") and len(rest) > least else rest
    return word
