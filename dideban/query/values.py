"""Values of metadata fields: languages, countries, sites, things and times, made canonical."""

import re
from datetime import UTC, datetime, timedelta
from typing import Final

from dideban.entities.knowledge import things
from dideban.query.tree import Bound, Published

_LANGUAGE_TAGS: Final = """
af am ar az be bg bn bs ca ckb cs cy da de el en es et eu fa fi fr ga gl gu ha he hi hr hu hy id
is it ja ka kk km kn ko ku ky lo lt lv mk ml mn mr ms my ne nl no pa pl prs ps pt ro ru sd sh si
sk sl so sq sr sv sw ta te tg th tk tl tr ug uk und ur uz vi yo zh zu
"""
LANGUAGES: Final = frozenset(_LANGUAGE_TAGS.split())
"""Languages of news (BCP 47 primary tags), and `und` for an article nobody could name."""

_COUNTRY_CODES: Final = """
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS
BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE
EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM
HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC
LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA
NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW
SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO
TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
"""
COUNTRIES: Final = frozenset(_COUNTRY_CODES.split())
"""ISO 3166-1 alpha-2 codes."""

_UNITS: Final = {
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}
_REST_OF_DAY: Final = timedelta(days=1) - timedelta(microseconds=1)
_FIRST_YEAR: Final = 1900
"""Earlier years are meant in a calendar of Iran or of the Hijra, and news is never so old."""
_DATE: Final = re.compile(r"[0-9]{4}-?[0-9]{2}-?[0-9]{2}")
_OFFSET: Final = re.compile(r"(?:now)?([+-])([0-9]{1,4})([mhdw])")
_HOST: Final = re.compile(r"(?:[\w-]+\.)+[\w-]{2,}")
_RANGE: Final = re.compile(r"\s*(\S+)\s+TO\s+(\S+)\s*")


def language_tag(value: str) -> str | None:
    """Return the BCP 47 primary tag, or `None` where no such language is known."""
    return value.lower() if value.lower() in LANGUAGES else None


def country_code(value: str) -> str | None:
    """Return the ISO 3166-1 code in capitals, or `None` where there is no such country."""
    return value.upper() if value.upper() in COUNTRIES else None


def host(value: str) -> str | None:
    """Return the host in lower case without `www.`, or `None` where `value` is no host."""
    bare = value.lower().removeprefix("www.")
    return bare if _HOST.fullmatch(bare) else None


def entity_id(value: str) -> str | None:
    """Return the id of a known thing as the knowledge base writes it, or `None` for no such id."""
    low = value.lower()
    return next((known for known in things() if known.lower() == low), None)


def time_range(value: str) -> Published | None:
    """Return the range written between the brackets, or `None` where it cannot be read."""
    ends = _RANGE.fullmatch(value)
    if ends is None:
        return None
    try:
        return Published(_bound(ends[1]), _bound(ends[2], whole_day=True))
    except (ValueError, OverflowError):
        return None


def is_backward(times: Published) -> bool:
    """Tell whether the range ends before it begins, whenever it is asked."""
    start, end = times.start, times.end
    if start is None or end is None:
        return False
    if start.at is not None and end.at is not None:
        return start.at > end.at
    return start.offset is not None and end.offset is not None and start.offset > end.offset


def _bound(text: str, *, whole_day: bool = False) -> Bound | None:
    if text == "*":
        return None
    if text == "now":
        return Bound(text, offset=timedelta())
    if offset := _OFFSET.fullmatch(text):
        sign = -1 if offset[1] == "-" else 1
        return Bound(
            offset[1] + offset[2] + offset[3], offset=sign * int(offset[2]) * _UNITS[offset[3]]
        )
    moment = datetime.fromisoformat(text)
    if moment.year < _FIRST_YEAR:
        raise ValueError("a year of another calendar")
    if whole_day and _DATE.fullmatch(text):
        moment += _REST_OF_DAY
    return Bound(text, at=moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC))
