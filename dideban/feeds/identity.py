"""Stable names: the canonical address of an article, its id, and the revision of its text."""

import re
import unicodedata
from hashlib import blake2b
from typing import Final
from urllib.parse import quote, urlsplit, urlunsplit

_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
# Parameters that say where a reader came from. Collected from the vendors' own manuals and from
# the removal lists of Firefox and Miniflux.
_TRACKING: Final = re.compile(
    r"(utm_\w+|at_(medium|campaign|custom\d*|link_\w+|format|ptr_name|bbc_team)|_hs(enc|mi)"
    r"|mc_(cid|eid)|(fb|g|dcl|gbra|wbra|ms|tw|y|ysc|yad)cl?id|gclsrc|igshid|igsh|vero_(id|conv)"
    r"|oly_(anon|enc)_id|wickedid|yclid|ysclid|_openstat|ocid|cmpid|ns_(campaign|mchannel|source"
    r"|linkname|fee)|ito|xtor|wt_zmc|hsa_\w+|mtm_\w+|pk_(campaign|kwd|source|medium)|spm|s_cid)",
    re.IGNORECASE,
)
_SAFE_PATH: Final = "/:@!$&'()*+,;=-._~%"
_SAFE_QUERY: Final = _SAFE_PATH + "?[]"
_ESCAPE: Final = re.compile(r"%[0-9a-fA-F]{2}")
_UNRESERVED: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
MAX_URL_CHARS: Final = 8_000
ID_BYTES: Final = 16


def canonical_url(url: str) -> str | None:
    """Return the one form of an http or https address, or None where `url` is no such address.

    Scheme and host are lower case, the default port, credentials, tracking parameters and the
    fragment are off, escapes are in upper case and only where needed (RFC 3986, section 6.2).
    """
    cleaned = "".join(char for char in url.strip() if char not in "\t\r\n")
    if len(cleaned) > MAX_URL_CHARS or any("\ud800" <= char <= "\udfff" for char in cleaned):
        return None
    try:
        parts = urlsplit(cleaned)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS or not host or "\x00" in cleaned:
        return None
    place = _host(host)
    if port is not None and port != _DEFAULT_PORTS[scheme]:
        place = f"{place}:{port}"
    path = _escaped(_without_dots(parts.path or "/"), _SAFE_PATH)
    query = _escaped(_without_tracking(parts.query), _SAFE_QUERY)
    return urlunsplit((scheme, place, path, query, ""))


def article_id(*, url: str | None, feed_id: str, guid: str = "", title: str = "") -> str:
    """Return the id of an article: 32 hexadecimal digits.

    It is the hash of the canonical address (http and https being the same place), or of feed and
    guid where there is no address, or of feed and title where there is neither.
    """
    if url and (canonical := canonical_url(url)):
        return _digest("url", canonical.partition("://")[2])
    return _digest("guid", feed_id, guid) if guid else _digest("title", feed_id, title)


def revision(title: str, text: str) -> str:
    """Return the revision of a title and text: 32 hexadecimal digits; spacing does not count."""
    return _digest("text", " ".join(title.split()), " ".join(text.split()))


def _digest(*parts: str) -> str:
    joined = "\x00".join(parts).encode("utf-8", "replace")
    return blake2b(joined, digest_size=ID_BYTES).hexdigest()


def _host(host: str) -> str:
    host = unicodedata.normalize("NFKC", host).lower().rstrip(".")
    if ":" in host:
        return f"[{host}]"
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return quote(host, safe="-._~")


def _without_dots(path: str) -> str:
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments[1:]:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in {".", ".."}:
        kept.append("")
    return "/" + "/".join(kept)


def _without_tracking(query: str) -> str:
    kept = (part for part in query.split("&") if not _TRACKING.fullmatch(part.partition("=")[0]))
    return "&".join(part for part in kept if part)


def _escaped(text: str, safe: str) -> str:
    """Escape what must be, leave escapes as they are but in upper case, undo needless ones."""
    return _ESCAPE.sub(_normal_escape, quote(_lone_percent(text), safe=safe))


def _lone_percent(text: str) -> str:
    return re.sub(r"%(?![0-9a-fA-F]{2})", "%25", text)


def _normal_escape(found: re.Match[str]) -> str:
    char = chr(int(found.group()[1:], 16))
    return char if char in _UNRESERVED else found.group().upper()
