"""The forms of dates in each language, as patterns over the shapes that `lexemes` makes.

Signs of lexemes are listed in `vocabulary`; of numbers they are n (a day in digits), w (in words),
o (ordinal), u (a day with a case), y and z (a year, with a case or ending), k (32 to 99) and 0.
Forms stand in the order in which they are tried; what one has taken, no later one may touch.
"""

import re
from functools import cache
from typing import Final

_DAY: Final = r"(?P<day>[no])(?:[ -]s)?"
_WORDED: Final = r"(?P<day>[now])(?:[ -]s)?"
_TO: Final = r"(?:(?:-| > )(?P<day2>[no])(?:[ -]s)?)?"
_BEFORE: Final = r"(?:T[ ,(-])?(?:(?:d )?(?P<weekday>W)[ ,(](?:f )?)?"
_OF_YEAR: Final = (
    r"(?:[ ,](?:f )?(?:Y )?(?P<year>[yz])(?! V)(?:[ -]s)?(?: Y)?(?: (?P<cal>C))?"
    r"| (?:f )?(?:Y (?P<year_mod>[LNH])|(?P<mod_year>[LNH]) Y|(?P<now_year>R)))"
)
_SHORT_YEAR: Final = r"[ ,](?:Y )?(?P<short_year>k)"
_MONTH: Final = r"(?P<month>[MJ])"
_MONTHS: Final = r"(?P<month>[MJ])(?:-| > )(?P<month_to>[MJ])"
"""«January to November»; of which year may follow."""
_MARKED: Final = r"(?:(?P<marked>g) (?P<month>M)|(?P<month_>M) (?P<marked_>g))"
_DEICTIC: Final = r"(?P<deictic>T)(?:[ ,(](?:d )?(?P<weekday>W))?"
_LAST_DAYS: Final = r"(?P<none>[nwko0y] [degY] [LN])"
"""«The last three days»: a stretch of days, which is no date; «day» and «last» are not its own."""

_TWO_NAMES: Final = r"(?P<month>M)(?:[/(](?P<month2>M))?"
"""«كانون الأول/ديسمبر» and «ديسمبر (كانون الأول)»."""
_OF_YEAR_BEHIND_TWO: Final = _OF_YEAR.replace("[ ,]", "[ ,)]", 1).replace("| (", "|[ )](", 1)

_LATER: Final = r"(?P<later>i)(?: (?P<count>[nw]))? (?P<unit>[degY])"
_PART: Final = rf"(?P<part>[Qh]){_OF_YEAR}"
"""A quarter or a half of a year that is told."""

