"""`dideban packs`: listed, shown, and judged by their examples."""

from importlib.resources import files
from pathlib import Path

import pytest
from in_process import Ended
from in_process import call as called

from dideban.packs.loader import load_packs

PACK = files("dideban.packs").joinpath("gas-transfer.yaml").read_text(encoding="utf-8")


def call(*arguments: str) -> Ended:
    return called(Path(), "packs", *arguments)


def test_every_pack_is_listed_and_shown() -> None:
    listed = call("list").stdout.splitlines()
    assert [line.split()[0] for line in listed] == [f"topic:{name}" for name in load_packs()]
    assert "انتقال گاز" in call("show", "gas-transfer").stdout


def test_a_pack_that_does_what_its_examples_say_is_right() -> None:
    ended = call("test", "north-south-corridor")
    assert ended.returncode == 0, ended.stdout
    first, second = ended.stdout.split("  ")[2].split(" of ")
    assert first == second.split()[0]


def test_examples_that_are_judged_wrongly_are_named(tmp_path: Path) -> None:
    path = tmp_path / "changed.yaml"
    silent = "      stays_silent:\n"
    path.write_text(
        PACK.replace(silent, silent + '        - "انتقال گاز ایران به ترکیه آغاز شد."\n', 1),
        encoding="utf-8",
    )
    ended = call("test", "--file", str(path))
    assert ended.returncode == 1
    assert "gas-transfer, fa, should stay silent: " in ended.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [(("test", "gas"), "no pack 'gas'"), (("show", "gas"), "no pack 'gas'")],
)
def test_an_unknown_pack_is_named(arguments: tuple[str, ...], says: str) -> None:
    ended = call(*arguments)
    assert ended.returncode == 2
    assert says in ended.stderr


def test_a_broken_file_is_refused_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text("name: [", encoding="utf-8")
    ended = call("test", "--file", str(path))
    assert ended.returncode == 2
    assert "broken.yaml" in ended.stderr
