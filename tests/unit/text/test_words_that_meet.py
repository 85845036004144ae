"""Forms of one word that share a stem, and words that must never share one; six languages."""

import pytest

from dideban.text import analyser

MEET = {
    "fa": [
        "دیپلمات دیپلمات‌ها", "دیپلماتها دیپلمات‌های", "منطقه منطقه‌ای", "منطقهای منطقه‌ای",
        "کشور کشورها", "کشورهایی کشورهای", "می‌شود شود", "میکند می‌کند", "نمی‌کند کرد",
        "قرارداد قراردادهای", "بزرگ بزرگ‌ترین", "مهم مهمتر", "دریای دریا", "نیروی نیرو",
        "خانه خانه‌اش", "کتاب کتابش", "گزارش گزارشي", "كشور کشور", "طرح طرح‌هایشان",
        "گفت می‌گوید", "رفته‌اند رفت", "بندر بندرهای", "سرمایهای سرمایه", "همکاری همکاری‌های",
        "باتری باتری‌ها", "فیلتر فیلترها", "بد بدترین", "تند تندتر", "دختر دختری",
    ],
    "ar": [
        "غاز الغاز", "غاز والغاز", "الغاز للغاز", "غاز بالغاز", "شركة شركات", "الشركة والشركات",
        "إيران ايران", "إيران الإيرانية", "إيران الإيراني", "وزير الوزير", "وزير والوزير",
        "نقل ونقل", "نقل لنقل", "نقل بنقل", "إيران لإيران",
        "روسيا وبروسيا", "خط الخط", "اتفاقية اتفاقيات", "اتفاقية الاتفاقية", "عامل العاملين",
        "ممر الممر", "دولة للدولة", "حكومة الحكومية", "أنبوب الأنبوب",
        "عقوبات بعقوبات", "العقوبات لعقوبات", "طالب الطلاب", "طالبان وطالبان", "تصفية التصفيات",
    ],
    "ru": [
        "газ газа", "газ газом", "газ газов", "Иран Ирана", "Ирану Иран", "транзит транзита",
        "поставка поставок", "поставки поставок", "рынок рынка", "рынок рынков", "страна стран",
        "сторона сторон", "порт портов", "соглашение соглашений", "железная железной",
        "дорога дорог", "сделка сделок", "Россия России", "Азербайджан Азербайджаном",
        "канал канала", "план планы", "ещё еще",
    ],
    "en": [
        "pipeline pipelines", "transfer transferred", "transfer transferring", "supply supplies",
        "supply supplied", "import imports", "import importing", "ship shipping", "agree agreed",
        "gas gases", "corridor corridors", "route routes", "minister minister's", "stop stopped",
        "plan planning", "Iran Iran’s", "sanction sanctioned", "Gas GAS",
    ],
    "tr": [
        "gaz gazı", "gaz gazın", "gaz gazının", "kitap kitabı", "kitap kitaplar", "hat hattı",
        "hat hattının", "boru borusu", "boru borunun", "koridor koridoru", "koridor koridorunun",
        "anlaşma anlaşmasını", "liman limanının", "Türkiye Türkiye'nin", "İran İran’dan",
        "ülke ülkeler", "ağaç ağacı", "geçit geçidi", "demiryolu demiryolunun", "nakil nakli",
        "ISI ısı", "renk rengi",
    ],
    "az": [
        "qaz qazı", "qaz qazın", "qaz qazının", "dəhliz dəhlizi", "dəhliz dəhlizinin",
        "dəhliz dəhlizlər", "Azərbaycan Azərbaycanın", "torpaq torpağı", "çörək çörəyi",
        "birlik birliyinin", "kəmər kəmərinin", "ölkə ölkənin", "neft nefti", "layihə layihəsi",
        "liman limanında", "kitab kitabı", "saziş sazişin", "İran İran'a", "boru borular",
    ],
}  # fmt: skip

APART = {
    "fa": [
        "گاز گازوئیل", "منطقه منطق", "تنها تن", "برای برا", "خالی خال", "ایران ایراد", "آب آبی",
        "سیر شیر", "بها به", "گرم گرمسار", "باتری با", "بستر بس", "فیلتر فیل", "رویترز روی",
        "دختری دخ", "پیتر پی",
    ],
    "ar": [
        "غاز غزو", "نفط نقط", "وقود قود", "ممر مر", "بنك نك",
        "لبنان بنان", "كويت ويت", "إيران إيرلندا", "وزير زير",
        "الماني مان", "عمان عمال", "طلاب طالبان", "بعقوبة عقوبات", "تصفيات تصف",
    ],
    "ru": [
        "сторона страна", "газ газета", "порт портрет", "план плаха", "Иран Ирак", "мост места",
        "рынок рында", "канал кана", "транзит транс",
    ],
    "en": [
        "import important", "transit transition", "organ organization", "police policy",
        "news new", "general generous", "port portion", "universe university", "gas gash",
    ],
    "tr": [
        "kar kâr", "ad at", "kar kara", "Türk Türkiye", "altın alt", "boru bor", "hat hata",
        "gaz gazete", "ısı isi", "Tekin tek",
    ],
    "az": [
        "qaz qazax", "ad at", "rus Rusiya", "qadın qad", "neft neftçi", "əl el", "ara ari",
        "boru bor", "yaxın yax",
    ],
}  # fmt: skip


def rows(table: dict[str, list[str]]) -> list[tuple[str, str, str]]:
    """Lay a table out as (language, one, other)."""
    return [(tag, *pair.split(" ", 1)) for tag, pairs in table.items() for pair in pairs]


def stem(word: str, language: str) -> str:
    """Return the stem of a text that is one word."""
    (token,) = analyser.tokens(word, language)
    return token.stem


@pytest.mark.parametrize(("language", "one", "other"), rows(MEET))
def test_forms_of_one_word_share_a_stem(language: str, one: str, other: str) -> None:
    assert stem(one, language) == stem(other, language)


@pytest.mark.parametrize(("language", "one", "other"), rows(APART))
def test_different_words_share_no_stem(language: str, one: str, other: str) -> None:
    assert stem(one, language) != stem(other, language)


@pytest.mark.parametrize(("language", "one", "other"), rows(MEET))
def test_a_query_word_stems_as_a_text_does(language: str, one: str, other: str) -> None:
    del other
    folded = analyser.fold_word(one, language)
    assert analyser.stem_word(folded, language) == stem(one, language)


@pytest.mark.parametrize("language", MEET)
def test_each_language_has_enough_rows(language: str) -> None:
    assert len(MEET[language]) >= 15
    assert len(APART[language]) >= 8
