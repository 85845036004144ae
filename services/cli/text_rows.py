"""Rows of texts, one JSON object a line: read, refused in words, answered in order."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any, Final, NoReturn
from zoneinfo import ZoneInfo

import orjson

from dideban.text.one_line import plain, shortened

_SHOWN_CHARS: Final = 40
_TAG: Final = re.compile(r"[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8})*")
_SECOND_HALF: Final = re.compile("(?<=[\ud800-\udbff])[\udc00-\udfff]")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_LINE_ENDS: Final = {mark.encode(): f"\\u{ord(mark):04x}".encode() for mark in "\x85\u2028\u2029"}
"""Ends of lines that JSON allows within a string, and their escapes."""
_OBJECT: Final = 'a JSON object such as {"id": 1, "text": "…"}'
TAG_EXPECTED: Final = "a BCP 47 language tag such as fa or az-Cyrl"
TIME_EXPECTED: Final = "an ISO 8601 time with its zone such as 2025-12-17T08:00:00+03:30"
ZONE_EXPECTED: Final = "an IANA time zone such as Asia/Tehran"

type Answer = Mapping[str, object]


class RowError(ValueError):
    """What is wrong with a line, as a sentence; `row_id` is its id, or its number from 1."""

    def __init__(self, row_id: str | int, sentence: str) -> None:
        self.row_id = row_id
        super().__init__(sentence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line: its number from 1, its id, its text, and the other things it gives."""

    line: int
    id: str | int
    text: str
    given: Mapping[str, Any]

    def tag(self, field: str) -> str | None:
        """Return a language tag, or None where there is none.

        Raises:
            RowError: it is no BCP 47 tag.
        """
        value = self.given.get(field)
        if value is None or is_tag(value):
            return value
        raise self._refusal(field, TAG_EXPECTED, "mend it or leave it out")

    def string(self, field: str) -> str:
        """Return a string, or an empty one where there is none.

        Raises:
            RowError: it is no string.
        """
        value = self.given.get(field)
        if value is None or isinstance(value, str):
            return value or ""
        raise self._refusal(field, "a string", "mend it or leave it out")

    def time(self, field: str) -> datetime | None:
        """Return an aware time, or None where there is none.

        Raises:
            RowError: it is no ISO 8601 time, or has no zone.
        """
        value = self.given.get(field)
        if value is None:
            return None
        if isinstance(value, str) and (moment := aware_time(value)):
            return moment
        raise self._refusal(field, TIME_EXPECTED, "add what is missing, Z for UTC")

    def zone(self, field: str) -> tzinfo | None:
        """Return a time zone, or None where there is none.

        Raises:
            RowError: there is no zone of that name.
        """
        value = self.given.get(field)
        if value is None:
            return None
        if isinstance(value, str) and (found := zone_named(value)):
            return found
        raise self._refusal(field, ZONE_EXPECTED, "mend it or leave it out")

    def missing(self, field: str, expected: str, mend: str) -> RowError:
        """Return the error of a row that does not give `field`."""
        return RowError(self.id, _sentence(self.line, f'no "{field}"', expected, mend))

    def _refusal(self, field: str, expected: str, mend: str) -> RowError:
        found = f'{_told(self.given[field])} as "{field}"'
        return RowError(self.id, _sentence(self.line, found, expected, mend))


def is_tag(value: object) -> bool:
    """Say whether a value has the form of a BCP 47 tag; underscores are taken for hyphens."""
    return isinstance(value, str) and _TAG.fullmatch(value) is not None


def aware_time(value: str) -> datetime | None:
    """Return the ISO 8601 time, or None where it is none or has no zone."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def zone_named(value: str) -> tzinfo | None:
    """Return the IANA time zone of that name, or None where there is none."""
    try:
        return ZoneInfo(value)
    except (KeyError, ValueError, OSError):  # no such zone, no name at all, a folder of zones
        return None


def answers(
    lines: Iterable[str], answer: Callable[[Row], Answer], *, keep_going: bool
) -> Iterator[bytes]:
    """Yield for each line its answer as a line of JSON; blank lines are passed over.

    Raises:
        RowError: a line that is no row, unless `keep_going` puts the sentence in its place.
    """
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = _read(line.removeprefix("\ufeff") if number == 1 else line, number)
            yield written({"id": row.id, **answer(row)})
        except RowError as error:
            if not keep_going:
                raise
            yield written({"id": error.row_id, "error": str(error)})


def each_row(lines: Iterable[str]) -> Iterator[Row]:
    """Yield the rows of the lines; blank ones are passed over.

    Raises:
        RowError: a line that is no row.
    """
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _read(line.removeprefix("\ufeff") if number == 1 else line, number)


def written(answer: Answer) -> bytes:
    """Return an answer as JSON in UTF-8 on one line, by whatever rule lines are parted.

    A lone half of a surrogate pair is written as its escape. Where two halves stand together
    that no reader could tell from the one character they would make, U+FFFD is the second.
    """
    try:
        line = orjson.dumps(answer)
    except TypeError:  # lone surrogates, or an id of more than 64 bits
        text = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
        text = _SECOND_HALF.sub("\ufffd", text)
        line = _SURROGATE.sub(lambda half: f"\\u{ord(half.group()):04x}", text).encode()
    for mark, escape in _LINE_ENDS.items():
        line = line.replace(mark, escape)
    return line


def _read(line: str, number: int) -> Row:
    given = _object(line, number)
    row_id = given.get("id")
    if row_id is None:
        row_id = number
    if isinstance(row_id, bool) or not isinstance(row_id, str | int):
        found = f'{_told(row_id)} as "id"'
        mend = "mend it, or leave it out for the number of the line"
        raise RowError(number, _sentence(number, found, "a string or a whole number", mend))
    if not isinstance(given.get("text"), str):
        found = f'{_told(given["text"])} as "text"' if "text" in given else 'no "text"'
        mend = 'add "text": "…"; an empty string is fine'
        raise RowError(row_id, _sentence(number, found, "the text as a string", mend))
    return Row(line=number, id=row_id, text=given["text"], given=given)


def _object(line: str, number: int) -> Mapping[str, Any]:
    mend = "write each object on one line of its own"
    try:
        given = json.loads(line, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        place = f"no JSON ({error.msg} at column {error.colno})"
        raise RowError(number, _sentence(number, place, _OBJECT, mend)) from error
    except (ValueError, RecursionError) as error:  # NaN, thousands of digits, endless brackets
        found = f"JSON that cannot be read ({error})"
        raise RowError(number, _sentence(number, found, _OBJECT, mend)) from error
    if not isinstance(given, dict):
        raise RowError(number, _sentence(number, _told(given), _OBJECT, mend))
    return given


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")


def _sentence(line: int, found: str, expected: str, mend: str) -> str:
    return f"line {line}: found {found}, expected {expected}; {mend}"


def _told(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return str(value).lower()
        case int() | float():
            return f"the number {shortened(str(value), _SHOWN_CHARS)}"
        case str():
            return f"the string «{shortened(plain(value), _SHOWN_CHARS)}»"
        case list():
            return "a list"
        case _:
            return "an object"
