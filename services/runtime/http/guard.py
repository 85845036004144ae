"""Which addresses may be dialled: public ones on web ports, and what the operator allows."""

import ipaddress
import socket
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from services.runtime.http.errors import BlockedError

type Address = ipaddress.IPv4Address | ipaddress.IPv6Address
type Network = ipaddress.IPv4Network | ipaddress.IPv6Network

WEB_PORTS: Final = frozenset({80, 443, 8080, 8443})
MAX_PORT: Final = 65_535

# The special-purpose registries of IANA (RFC 6890 and later entries). `is_global` of the standard
# library lets several of these through, so they are written out.
_REFUSED: Final[tuple[tuple[Network, str], ...]] = tuple(
    (ipaddress.ip_network(network), kind)
    for network, kind in (
        ("0.0.0.0/8", "an address of this host"),
        ("10.0.0.0/8", "a private address"),
        ("100.64.0.0/10", "an address shared behind a carrier"),
        ("127.0.0.0/8", "a loopback address"),
        ("169.254.0.0/16", "a link-local address"),
        ("172.16.0.0/12", "a private address"),
        ("192.0.0.0/24", "an address reserved for protocols"),
        ("192.0.2.0/24", "a documentation address"),
        ("192.88.99.0/24", "a relay address"),
        ("192.168.0.0/16", "a private address"),
        ("198.18.0.0/15", "a benchmarking address"),
        ("198.51.100.0/24", "a documentation address"),
        ("203.0.113.0/24", "a documentation address"),
        ("224.0.0.0/4", "a multicast address"),
        ("240.0.0.0/4", "a reserved or broadcast address"),
        ("::/128", "an address of this host"),
        ("::1/128", "a loopback address"),
        ("::/96", "an IPv4 address inside IPv6"),
        ("::ffff:0:0/96", "an IPv4 address inside IPv6"),
        ("64:ff9b::/96", "an IPv4 address inside IPv6"),
        ("64:ff9b:1::/48", "an IPv4 address inside IPv6"),
        ("2001::/23", "an address reserved for protocols"),
        ("2001:db8::/32", "a documentation address"),
        ("2002::/16", "an IPv4 address inside IPv6"),
        ("3fff::/20", "a documentation address"),
        ("5f00::/16", "a segment-routing address"),
        ("fc00::/7", "a private address"),
        ("fe80::/10", "a link-local address"),
        ("fec0::/10", "a private address"),
        ("ff00::/8", "a multicast address"),
    )
)
_GLOBAL_UNICAST: Final = ipaddress.ip_network("2000::/3")  # RFC 4291, section 2.4


class AllowListError(ValueError):
    """An entry of the allow-list is neither an address nor a network; the message says which."""


@dataclass(frozen=True, slots=True)
class Permission:
    """A network that may be dialled on one port, on any (`any_port`), or on the web ports."""

    network: Network
    port: int | None = None
    any_port: bool = False

    def covers(self, address: Address, port: int) -> bool:
        """Whether this permission covers the address and the port."""
        if address.version != self.network.version or address not in self.network:
            return False
        return self.any_port or (port in WEB_PORTS if self.port is None else port == self.port)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressRules:
    """What may be dialled; `public` false leaves the permitted networks only."""

    allow: tuple[Permission, ...] = field(default=())
    public: bool = True

    def permitted(self, host: str, port: int) -> bool:
        """Whether `host` is an address, or `localhost`, that the operator allows by name."""
        try:
            ip = ipaddress.ip_address("127.0.0.1" if host == "localhost" else host)
        except ValueError:
            return False
        return any(permission.covers(ip, port) for permission in self.allow)

    def refusal(self, address: str, port: int) -> str | None:
        """Return why `address` may not be dialled on `port`, in words, or None when it may."""
        ip = ipaddress.ip_address(address.partition("%")[0])
        inner = ip.ipv4_mapped if isinstance(ip, ipaddress.IPv6Address) else None
        if any(permission.covers(inner or ip, port) for permission in self.allow):
            return None
        if not self.public:
            return f"{ip} is not among the allowed addresses, and no contact is set"
        for network, kind in _REFUSED:
            if ip.version == network.version and ip in network:
                return f"{ip} is {kind}"
        if ip.version == _GLOBAL_UNICAST.version and ip not in _GLOBAL_UNICAST:
            return f"{ip} is no global address"
        if port not in WEB_PORTS:
            return f"port {port} is not one of {', '.join(map(str, sorted(WEB_PORTS)))}"
        return None

    def vetted(self, host: str, addresses: Iterable[str], port: int) -> list[str]:
        """Return the addresses of `host` that may be dialled, each once, in their order.

        Raises:
            BlockedError: none may.
        """
        refusals: list[str] = []
        good: list[str] = []
        for address in dict.fromkeys(addresses):
            if refusal := self.refusal(address, port):
                refusals.append(refusal)
            else:
                good.append(address)
        if not good:
            raise BlockedError(f"{host} may not be fetched: {'; '.join(refusals[:3])}")
        return good


def check_notation(host: str) -> None:
    """Refuse an IPv4 address in another notation than four decimal numbers.

    Raises:
        BlockedError: `host` is such as `127.1`, `2130706433`, `0x7f000001` or `0177.0.0.1`.
    """
    if not host.isascii() or not host[:1].isdigit():
        return
    try:
        address = socket.inet_ntoa(socket.inet_aton(host))
    except OSError:
        return
    if address != host:
        raise BlockedError(f"{host} may not be fetched: it is {address} in another notation")


def parse_allow_list(entries: Iterable[str]) -> tuple[Permission, ...]:
    """Return the permissions that entries such as `127.0.0.1:8899` or `10.0.0.0/8:*` give.

    An entry is an address or a network, IPv6 in brackets where a port follows; then `:port`, or
    `:*` for every port, or nothing for the web ports.

    Raises:
        AllowListError: an entry is not of this form.
    """
    return tuple(_permission(entry.strip()) for entry in entries)


def _permission(entry: str) -> Permission:
    if entry.startswith("["):
        network, bracket, rest = entry[1:].partition("]")
        if not bracket or (rest and not rest.startswith(":")):
            raise AllowListError(f"{entry!r} is not of the form [address]:port")
        port = rest.removeprefix(":") if rest else None
    elif entry.count(":") > 1:
        network, port = entry, None
    else:
        network, colon, rest = entry.partition(":")
        port = rest if colon else None
    try:
        parsed = ipaddress.ip_network(network)
    except ValueError as error:
        raise AllowListError(f"{entry!r} is no address or network: {error}") from error
    if port is None or port == "*":
        return Permission(parsed, any_port=port == "*")
    if not (port.isascii() and port.isdigit() and 1 <= int(port) <= MAX_PORT):
        raise AllowListError(f"{entry!r} names port {port!r}; allowed is 1 to {MAX_PORT} or *")
    return Permission(parsed, port=int(port))
