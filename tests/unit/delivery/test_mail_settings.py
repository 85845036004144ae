"""What the operator says of mail: what is taken, and which sentence stops the service."""

from pathlib import Path

import pytest

from services.delivery.mail_settings import Mailbox, mail_server
from services.delivery.settings import Settings
from services.runtime.settings import SettingsError, load

GOOD = {
    "DIDEBAN_SMTP_HOST": "mail.example.org",
    "DIDEBAN_SMTP_FROM": "دیده‌بان <alerts@example.org>",
}


def test_without_a_host_there_is_no_mail() -> None:
    assert mail_server(load(Settings, {})) is None


def test_mail_is_encrypted_unless_the_operator_says_otherwise() -> None:
    server = mail_server(load(Settings, GOOD))
    assert server is not None
    assert (server.tls, server.port) == ("starttls", 587)
    assert server.context is not None
    assert server.context.check_hostname
    assert server.sender == Mailbox(name="دیده‌بان", address="alerts@example.org")
    assert server.sender.domain == "example.org"


@pytest.mark.parametrize(("tls", "port"), [("starttls", 587), ("tls", 465), ("none", 25)])
def test_each_way_has_its_usual_port_and_another_can_be_named(tls: str, port: int) -> None:
    server = mail_server(load(Settings, GOOD | {"DIDEBAN_SMTP_TLS": tls}))
    other = mail_server(
        load(Settings, GOOD | {"DIDEBAN_SMTP_TLS": tls, "DIDEBAN_SMTP_PORT": "2525"})
    )
    assert server is not None
    assert other is not None
    assert (server.port, other.port) == (port, 2525)
    assert (server.context is None) == (tls == "none")


def test_a_password_may_lie_in_a_file_and_is_never_shown(tmp_path: Path) -> None:
    secret = tmp_path / "password"
    secret.write_text("گذرواژه\n", encoding="utf-8")
    login = {"DIDEBAN_SMTP_USER": "u", "DIDEBAN_SMTP_PASSWORD_FILE": str(secret)}
    server = mail_server(load(Settings, GOOD | login))
    assert server is not None
    assert (server.user, server.password) == ("u", "گذرواژه")
    with pytest.raises(SettingsError) as caught:
        load(Settings, {**GOOD, **login, "DIDEBAN_SMTP_TLS": "none"})
    assert "گذرواژه" not in str(caught.value)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1"])
def test_to_the_machine_itself_a_password_may_go_in_the_clear(host: str) -> None:
    login = {"DIDEBAN_SMTP_USER": "u", "DIDEBAN_SMTP_PASSWORD": "p", "DIDEBAN_SMTP_TLS": "none"}
    assert mail_server(load(Settings, GOOD | login | {"DIDEBAN_SMTP_HOST": host})) is not None


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"DIDEBAN_SMTP_FROM": ""}, "DIDEBAN_SMTP_FROM is not set; write one such as"),
        ({"DIDEBAN_SMTP_FROM": "Dideban"}, "DIDEBAN_SMTP_FROM='Dideban'"),
        ({"DIDEBAN_SMTP_FROM": "a@example.org, b@example.org"}, "not one mailbox"),
        ({"DIDEBAN_SMTP_FROM": "D <a@example.org>\r\nBcc: b@example.org"}, "not one mailbox"),
        ({"DIDEBAN_SMTP_FROM": "D <a@localhost>"}, "no whole domain"),
        ({"DIDEBAN_SMTP_FROM": f"{'د' * 61} <a@example.org>"}, "at most 60"),
        ({"DIDEBAN_SMTP_HOST": "smtp://mail.example.org"}, "is no host"),
        ({"DIDEBAN_SMTP_HOST": "mail.example.org:587"}, "and DIDEBAN_SMTP_PORT=587"),
        ({"DIDEBAN_SMTP_HOST": ""}, "DIDEBAN_SMTP_FROM is set, but DIDEBAN_SMTP_HOST is not"),
        ({"DIDEBAN_SMTP_TLS": "ssl"}, "DIDEBAN_SMTP_TLS='ssl': allowed is one of starttls"),
        ({"DIDEBAN_SMTP_PORT": "70000"}, "DIDEBAN_SMTP_PORT='70000'"),
        ({"DIDEBAN_SMTP_USER": "u"}, "set both"),
        ({"DIDEBAN_SMTP_PASSWORD": "p"}, "set both"),
        ({"DIDEBAN_SMTP_CA": "no-such-file.pem"}, "DIDEBAN_SMTP_CA='no-such-file.pem' has no"),
        ({"DIDEBAN_SMTP_CA": "x", "DIDEBAN_SMTP_TLS": "none"}, "means nothing"),
        (
            {
                "DIDEBAN_SMTP_USER": "u",
                "DIDEBAN_SMTP_PASSWORD": "p",
                "DIDEBAN_SMTP_TLS": "none",
            },
            "in the clear to mail.example.org: use starttls or tls",
        ),
    ],
)
def test_what_cannot_work_is_said_at_the_start(changed: dict[str, str], said: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load(Settings, GOOD | changed)
    assert said in str(caught.value)
