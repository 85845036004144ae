"""The how-to on mail: its settings are taken, its commands work, its table is the channel's."""

import json
import re
from pathlib import Path

from in_process import call

from services.delivery.mail_settings import Mailbox, mail_server
from services.delivery.settings import Settings
from services.runtime.settings import load
from tests.component.cli.typed import typed

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "how-to" / "send-mail.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^```sh\n(.*?)^```", PAGE, flags=re.DOTALL | re.MULTILINE)
(SETTINGS,) = re.findall(r"^```ini\n(.*?)^```", PAGE, flags=re.DOTALL | re.MULTILINE)


def test_the_settings_of_the_page_are_taken(tmp_path: Path) -> None:
    secret = tmp_path / "smtp"
    secret.write_text("گذرواژه", encoding="utf-8")
    environment = dict(line.split("=", 1) for line in SETTINGS.splitlines())
    assert environment["DIDEBAN_SMTP_PASSWORD_FILE"] == "/run/secrets/smtp"
    environment["DIDEBAN_SMTP_PASSWORD_FILE"] = str(secret)
    server = mail_server(load(Settings, environment))
    assert server is not None
    assert (server.host, server.port, server.tls) == ("mail.example.org", 587, "starttls")
    assert server.sender == Mailbox(name="Dideban", address="alerts@example.org")


def test_every_setting_of_mail_is_on_the_page() -> None:
    mail = {name for name in Settings.__dataclass_fields__ if name.startswith("smtp_")}
    assert {f"DIDEBAN_{name.upper()}" for name in mail} <= set(
        re.findall(r"DIDEBAN_SMTP_[A-Z]+", PAGE.replace("_PASSWORD_FILE", "_PASSWORD"))
    )


def test_the_commands_of_the_page_subscribe_three_readers(tmp_path: Path) -> None:
    ended = typed("".join(COMMANDS), tmp_path, flags="-eux")
    assert ended.returncode == 0, ended.stdout
    assert "2 added" in ended.stdout
    assert len(COMMANDS) == 2
    listed = call(tmp_path, "subscriptions", "list", "--json").stdout.splitlines()
    assert {(json.loads(line)["channel"], json.loads(line)["target"]) for line in listed} == {
        ("email", "reader@example.org"),
        ("email", "energy@example.org"),
        ("email", "ports@example.org"),
    }
