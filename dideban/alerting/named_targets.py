"""Targets that the operator has named, so that nobody else can say where a message goes; pure."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import msgspec

from dideban.alerting.target_error import TargetError

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_.-]{0,63}", re.ASCII)
FIX: Final = 'write one such as newsroom = ["…"]'
type Named = Mapping[str, tuple[str, ...]]


def named_targets(text: str) -> Named:
    """Return the addresses of each name in a TOML text of lines such as `newsroom = ["…"]`.

    Raises:
        TargetError: the text is none; no address is repeated in the message.
    """
    try:
        read = tomllib.loads(text)
        named = msgspec.convert(read, dict[str, tuple[str, ...]])
    except tomllib.TOMLDecodeError as error:
        raise TargetError(f"it is no TOML: {error}") from error
    except msgspec.ValidationError as error:
        raise TargetError("a name has no list of addresses", FIX) from error
    for name, addresses in named.items():
        if not _NAME.fullmatch(name):
            raise TargetError(f"{name!r} is no name: a to z, digits, _ . and -, at most 64", FIX)
        if not addresses:
            raise TargetError(f"{name!r} has no address", FIX)
    return named


def named_in(file: str) -> Named:
    """Return what a TOML file names; nothing where there is no `file`.

    Raises:
        TargetError: it cannot be read, or is none.
    """
    if not file:
        return {}
    try:
        return named_targets(Path(file).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise TargetError(f"{file!r} cannot be read: {error}") from error


def apprise_target(text: str) -> str:
    """Return a name as it may stand in the operator's file.

    Raises:
        TargetError: it is none: an address, for instance.
    """
    name = text.strip()
    if not _NAME.fullmatch(name):
        raise TargetError(
            f"{name[:40]!r} is no name",
            "give one that the operator has set in DIDEBAN_APPRISE_FILE; no address is ever taken",
        )
    return name
