"""The page on hazm: where it is followed, and where it is not; a test runs it on every example."""

from typing import Final, NamedTuple


class Example(NamedTuple):
    """A text, what hazm 0.12 makes of it, what is made of it here, and why."""

    text: str
    hazm: str
    ours: str
    why: str


FOLLOWED: Final = (
    Example("كتاب يك", "کتاب یک", "کتاب یک", "Arabic ك and ي are slips of a keyboard"),
    Example("شركتھا", "شرکتها", "شرکت‌ها", "and so is ھ; the half-space is ours"),
    Example("١٢٣ و 45", "۱۲۳ و ۴۵", "۱۲۳ و ۴۵", "digits of one kind"),
    Example("20%", "۲۰ ٪", "۲۰٪", "the Persian sign for percent, without its new space"),
    Example('گفت "بله"', "گفت «بله»", "گفت «بله»", "Persian quotation marks"),
    Example("ﷲ", "الله", "الله", "presentation forms are read as letters"),
    Example("دیپلمات ها", "دیپلمات‌ها", "دیپلمات‌ها", "an affix belongs to its word"),
    Example("می شود", "می‌شود", "می‌شود", "and so does می"),
    Example("رفته اند", "رفته‌اند", "رفته‌اند", "and the verb after a participle"),
    Example("نمیگوید", "نمی‌گوید", "نمی‌گوید", "its table of verbs tells نمی in one word"),
    Example("میدان", "میدان", "میدان", "and that this is no verb"),
    Example("پیش بینی", "پیش‌بینی", "پیش‌بینی", "compounds of its word list"),
)
NOT_FOLLOWED: Final = (
    Example(
        "منطقهای", "منطقهای", "منطقه‌ای", "it restores those of verbs, and of ها after ه, alone"
    ),
    Example("بینالمللی", "بینالمللی", "بین‌المللی", "likewise"),
    Example("تیمهای", "تیمهای", "تیم‌های", "likewise"),
    Example("بزرگتر", "بزرگتر", "بزرگ‌تر", "PerDT parts the comparative"),
    Example("ماه می سال", "ماه می‌سال", "ماه می سال", "می is a month too: it asks no verb behind"),
    Example("علی ای", "علی‌ای", "علی ای", "ای joins words in ه only"),
    Example("قیمت 10.5 دلار", "قیمت ۱۰ ٫ ۵ دلار", "قیمت ۱۰.۵ دلار", "a number falls apart"),
    Example("1,000", "۱ , ۰۰۰", "۱,۰۰۰", "likewise"),
    Example("COVID19", "COVID ۱۹", "COVID19", "a Latin name is parted and its digits changed"),
    Example("https://a.ir/b", "https: / / a. ir / b", "https://a.ir/b", "an address is broken"),
    Example("a@b.ir", "a@b. ir", "a@b.ir", "likewise"),
    Example("مُحَمَّد", "محمد", "مُحَمَّد", "the author's vowel signs are deleted; search drops them"),
    Example("خانهٔ ما", "خانه ما", "خانهٔ ما", "the ezafe is deleted, and with it a reading"),
    Example("پیامبر ﷺ", "پیامبر ", "پیامبر ﷺ", "a sign is deleted"),
    Example("سلامممم", "سلام", "سلامممم", "letters the author wrote are deleted"),
)
RIGHT_IN_PRINT: Final = (
    Example("خبر ، تازه", "خبر، تازه", "خبر ، تازه", "no space of the author's is taken out"),
    Example("( ایران )", "(ایران)", "( ایران )", "likewise"),
    Example("۹متر", "۹ متر", "۹متر", "no space is put in; search parts the two"),
    Example("و ...", "و …", "و ...", "another sign for the same, and a shift of offsets"),
)
LEMMAS: Final = (
    Example("می‌رود", "رفت#رو", "رفت", "one verb; its past stem stands for it"),
    Example("رفته‌اند", "رفت#رو", "رفت", "likewise"),
    Example("کتاب‌ها", "کتاب", "کتاب", "plural"),
    Example("باران", "باران", "باران", "a word in ان that is no plural"),
    Example("منابع", "منابع", "منبع", "plurals after Arabic patterns, by a table of ours"),
    Example("بزرگ‌تر", "بزرگ‌تر", "بزرگ", "comparatives"),
    Example("مردان", "مردان", "مرد", "plurals in ان"),
)
_WHY: Final = "../adr/0005-hazm-s-data-without-its-import.md"
_TITLES: Final = (
    ("Followed", FOLLOWED),
    ("Measured to be wrong, and not followed", NOT_FOLLOWED),
    ("Right in print, and not followed", RIGHT_IN_PRINT),
    ("Lemmas, beside our stems", LEMMAS),
)


def page() -> str:
    """Return the page."""
    lines = [
        "# hazm, and where we differ",
        "",
        "hazm (MIT) is the best-known toolkit for Persian. Its word list, its verbs and its tables",
        "of letters are read here, but not the package; [why](" + _WHY + ").",
        "Every example is run through hazm and through Dideban by a test, so that a new release",
        "that changes one is noticed. What it costs as a whole is in",
        "[text quality](text-quality.md). *hazm* is `Normalizer()` as its documentation shows it,",
        "with the spacing corrected.",
    ]
    for title, examples in _TITLES:
        lines += ["", f"## {title}", "", "| text | hazm | here | why |", "|---|---|---|---|"]
        lines += (f"| {e.text} | {e.hazm.strip()} | {e.ours} | {e.why} |" for e in examples)
    return "\n".join(lines) + "\n"
