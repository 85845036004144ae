"""What somebody who wrote something that the language does not have probably meant."""

import re
import unicodedata
from typing import Final

from dideban.entities.knowledge import names_of, things
from dideban.query import values
from dideban.query.names import closest
from dideban.text.dates.calendars import to_date

_FIELD_WORDS: Final = {
    "title": "headline heading intitle عنوان تیتر العنوان заголовок название başlık başlıq",
    "lead": "summary intro لید چکیده مقدمه лид lid özet",
    "head": "opening beginning top آغاز ابتدا بداية начало giriş baş əvvəl",
    "body": "text content fulltext متن بدنه النص نص текст тело metin gövde mətn",
    "lang": "language زبان لغة اللغة язык dil",
    "source": "publisher outlet منبع رسانه مصدر المصدر источник kaynak mənbə",
    "site": "url host domain سایت موقع сайт adres sayt",
    "country": "location کشور بلد الدولة страна ülke ölkə",
    "author": "by byline نویسنده كاتب الكاتب автор yazar müəllif",
    "entity": "person org company نهاد شخص كيان сущность kurum",
    "topic": "pack subject موضوع الموضوع тема konu mövzu",
    "published": "date time since pubdate تاریخ التاريخ дата tarih tarix",
}
_FIELD_OF: Final = {word: field for field, words in _FIELD_WORDS.items() for word in words.split()}

_OPERATOR_WORDS: Final = {
    "AND": "and و и ve və",
    "OR": "or یا أو او или veya yaxud",
    "NOT": "not не değil deyil لا ليس نه",
    "NEAR/5": "near",
    "SAME": "same",
}
OPERATOR_OF: Final = {
    word: operator for operator, words in _OPERATOR_WORDS.items() for word in words.split()
}
"""Words in small letters, or in a script without capitals, that may be meant as operators."""

_LANGUAGE_NAMES: Final = {
    "arabic": "ar", "عربي": "ar", "العربية": "ar", "عربی": "ar",
    "azerbaijani": "az", "azeri": "az", "azərbaycan": "az",
    "chinese": "zh", "dari": "prs", "english": "en", "eng": "en", "farsi": "fa", "persian": "fa",
    "pe": "fa", "ir": "fa", "per": "fa", "fas": "fa", "فارسی": "fa", "french": "fr", "german": "de",
    "kurdish": "ckb", "pashto": "ps", "rus": "ru", "russian": "ru", "русский": "ru",
    "spanish": "es", "tajik": "tg", "turkish": "tr", "tur": "tr", "türkçe": "tr", "turkmen": "tk",
    "ua": "uk", "ukrainian": "uk", "urdu": "ur", "uzbek": "uz", "gb": "en", "us": "en",
    "انگلیسی": "en", "روسی": "ru", "ترکی": "tr", "آذربایجانی": "az", "الإنجليزية": "en",
    "الفارسية": "fa", "الروسية": "ru", "английский": "en", "персидский": "fa", "турецкий": "tr",
    "азербайджанский": "az", "арабский": "ar", "ingilizce": "en", "rusça": "ru", "farsça": "fa",
    "arapça": "ar", "azerice": "az", "ingilis": "en", "rus dili": "ru", "fars": "fa", "türk": "tr",
}  # fmt: skip

_COUNTRY_NAMES: Final = {
    "uk": "GB", "usa": "US", "irn": "IR", "rus": "RU", "tur": "TR", "aze": "AZ", "irq": "IQ",
    "turkey": "TR", "america": "US", "britain": "GB", "england": "GB",
}  # fmt: skip

_ARABIC_ONLY: Final = frozenset("ةأإى")
_AZERBAIJANI_ONLY: Final = frozenset("əƏ")
_TURKISH: Final = frozenset("ığşİĞŞçÇöÖüÜ")

