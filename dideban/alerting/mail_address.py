"""Mail addresses, of the kind that every mail server takes; nothing is looked up."""

import re
from typing import Final

import idna

from dideban.alerting.target_error import TargetError

MAX_ADDRESS_CHARS: Final = 254
MAX_LOCAL_CHARS: Final = 64
"""RFC 5321, section 4.5.3.1, and RFC 3696, erratum 1690."""
EXAMPLE: Final = "give one address such as reader@example.org"
_ATOM: Final = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL: Final = re.compile(rf"{_ATOM}(\.{_ATOM})*")


def email_target(text: str) -> str:
    """Return the one address of the text; its domain in ASCII, as RFC 5891 writes others.

    Raises:
        TargetError: it is no address, more than one, or of a kind that few servers take.
    """
    address = text.strip()
    _check_whole(address)
    local, _, domain = address.rpartition("@")
    _check_local(local)
    whole = f"{local}@{_ascii(domain)}"
    if len(whole) > MAX_ADDRESS_CHARS:
        raise TargetError(f"a mail address has at most {MAX_ADDRESS_CHARS} characters", EXAMPLE)
    return whole


def _check_whole(address: str) -> None:
    if not address:
        raise TargetError("there is no mail address", EXAMPLE)
    if not address.isprintable():
        raise TargetError("a mail address has no line breaks or other control characters", EXAMPLE)
    if address.startswith('"'):
        raise TargetError("a mail address in quotation marks is taken by few servers", EXAMPLE)
    if "<" in address or ">" in address:
        raise TargetError(f"{address!r} has a name beside the address", "leave the name out")
    if any(letter in address for letter in ",; "):
        raise TargetError(f"{address!r} is not one mail address", EXAMPLE)
    if "@" not in address:
        raise TargetError(f"{address!r} has no domain", EXAMPLE)


def _check_local(local: str) -> None:
    if not local:
        raise TargetError("nothing stands before the @", EXAMPLE)
    if not local.isascii():
        fix = "give an address that is ASCII before the @; few servers take others (SMTPUTF8)"
        raise TargetError(f"{local!r} before the @ has letters outside ASCII", fix)
    if not _LOCAL.fullmatch(local):
        raise TargetError(f"{local!r} cannot stand before the @", EXAMPLE)
    if len(local) > MAX_LOCAL_CHARS:
        raise TargetError(f"at most {MAX_LOCAL_CHARS} characters stand before the @", EXAMPLE)


def _ascii(domain: str) -> str:
    if domain.startswith("["):
        raise TargetError(f"{domain!r} is an address of a machine, not a domain", EXAMPLE)
    try:
        name = idna.encode(domain, uts46=True, std3_rules=True).decode("ascii").lower()
    except idna.IDNAError as error:
        raise TargetError(f"{domain!r} is no domain", EXAMPLE) from error
    labels = name.split(".")
    if len(labels) == 1 or not all(labels) or labels[-1].isdigit():
        raise TargetError(f"{domain!r} is no whole domain", EXAMPLE)
    return name
