"""`dideban subscriptions policy`, and the how-to that shows it."""

import json
import re
from pathlib import Path

import pytest
from in_process import call

from dideban.alerting.policy import DAYS
from tests.component.cli.typed import typed

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "how-to" / "quiet-hours-and-digests.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^```sh\n(.*?)^```", PAGE, flags=re.DOTALL | re.MULTILINE)
SUB = "sub_0123456789abcdef"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    lines = tmp_path / "lines.jsonl"
    lines.write_text(json.dumps({"name": "گاز", "pack": "gas-transfer", "id": SUB}), "utf-8")
    assert call(tmp_path, "subscriptions", "import", str(lines)).returncode == 0
    return tmp_path


def test_the_commands_of_the_page_work_one_after_the_other(home: Path) -> None:
    ended = typed("".join(COMMANDS), home, flags="-eux")
    assert ended.returncode == 0, ended.stdout
    assert len(COMMANDS) == 6
    policy = json.loads(call(home, "subscriptions", "policy", SUB).stdout)
    assert policy == {
        "language": "en",
        "time_zone": "Asia/Tehran",
        "severity": "high",
        "quiet_hours": [
            {"from": "22:00", "to": "07:00", "days": list(DAYS)},
            {"from": "00:00", "to": "24:00", "days": ["thu", "fri"]},
        ],
        "breaks_through": "high",
        "max_an_hour": 6,
        "digest": "daily",
        "digest_at": "08:00",
        "follow_ups": False,
        "mutes": [
            {"kind": "term", "value": "فوتبال", "until": None},
            {"kind": "source", "value": "Sample Wire", "until": "2099-01-31"},
        ],
        "paused_until": None,
    }


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("sub_none",), 1, "no subscription sub_none"),
        ((SUB, "--set", "severity"), 2, "has no =; write for example"),
        ((SUB, "--set", "severity=urgent"), 2, "write normal, high or critical"),
        ((SUB, "--set", "zone=UTC"), 2, "zone: there is no such field"),
        ((SUB, "--file", "-", "--set", "severity=high"), 2, "give either --file or --set"),
        ((SUB, "--file", "-"), 2, "policy: it is no JSON"),
    ],
)
def test_what_cannot_be_set_is_said_and_changes_nothing(
    home: Path, arguments: tuple[str, ...], code: int, says: str
) -> None:
    before = call(home, "subscriptions", "policy", SUB).stdout
    ended = call(home, "subscriptions", "policy", *arguments, given="severity: high")
    assert (ended.returncode, ended.stdout) == (code, "")
    assert says in ended.stderr
    assert call(home, "subscriptions", "policy", SUB).stdout == before