_PERSIAN: Final = (
    r"(?P<none>[Pe] o)(?= M| g M)",  # «the first week of Azar» is not the first of Azar
    r"(?:d )?(?P<day>o) (?P<of_month>g) (?P<mod>[LNH])",
    r"(?:d )?(?P<day>[no]) (?P<mod>H) (?P<of_month>g)",
    r"(?P<count>[nw]) (?P<unit>e) (?P<ago>A) (?P<exact>E)",
    r"(?P<exact>E) (?P<count>[nw]) (?P<unit>e) (?:(?P<ago>A)|(?P<ahead>I))",
    (
        rf"{_BEFORE}{_WORDED}{_TO}(?: (?P<marked>g))? (?P<month>M)(?: (?P<marked_>g))?"
        rf"(?:{_OF_YEAR}|{_SHORT_YEAR}| (?P<mod>[LNH]))?"
    ),
    rf"{_MONTHS}(?:{_OF_YEAR})?",
    rf"(?:g )?{_MONTH}(?: g)?{_OF_YEAR}",
    rf"(?:g )?{_MONTH}(?: g)?{_SHORT_YEAR}",
    r"(?P<season>S)" + _OF_YEAR,
    rf"(?P<part>[Qh])(?: (?P<nth>[no]))?{_OF_YEAR}",
    r"(?:g )?(?P<month>M)(?: g)? (?P<mod>[LN])",
    _MARKED,
    r"(?<=[pP] )(?P<month>M)",
    r"Y (?P<year>[yz])(?: (?P<cal>C))?",
    r"Y (?P<short_year>k)",
    r"(?P<year>y) (?P<cal>C)",
    r"(?:d )?(?P<weekday>W) e (?P<week_mod>[LNHA])",
    r"(?:d )?(?P<weekday>W) (?P<mod>[LNA])",
    r"(?P<mod>H) (?P<weekday>W)",
    _DEICTIC,
    r"(?:d )?(?P<weekday>W)",
    r"(?P<none>[nwk0] [degY] A r)",
    r"(?P<count>[nwk0]) (?P<unit>[degY]) (?:(?P<ago>A)|(?P<ahead>I))",
    r"(?P<none>[0y] [degY] A)",
    _LAST_DAYS,
    r"(?P<unit>[degY]) (?P<mod>[LN])",
    r"(?P<unit>[egY]) (?P<mod>[HA])",
    r"(?P<mod>H) (?P<unit>[egY])",
    r"(?P<now>R)",
)
_ARABIC: Final = (
    rf"(?P<part>[Qh]) (?P<nth>o){_OF_YEAR}",
    r"(?:d )?(?P<day>[no]) f (?:(?P<of_month>g) (?P<mod>[LNH])|(?P<mod_>H) (?P<of_month_>g))",
    r"(?P<none>[PQhegY] o)(?= f)",
    (
        rf"{_BEFORE}{_DAY}{_TO} (?:f )?(?:(?P<marked>g) )?{_TWO_NAMES}"
        rf"(?:{_OF_YEAR_BEHIND_TWO}|[ )](?P<mod>[LNH]))?"
    ),
    rf"{_MONTHS}(?:{_OF_YEAR})?",
    rf"(?:g )?{_TWO_NAMES}{_OF_YEAR_BEHIND_TWO}",
    rf"(?:g )?{_TWO_NAMES}[ )](?P<mod>[LN])",
    rf"(?P<marked>g) {_TWO_NAMES}",
    rf"(?<=[pPQh] ){_TWO_NAMES}",
    r"Y (?P<year>[yz])(?: (?P<cal>C))?",
    r"(?P<year>y) (?P<cal>C)",
    r"(?:d )?(?P<weekday>W) f e (?P<week_mod>[LNH])",
    r"(?:d )?(?P<weekday>W) (?P<mod>[LN])",
    r"(?P<ago>A) (?:(?P<counted>B)|(?:(?P<count>[nw]) )?(?P<unit>e)) (?:f )?(?P<exact>[TE])",
    _DEICTIC,
    r"(?:d )?(?P<weekday>W)",
    _LAST_DAYS,
    r"(?P<unit>[degY]) (?P<mod>[LN])",
    r"(?P<unit>[egY]) (?P<mod>H)",
    r"(?P<mod>H) (?P<unit>[egY])",
    r"(?P<none>A [nwk0] [degY] f)",
    r"(?P<none>A [BdegY] f)",
    r"(?P<ago>A) (?P<count>[nwk0]) (?P<unit>[degY])",
    r"(?P<ago>A) (?P<counted>B)",
    r"(?P<ago>A) (?P<unit>[degY])",
    r"(?P<later>i) (?P<counted>B)",
    _LATER,
)
_RUSSIAN: Final = (
    rf"{_BEFORE}{_DAY}{_TO} (?P<month>M)(?:{_OF_YEAR})?",
    rf"{_DAY} f (?P<mod>[LNH]) (?P<of_month>g)",
    r"(?P<exact>E) (?:(?P<count>[nw]) )?(?P<unit>e) (?P<ago>A)",
    r"(?P<exact>E) (?P<later>i)(?: (?P<count>[nw]))? (?P<unit>e)",
    rf"{_MONTHS}(?:{_OF_YEAR})?",
    rf"(?P<month>M){_OF_YEAR}",
    r"(?P<season>S)" + _OF_YEAR,
    rf"(?:(?P<nth>n)(?:[ -]s)? )?{_PART}",
    r"(?P<mod>[LNH]) (?P<month>M)",
    r"(?<=[pPQh>] )(?P<month>M)",
    r"(?P<none>[yz][->c ]{1,3}[yz](?:-s)? Y)",
    r"(?P<year>[yz])(?:[ -]s)? Y(?: (?P<cal>C))?",
    r"(?P<mod>[LNH]) (?P<weekday>W)",
    _DEICTIC,
    r"(?<=p )(?P<weekday>W)(?: p (?P<week_mod>[LNH]) e)?",
    r"(?P<count>[nwk0]) (?P<unit>[degY]) (?P<ago>A)",
    r"(?P<unit>[egY]) (?P<ago>A)",
    _LATER,
    r"(?P<mod>[LNH]) (?P<unit>[egY])",
)
_TURKIC: Final = (
    r"(?P<year>[yz])(?:[ -]s)?(?: Y)? (?P<part>[Qh])",
    r"(?P<mod_year>[LNH]) Y (?P<part>[Qh])",
    rf"(?P<year>[yz])(?:[ -]s)?(?: Y)? {_MONTHS}",
    rf"(?P<mod_year>[LNH]) Y {_MONTHS}",
    r"(?P<year>[yz])(?:[ -]s)?(?: Y)? (?P<month>M)(?: g)? (?P<day>n-s|u)",
    r"(?P<mod_year>[LNH]) Y (?P<month>M)(?: g)? (?P<day>n-s|u)",
    rf"(?P<year>[yz])(?:[ -]s)?(?: Y)? (?:(?P<day>n)(?:-s)? )?{_MONTH}(?: g)?",
    rf"(?P<mod_year>[LNH]) Y (?:(?P<day>n) )?{_MONTH}(?: g)?",
    rf"(?P<weekday>W)(?: d)?[ ,(]{_WORDED} {_MONTH}(?:{_OF_YEAR})?",
    (
        rf"(?:T[ ,(-])?{_WORDED}{_TO} {_MONTH}(?: (?P<marked>g))?(?:{_OF_YEAR})?"
        r"(?:[ (](?P<weekday>W)(?: d)?)?"
    ),
    r"(?:(?P<weekday>W)(?: d)?[ ,(])?(?P<month>M)(?: g)? (?P<day>n-s|u)",
    rf"{_MONTHS}(?:{_OF_YEAR})?",
    r"(?:(?P<mod>[LNH]) )?(?P<of_month>g) (?P<day>n-s|u)",
    rf"{_MONTH}(?: g)?{_OF_YEAR}",
    rf"(?P<mod>[LNH]) {_MONTH}",
    r"(?P<month>M) (?P<marked>g)",
    r"(?P<month>J)",
    r"(?P<year>[yz])(?:[ -]s)? Y",
    r"(?P<year>z)",
    r"(?P<week_mod>[LNH]) e (?P<weekday>W)(?: d)?",
    r"(?P<mod>[LN]) (?P<unit>e) (?P<exact>T)",
    r"(?P<count>[nw]) (?P<unit>e) (?P<ago>A) (?P<exact>T)",
    r"(?P<exact>E) (?P<count>[nw]) (?P<unit>e) (?P<ago>A)",
    r"(?P<mod>[LNH]) (?P<weekday>W)(?: d)?",
    r"(?P<deictic>T)(?:[ ,(](?P<weekday>W)(?: d)?)?",
    r"(?P<weekday>W) d",
    r"(?P<weekday>W)(?P<alone>)",
    r"(?P<count>[nwk0]) (?P<unit>[degY]) (?P<ago>A)",
    r"(?P<count>[nw]) (?P<unit>[degY]) (?P<later>i)",
    r"(?P<mod>[LNH]) (?P<unit>[egY])",
)
_ENGLISH: Final = (
    rf"{_BEFORE}(?:t (?=o))?(?P<day>[no]){_TO}(?: f)? (?P<month>M)(?:{_OF_YEAR})?",
    rf"{_BEFORE}(?P<day>n)-(?P<month>M)-(?P<year>y)",
    rf"{_BEFORE}(?P<month>M) (?:t )?(?P<day>[no]){_TO}(?! V)(?:{_OF_YEAR})?",
    r"(?:t )?(?P<day>o) f (?P<mod>[LNH]) (?P<of_month>g)",
    rf"{_MONTHS}(?:{_OF_YEAR})?",
    rf"(?P<month>M){_OF_YEAR}",
    r"(?P<season>S)" + _OF_YEAR,
    rf"(?:t )?(?:(?P<nth>o)[ -])?{_PART}",
    r"(?P<mod>[LNH]) (?P<month>M)",
    r"(?<=[pPQh][ -])(?P<month>M)",
    r"(?:(?<=[pqPQh][ -])|(?<=[PQh] f ))(?P<year>y)(?![ -][Vy])",
    r"Y (?P<year>y)",
    r"(?P<year>y) (?P<cal>C)",
    r"(?P<mod>[LNH]) (?P<weekday>W)",
    r"(?P<weekday>W) (?:f )?(?P<week_mod>[LNH]) e",
    r"(?:(?P<counted>B)|(?P<count>[nw]) (?P<unit>e)) (?P<ago>A) (?P<exact>T)",
    r"(?P<exact>E) (?:(?P<counted>B)|(?P<count>[nw]) (?P<unit>e)) (?P<ago>A)",
    _DEICTIC,
    r"(?P<weekday>W)",
    r"(?P<counted>B) (?P<ago>A)",
    r"(?P<count>[nwk0]) (?P<unit>[degY]) (?P<ago>A)",
    r"(?P<later>p) (?P<count>[nw]) (?P<unit>[degY])(?! A)",
    r"(?P<mod>[LNH]) (?P<unit>[egY])",
)
_FORMS: Final = {
    "fa": _PERSIAN,
    "ar": _ARABIC,
    "ru": _RUSSIAN,
    "tr": _TURKIC,
    "az": _TURKIC,
    "en": _ENGLISH,
}


@cache
def forms(subtag: str) -> tuple[re.Pattern[str], ...]:
    """Return the compiled forms of a language in the order in which they are tried."""
    return tuple(re.compile(pattern) for pattern in _FORMS.get(subtag, ()))
