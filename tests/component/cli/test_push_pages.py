"""The how-tos on chats and topics: their commands work, and their targets are what is kept."""

import json
import re
from pathlib import Path

import pytest
from in_process import call

from dideban.alerting.push_target import webpush_target
from dideban.alerting.targets import TargetError
from tests.component.cli.typed import typed

ROOT = Path(__file__).parents[3]
PAGES = ROOT / "docs" / "how-to"


def commands(page: str) -> list[str]:
    text = (PAGES / page).read_text(encoding="utf-8")
    return re.findall(r"^```sh\n(.*?)^```", text, flags=re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize(
    ("page", "channel", "targets"),
    [
        ("telegram.md", "telegram", {"-1001234567890", "@gas_news_channel"}),
        ("ntfy.md", "ntfy", {"https://ntfy.example/gas-5f2a90", "https://ntfy.example/desk"}),
        ("apprise.md", "apprise", {"newsroom"}),
    ],
)
def test_the_commands_of_a_page_subscribe_what_it_shows(
    tmp_path: Path, page: str, channel: str, targets: set[str]
) -> None:
    (script,) = commands(page)
    ended = typed(script, tmp_path, flags="-eu")
    assert ended.returncode == 0, ended.stdout
    assert "tk_" not in ended.stdout
    listed = [
        json.loads(line)
        for line in call(tmp_path, "subscriptions", "list", "--json").stdout.splitlines()
    ]
    assert {each["channel"] for each in listed} == {channel}
    assert {each["target"] for each in listed} == targets


def test_the_json_of_the_page_on_browsers_has_the_fields_that_are_read() -> None:
    text = (PAGES / "web-push.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"^```json\n(.*?)^```", text, flags=re.DOTALL | re.MULTILINE)
    wanted = json.loads(shown)
    assert wanted["channel"] == "webpush"
    target = wanted["target"].replace("{…}", json.dumps({"p256dh": "", "auth": ""}))
    with pytest.raises(TargetError, match=r"keys\.p256dh has 0 bytes"):
        webpush_target(target.replace("https://…", "https://push.example/1"))
