"""The tutorial on writing a query: each command does what the pages in both languages show."""

import re
from pathlib import Path

import pytest
from text_calls import FSI, PDI

from dideban.text.normalizer import normalize
from tests.component.cli.typed import typed

ROOT = Path(__file__).parents[3]
ENGLISH = (ROOT / "docs" / "tutorial" / "write-a-query.md").read_text(encoding="utf-8")
PERSIAN = (ROOT / "docs" / "tutorial" / "write-a-query.fa.md").read_text(encoding="utf-8")
STEP = re.compile(r"^```sh\n(.*?)^```(?:\n\n```\n(.*?)^```)?", flags=re.DOTALL | re.MULTILINE)
STEPS = [(found[1], found[2]) for found in STEP.finditer(ENGLISH)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("tutorial")
    assert typed(STEPS[0][0], made / "home", flags="-u", folder=made).returncode == 0
    return made


@pytest.mark.parametrize(("command", "output"), STEPS[1:], ids=[c[:60] for c, _ in STEPS[1:]])
def test_a_step_gives_what_the_page_shows(folder: Path, command: str, output: str | None) -> None:
    ended = typed(command, folder / "home", flags="-u", folder=folder)
    told = ended.stdout.replace(FSI, "").replace(PDI, "")
    assert ended.returncode == (2 if told.startswith("column ") else 0), told
    if output is not None:
        assert told == output


def test_every_command_is_tried_and_most_show_their_answer() -> None:
    assert len(STEPS) == ENGLISH.count("```sh") >= 15
    assert sum(output is not None for _, output in STEPS) >= 12


def test_the_persian_page_has_the_same_steps() -> None:
    assert [(found[1], found[2]) for found in STEP.finditer(PERSIAN)] == STEPS
    assert len(re.findall("^## ", PERSIAN, flags=re.MULTILINE)) == ENGLISH.count("\n## ")


def test_the_persian_page_is_written_as_persian_is() -> None:
    prose = re.sub(r"```.*?```|`.*?`|<.*?>|\(.*?\)", "", PERSIAN, flags=re.DOTALL)
    assert len(prose) > 2_000
    read = normalize("", "", prose, "fa").passages
    mended = " ".join(passage.display.text for passage in read)
    assert mended.split() == prose.split()
    assert PERSIAN.count('<div dir="rtl">') == PERSIAN.count("</div>") > 10
