"""Names that the operator gives to addresses; nothing else is a target, and none is repeated."""

from pathlib import Path

import pytest

from dideban.alerting.named_targets import named_in, named_targets
from dideban.alerting.targets import TargetError, checked_target

FILE = """
newsroom = ["slack://secret-a/secret-b/secret-c", "json://127.0.0.1:9/"]
"on-call.2" = ["pover://user@secret"]
"""


def test_a_name_stands_for_one_address_or_more(tmp_path: Path) -> None:
    file = tmp_path / "targets.toml"
    file.write_text(FILE, encoding="utf-8")
    assert {name: len(each) for name, each in named_in(str(file)).items()} == {
        "newsroom": 2,
        "on-call.2": 1,
    }
    assert named_in("") == {}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("newsroom = ", "no TOML"),
        ('newsroom = "json://secret"', "no list of addresses"),
        ("newsroom = [1]", "no list of addresses"),
        ("newsroom = []", "'newsroom' has no address"),
        ('"تحریریه" = ["json://secret"]', "is no name"),
        ('[desk]\nnewsroom = ["json://secret"]', "no list of addresses"),
    ],
)
def test_a_file_that_is_wrong_is_refused_without_its_addresses(text: str, reason: str) -> None:
    with pytest.raises(TargetError, match=reason) as caught:
        named_targets(text)
    assert "secret" not in str(caught.value)


def test_a_file_that_is_not_there_is_refused() -> None:
    with pytest.raises(TargetError, match="cannot be read"):
        named_in("/no/such/file.toml")


def test_a_target_is_a_name() -> None:
    assert checked_target("apprise", " newsroom ") == "newsroom"


@pytest.mark.parametrize(
    "text",
    [
        *("json://10.0.0.1/", "file:///etc/passwd", "mailto://a:b@c", "https://hooks.example"),
        *("", "Newsroom", "-x", "a b", "a?template=x", "a,b", "تحریریه", "a" * 65),
    ],
)
def test_an_address_is_never_a_target(text: str) -> None:
    with pytest.raises(TargetError, match="no address is ever taken"):
        checked_target("apprise", text)