_BETWEEN: Final = re.compile(r"\s+(?:to|-|–|—|до|تا|إلى)\s+|\s*\.\.+\s*", re.IGNORECASE)
_SINCE: Final = re.compile(r"([<>])=?\s*(.+)")
_AGO: Final = re.compile(
    r"-?\s*([0-9]{1,4})\s*(?:(m)(?:in(?:ute)?s?)?|(h)(?:ours?)?|(d)(?:ays?)?|(w)(?:eeks?)?)(?:\s+ago)?",
    re.IGNORECASE,
)
_YEAR_FIRST: Final = re.compile(r"([0-9]{4})[-./]([0-9]{1,2})[-./]([0-9]{1,2})(T\S+)?")
_DAY_FIRST: Final = re.compile(r"([0-9]{1,2})[-./]([0-9]{1,2})[-./]([0-9]{4})")
_LONG_ENOUGH: Final = 4
"""Shorter ids are all like one another."""

_LATELY: Final = "[-24h TO now]"


def field_meant(name: str) -> str | None:
    """Return the field somebody who wrote `name` before a colon meant, or `None` for a guess."""
    return _FIELD_OF.get(name.lower())


def language_meant(value: str) -> str:
    """Return the tag somebody who wrote `value` probably meant."""
    low = value.lower()
    short = values.language_tag(re.split(r"[-_]", low)[0])
    return _LANGUAGE_NAMES.get(low) or short or "en"


def country_meant(value: str) -> str:
    """Return the code somebody who wrote `value` probably meant."""
    low = value.lower()
    if low in _COUNTRY_NAMES:
        return _COUNTRY_NAMES[low]
    for known in things():
        code = values.country_code(known.removeprefix("iso3166:"))
        if code and any(name.lower() == low for name in names_of(known)):
            return code
    return "IR"


def entity_meant(value: str) -> str:
    """Return the known id or, quoted, the name that whoever wrote the id `value` meant."""
    kind, _, own = value.partition(":")
    owns = [known.partition(":")[2] for known in things() if known.startswith(f"{kind}:")]
    if len(own) < _LONG_ENOUGH or not own.replace("-", "").isalpha():
        return "iso3166:IR"
    near = closest(own, owns)
    return f'"{own.replace("-", " ")}"' if near is None else f"{kind}:{near}"


def likely_language(query: str) -> str:
    """Return the language that the letters of a query hint at; English where they hint at none."""
    letters = set(query)
    if letters & _AZERBAIJANI_ONLY:
        return "az"
    if letters & _TURKISH:
        return "tr"
    if any("\u0600" <= letter <= "\u06ff" for letter in letters):
        return "ar" if letters & _ARABIC_ONLY else "fa"
    return "ru" if any("\u0400" <= letter <= "\u04ff" for letter in letters) else "en"


def range_meant(text: str) -> str:
    """Return the range of times that somebody who wrote `text` after `published:` meant."""
    plain = "".join(_ascii_digit(char) for char in text).strip("[]{} ")
    if not plain:
        return _LATELY
    if since := _SINCE.fullmatch(plain):
        end = _end_meant(since[2])
        return _tried(f"[{end} TO *]" if since[1] == ">" else f"[* TO {end}]")
    ends = [_end_meant(end) for end in _BETWEEN.split(f" {plain} ")]
    if len(ends) == 1:
        one = ends[0]
        return _tried(f"[{one} TO {one}]" if one[:1].isdigit() else f"[{one} TO now]")
    return _tried(f"[{ends[0]} TO {ends[1]}]")


def _ascii_digit(char: str) -> str:
    value = unicodedata.decimal(char, None)
    return char if value is None else str(value)


def _end_meant(text: str) -> str:
    end = text.strip()
    if ago := _AGO.fullmatch(end):
        return f"-{ago[1]}{ago[ago.lastindex or 0].lower()}"
    if found := _YEAR_FIRST.fullmatch(end):
        return _day(int(found[1]), int(found[2]), int(found[3])) + (found[4] or "")
    if found := _DAY_FIRST.fullmatch(end):
        return _day(int(found[3]), int(found[2]), int(found[1]))
    return end.lower() or "*"


def _day(year: int, month: int, day: int) -> str:
    here = to_date("jalali", year, month, day)
    return str(here) if here else f"{year:04}-{month:02}-{day:02}"


def _tried(written: str) -> str:
    found = values.time_range(written[1:-1])
    open_ended = found is None or (found.start is None and found.end is None)
    return _LATELY if open_ended else written
