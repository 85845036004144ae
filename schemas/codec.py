"""Records to bytes and back: orjson writes, msgspec reads and checks."""

import re
from collections.abc import Hashable
from functools import cache
from typing import Any, Final, cast

import msgspec
import orjson

KNOWN_VERSION: Final = 1
MAX_RECORD_BYTES: Final = 4_000_000
"""Larger than any honest article (a page is cut at 3 MB), smaller than a broker's usual limit."""

_NUL: Final = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


class MalformedRecordError(ValueError):
    """The bytes are not a record of the expected kind; the message says what and where."""


class _Versioned(msgspec.Struct):
    version: int = KNOWN_VERSION


@cache
def _decoder(record: Any) -> msgspec.json.Decoder[Any]:  # noqa: ANN401  a record class
    return msgspec.json.Decoder(record)


_VERSION: Final = msgspec.json.Decoder(_Versioned)


def encode(record: Any) -> bytes:  # noqa: ANN401  any dataclass of this package
    """Return the record as UTF-8 JSON; raises MalformedRecordError for what JSON cannot hold."""
    try:
        return orjson.dumps(record, option=orjson.OPT_UTC_Z)
    except TypeError as error:
        message = f"cannot be written as JSON: {error}"
        raise MalformedRecordError(message) from error


def decode[T](record: type[T], value: bytes | None) -> T:
    """Return the record that `value` holds.

    Raises:
        MalformedRecordError: empty, too large, no JSON, of an unknown version, a field missing
            or of the wrong type; the message names the place.
    """
    if not value:
        message = "the value is empty"
        raise MalformedRecordError(message)
    if len(value) > MAX_RECORD_BYTES:
        message = f"the value has {len(value)} bytes, more than {MAX_RECORD_BYTES}"
        raise MalformedRecordError(message)
    if _NUL.search(value):
        message = "the value has a NUL character, which no store can keep"
        raise MalformedRecordError(message)
    _check_version(record, value)
    try:
        decoded: T = _decoder(cast("Hashable", record)).decode(value)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        message = f"not a {record.__name__}: {error}"
        raise MalformedRecordError(message) from error
    return decoded


def _check_version(record: type[Any], value: bytes) -> None:
    try:
        version = _VERSION.decode(value).version
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        message = f"not a {record.__name__}: {error}"
        raise MalformedRecordError(message) from error
    if version != KNOWN_VERSION:
        message = f"unknown version {version} of {record.__name__}; known is {KNOWN_VERSION}"
        raise MalformedRecordError(message)
