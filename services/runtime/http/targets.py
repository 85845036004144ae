"""Which addresses may be asked for, and where a redirect may lead."""

from typing import Final

from yarl import URL

from services.runtime.http.errors import BadAnswerError, BlockedError

MAX_URL_CHARS: Final = 8_000
"""RFC 9110, section 4.1, asks for at least this much."""

SHOWN_CHARS: Final = 120


def parsed(url: str) -> URL:
    """Return the address without its fragment.

    Raises:
        BlockedError: it is no full http or https address.
    """
    if len(url) > MAX_URL_CHARS:
        raise BlockedError(f"the address is longer than {MAX_URL_CHARS} characters")
    try:
        return _checked(URL(url).with_fragment(None))
    except ValueError as error:
        raise BlockedError(f"{url[:SHOWN_CHARS]!r} cannot be fetched: {error}") from error


def redirected(source: URL, status: int, location: str | None) -> URL:
    """Return where `source` redirects to, without the credentials that a stranger may put there.

    Raises:
        BlockedError: that place may not be asked.
        BadAnswerError: the answer does not say.
    """
    if not location:
        raise BadAnswerError(f"the answer {status} does not say where to go")
    if len(location) > MAX_URL_CHARS:
        raise BlockedError(f"redirects to an address longer than {MAX_URL_CHARS} characters")
    try:
        target = source.join(URL(location)).with_fragment(None)
        target = without_credentials(_checked(target))
    except ValueError as error:
        raise BlockedError(f"redirects to no usable address: {error}") from error
    if source.scheme == "https" and target.scheme == "http":
        raise BlockedError(f"redirects from https to http, at {target.host}")
    return target


def without_credentials(url: URL) -> URL:
    """Return the address as it may be shown and logged."""
    return url.with_user(None)


def _checked(url: URL) -> URL:
    if url.scheme not in {"http", "https"}:
        raise BlockedError(f"only http and https are fetched, not {url.scheme or 'no scheme'!r}")
    if not url.host:
        raise BlockedError("the address names no host")
    return url
