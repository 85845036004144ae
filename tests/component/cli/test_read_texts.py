"""The how-to on reading texts: each command does what the page shows."""

import re
from pathlib import Path
from typing import Any

import pytest
from text_calls import FSI, PDI, row

from tests.component.cli.typed import typed

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "how-to" / "read-texts.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"^```sh\n(.*?)^```\n\n```\n(.*?)^```", PAGE, flags=re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize(("command", "output"), SHOWN)
def test_a_command_of_the_page_gives_what_the_page_shows(
    tmp_path: Path, command: str, output: str
) -> None:
    ended = typed(command, tmp_path, folder=ROOT)
    assert ended.returncode == 0, ended.stdout
    assert ended.stdout.replace(FSI, "").replace(PDI, "") == output


def test_every_command_of_the_page_is_tried() -> None:
    assert len(SHOWN) == PAGE.count("```sh") >= 7


def test_the_function_of_the_page_follows_a_map_back() -> None:
    (source,) = re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL)
    page: dict[str, Any] = {}
    exec(source, page)  # noqa: S102  our own page
    text = "او كتابها را ميخواند"
    found = row("normalize", text, language="fa")
    for form in ("display", "match"):
        here, map_ = found[form].rindex("خواند"), found["offsets"][form]
        assert page["stood_at"](map_, here) == text.index("خواند")
    assert page["stood_at"](found["offsets"]["display"], len(found["display"])) == len(text)
