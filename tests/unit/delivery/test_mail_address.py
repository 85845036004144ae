"""Which texts are mail addresses, and what is said of those that are none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dideban.alerting.targets import TargetError, checked_target, email_target


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("reader@example.org", "reader@example.org"),
        ("  desk+gas@News.Example.ORG ", "desk+gas@news.example.org"),
        ("O'Brien.j_1@example.org", "O'Brien.j_1@example.org"),
        ("khabar@example.org", "khabar@example.org"),
        ("reader@نمونه.ایران", "reader@xn--hhbbbed.xn--mgba3a4f16a"),
        ("reader@почта.рф", "reader@xn--80a1acny.xn--p1ai"),
        ("reader@bücher.example", "reader@xn--bcher-kva.example"),
        ("reader@ＥＸＡＭＰＬＥ.org", "reader@example.org"),
    ],
)
def test_an_address_is_kept_with_its_domain_in_ascii(text: str, kept: str) -> None:
    assert email_target(text) == kept
    assert email_target(kept) == kept


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no mail address"),
        ("reader", "no domain"),
        ("@example.org", "before the @"),
        ("reader@", "no domain|no whole domain"),
        ("reader@localhost", "no whole domain"),
        ("reader@example..org", "no domain"),
        ("reader@-example.org", "no domain"),
        ("reader@under_score.org", "no domain"),
        ("reader@127.0.0.1", "no whole domain"),
        ("reader@[127.0.0.1]", "machine"),
        ("reader.@example.org", "cannot stand"),
        ("rea der@example.org", "not one"),
        ("a@example.org,b@example.org", "not one"),
        ("a@example.org;b@example.org", "not one"),
        ("a@b@example.org", "cannot stand"),
        ("Reader <reader@example.org>", "name beside"),
        ('"rea der"@example.org', "quotation"),
        ("reader@example.org\r\nBcc: other@example.org", "line breaks"),
        ("reader\0@example.org", "control"),
        ("reader@exa\u202emple.org", "control"),
        ("خبرنگار@example.org", "ASCII"),
        ("a" * 65 + "@example.org", "64"),
        ("reader@" + "a." * 130 + "org", "no domain|254"),
    ],
)
def test_what_is_no_address_is_told_in_words_with_what_to_write(text: str, said: str) -> None:
    with pytest.raises(TargetError, match=said) as caught:
        email_target(text)
    assert caught.value.fix
    assert str(caught.value).isprintable()


@given(st.text(max_size=80) | st.from_regex(r"[^@]{0,20}@[^@]{0,20}\.[a-z]{2}"))
def test_whatever_is_typed_is_kept_as_one_line_of_ascii_or_refused(text: str) -> None:
    try:
        kept = email_target(text)
    except TargetError:
        return
    assert kept.isascii()
    assert kept.isprintable()
    assert " " not in kept
    assert kept.count("@") == 1
    assert email_target(kept) == kept


def test_a_channel_without_targets_is_named_with_those_that_have_some() -> None:
    with pytest.raises(TargetError, match=r"'live'.*webhook, email"):
        checked_target("live", "x")


@pytest.mark.parametrize("text", ["example.org/hook", "ftp://example.org", "https://", "http://[x"])
def test_a_webhook_needs_a_whole_web_address(text: str) -> None:
    with pytest.raises(TargetError):
        checked_target("webhook", text)
