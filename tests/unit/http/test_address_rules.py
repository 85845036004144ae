import pytest

from services.runtime.http import AddressRules, AllowListError, BlockedError, parse_allow_list
from services.runtime.http.guard import check_notation

REFUSED = [
    "0.0.0.0",  # noqa: S104
    "0.1.2.3",
    "10.0.0.5",
    "100.64.0.1",
    "100.127.255.254",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.7",
    "203.0.113.9",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:1ff::1",
    "2001:db8::1",
    "2002:7f00:1::1",
    "3fff::1",
    "3fff:fff::1",
    "4000::1",
    "5f00::1",
    "fc00::1",
    "fdff::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
]


@pytest.mark.parametrize("address", REFUSED)
def test_an_address_that_is_not_public_is_refused(address: str) -> None:
    assert AddressRules().refusal(address, 443)


@pytest.mark.parametrize("address", ["8.8.8.8", "100.63.255.255", "172.32.0.1", "2a00:1450::1"])
@pytest.mark.parametrize("port", [80, 443, 8080, 8443])
def test_a_public_address_on_a_web_port_may_be_dialled(address: str, port: int) -> None:
    assert AddressRules().refusal(address, port) is None


@pytest.mark.parametrize("port", [1, 22, 25, 6379, 9092, 8081])
def test_a_port_that_is_not_of_the_web_is_refused_in_words(port: int) -> None:
    assert AddressRules().refusal("8.8.8.8", port) == (
        f"port {port} is not one of 80, 443, 8080, 8443"
    )


@pytest.mark.parametrize(
    ("entry", "address", "port", "may"),
    [
        ("127.0.0.1:8899", "127.0.0.1", 8899, True),
        ("127.0.0.1:8899", "127.0.0.1", 8898, False),
        ("127.0.0.1:8899", "127.0.0.2", 8899, False),
        ("127.0.0.1:*", "127.0.0.1", 22, True),
        ("127.0.0.1", "127.0.0.1", 8080, True),
        ("127.0.0.1", "127.0.0.1", 22, False),
        ("10.0.0.0/8", "10.200.3.4", 80, True),
        ("10.0.0.0/8:9000", "10.200.3.4", 9000, True),
        ("::1", "::1", 443, True),
        ("[::1]:7000", "::1", 7000, True),
        ("[fd00::/8]:*", "fd12::1", 7000, True),
        ("127.0.0.1:8899", "::ffff:127.0.0.1", 8899, True),
        ("127.0.0.1:8899", "::1", 8899, False),
    ],
)
def test_an_operator_allows_a_network_and_a_port(
    entry: str, address: str, port: int, *, may: bool
) -> None:
    rules = AddressRules(allow=parse_allow_list([entry]))
    assert (rules.refusal(address, port) is None) is may


@pytest.mark.parametrize("address", ["8.8.8.8", "2a00:1450::1"])
def test_without_a_contact_only_allowed_addresses_are_dialled(address: str) -> None:
    rules = AddressRules(allow=parse_allow_list(["127.0.0.1:8899"]), public=False)
    assert "no contact is set" in (rules.refusal(address, 443) or "")
    assert rules.refusal("127.0.0.1", 8899) is None


@pytest.mark.parametrize(
    "entry",
    ["", "localhost:80", "127.0.0.1:0", "127.0.0.1:99999", "10.0.0.1/8", "[::1", "1.2.3.4:"],
)
def test_a_bad_entry_of_the_allow_list_is_named(entry: str) -> None:
    with pytest.raises(AllowListError):
        parse_allow_list([entry])


def test_only_the_public_ones_of_several_addresses_are_dialled() -> None:
    rules = AddressRules()
    assert rules.vetted("news.example", ["10.0.0.1", "8.8.8.8", "8.8.8.8"], 443) == ["8.8.8.8"]


@pytest.mark.parametrize(
    "host", ["127.1", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "0", "134744072"]
)
def test_a_literal_in_an_odd_notation_is_refused(host: str) -> None:
    with pytest.raises(BlockedError, match="in another notation"):
        check_notation(host)


@pytest.mark.parametrize("host", ["8.8.8.8", "1tv.ru", "24.ae", "خبر.example", "2001:db8::1"])
def test_an_ordinary_host_is_no_odd_notation(host: str) -> None:
    check_notation(host)
