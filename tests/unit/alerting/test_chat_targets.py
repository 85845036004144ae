import pytest

from dideban.alerting.chat_targets import access_token, ntfy_target, ntfy_topic
from dideban.alerting.targets import TargetError, checked_target


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (" 8213571 ", "8213571"),
        ("-1001234567890", "-1001234567890"),
        ("@gaz_xeberleri", "@gaz_xeberleri"),
        ("@abcde", "@abcde"),
    ],
)
def test_a_telegram_chat_is_a_number_or_a_channel(text: str, kept: str) -> None:
    assert checked_target("telegram", text) == kept


@pytest.mark.parametrize(
    "text",
    [
        *("", "0", "-0", "007", "1e5", "+98", "12345678901234567", "۱۲۳۴۵", "1 2"),
        *(
            "gaz_xeberleri",
            "@gaz",
            "@1gaz_news",
            "@" + "a" * 33,
            "@گازخبر",
            "https://t.me/gaz_news",
        ),
    ],
)
def test_another_chat_is_refused_with_what_to_give(text: str) -> None:
    with pytest.raises(TargetError, match="no Telegram chat; give its number"):
        checked_target("telegram", text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("https://ntfy.sh/gas-alerts", "https://ntfy.sh/gas-alerts"),
        (" https://NTFY.example:8443/Gas_1/ ", "https://ntfy.example:8443/Gas_1"),
        ("http://127.0.0.1:2586/gas", "http://127.0.0.1:2586/gas"),
        ("http://[::1]:2586/gas", "http://[::1]:2586/gas"),
    ],
)
def test_a_topic_is_kept_in_its_one_form(text: str, kept: str) -> None:
    assert ntfy_target(text) == kept
    assert ntfy_target(kept) == kept


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("gas-alerts", "names no host"),
        ("ftp://ntfy.example/gas", "does not begin with https"),
        ("http://ntfy.example/gas", "does not begin with https"),
        ("https://ntfy.example/", "'' is no topic"),
        ("https://ntfy.example/a/b", "'a/b' is no topic"),
        ("https://ntfy.example/..", "'..' is no topic"),
        ("https://ntfy.example/" + "a" * 65, "is no topic"),
        ("https://ntfy.example/گاز", "a character that no address has"),
        ("https://ntfy.example/g as", "a character that no address has"),
        ("https://ntfy.example\\@10.0.0.1/gas", "a character that no address has"),
        ("https://ntfy.example/gas\r\nX: y", "a character that no address has"),
        ("https://user:pass@ntfy.example/gas", "a user name or a password"),
        ("https://ntfy.example/gas?auth=1", "more than a topic"),
        ("https://ntfy.example/gas#x", "more than a topic"),
        ("https://ntfy.example:port/gas", "cannot be read"),
        ("https://[::1/gas", "cannot be read"),
        ("https://ntfy.example/" + "a" * 2_000, "longer than 2,000"),
    ],
)
def test_another_address_is_refused_with_what_to_give(text: str, reason: str) -> None:
    with pytest.raises(TargetError, match=reason) as caught:
        checked_target("ntfy", text)
    assert caught.value.fix == "give one such as https://ntfy.example/gas-alerts"


def test_a_topic_has_a_server_to_publish_at() -> None:
    topic = ntfy_topic("https://ntfy.example/gas")
    assert (topic.server, topic.topic) == ("https://ntfy.example/", "gas")


def test_a_token_goes_into_a_header_or_is_refused_without_being_repeated() -> None:
    assert access_token(" tk_AgQdq7mVBoFD37zQVN29RhuMzNIz2\n") == "tk_AgQdq7mVBoFD37zQVN29RhuMzNIz2"
    for bad in ("", "tk_a\r\nX-Evil: 1", "رمز", "t" * 201):
        with pytest.raises(TargetError, match="the token is empty") as caught:
            access_token(bad)
        assert not bad or bad not in str(caught.value)
