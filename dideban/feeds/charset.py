"""The characters of a body: by its header, its own declaration, or detection."""

import codecs
import re
from typing import Final

from charset_normalizer import from_bytes

_DECLARED: Final = re.compile(
    rb"""<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)|<meta[^>]*?charset\s*=\s*["']?([\w.:-]+)""",
    re.IGNORECASE,
)
_DECLARATION_BYTES: Final = 4_096
_TAG: Final = re.compile(rb"<[^>]*>")
_DETECTION_BYTES: Final = 100_000
_REPLACED_SHARE: Final = 0.05
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UNMARKED: Final = ((b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be"))

# Python's other codecs (`hex`, `idna`, `utf-7`, …) are no encodings of a page.
_PAGE_CODECS: Final = re.compile(
    r"utf-8|cp\d+|iso8859-\d+|koi8-[rut]|mac-\w+|gb\w+|big5\w*|shift_jis\w*|euc_\w+"
)

# The WHATWG encoding standard reads these labels as their larger Windows siblings.
_LARGER: Final = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254"}
_WEAK: Final = frozenset({"cp1252"})
"""Fits almost any bytes, and is what servers say that were never configured."""

_DETECTABLE: Final = ["cp1256", "cp1251", "koi8_r", "cp1254"]
"""The one-byte encodings still met in Persian, Arabic, Russian, Turkish and Azerbaijani."""


def decode(body: bytes, charset: str | None = None) -> str:
    """Return the text of `body`; `charset` is what the transport says of it.

    Bytes that fit no encoding become U+FFFD. Valid UTF-8 is UTF-8 whatever the label says, for
    text in another encoding is hardly ever valid UTF-8.
    """
    for mark, name in (*_BOMS, *_UNMARKED):
        if body.startswith(mark):
            return body.decode(name, "replace")
    claims = [claim for claim in (_known(charset), _known(declared(body))) if claim]
    strong = [claim for claim in claims if claim not in _WEAK]
    for name in ("utf-8", *strong):
        if (text := _strictly(body, name)) is not None:
            return text
    return _damaged_utf8(body) or _detected(body) or body.decode(_last(claims), "replace")


def declared(body: bytes) -> str | None:
    """Return the encoding that the XML declaration or a meta tag names, if any."""
    found = _DECLARED.search(body[:_DECLARATION_BYTES])
    return (found.group(1) or found.group(2)).decode("ascii", "replace") if found else None


def _known(label: str | None) -> str | None:
    if not label:
        return None
    try:
        info = codecs.lookup(label.strip())
    except (LookupError, ValueError):
        return None
    if not _PAGE_CODECS.fullmatch(info.name):
        return None
    return _LARGER.get(info.name, info.name)


def _strictly(body: bytes, name: str) -> str | None:
    try:
        return body.decode(name)
    except UnicodeError:
        return None


def _damaged_utf8(body: bytes) -> str | None:
    """Return UTF-8 with a few broken characters, as a cut feed has, but no other encoding."""
    text = body.decode("utf-8", "replace")
    broken = text.count("�")
    beyond_ascii = sum(char > "\x7f" for char in text)
    return text if broken <= max(1, _REPLACED_SHARE * beyond_ascii) < beyond_ascii else None


def _detected(body: bytes) -> str | None:
    words = b" ".join(_TAG.sub(b" ", body[:_DETECTION_BYTES]).split())
    best = from_bytes(words, cp_isolation=_DETECTABLE).best()
    return body.decode(best.encoding, "replace") if best else None


def _last(claims: list[str]) -> str:
    return claims[0] if claims else "cp1252"
