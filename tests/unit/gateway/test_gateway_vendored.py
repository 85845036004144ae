"""The vendored fonts are those that docs/vendored.md names, and nothing is fetched elsewhere."""

import hashlib
import re
from importlib.resources import files
from pathlib import Path

import pytest

GATEWAY = files("services.gateway")
DOC = Path(__file__).parents[3] / "docs" / "vendored.md"


def test_the_fonts_have_the_sums_of_the_document() -> None:
    written = dict(re.findall(r"`([\w-]+\.woff2)`.*`([0-9a-f]{64})`", DOC.read_text("utf-8")))
    found = {
        font.name: hashlib.sha256(font.read_bytes()).hexdigest()
        for font in (GATEWAY / "static" / "fonts").iterdir()
        if font.name.endswith(".woff2")
    }
    assert found == written


@pytest.mark.parametrize("name", ["desk.css", "desk.js", "times.js"])
def test_style_and_script_name_no_other_host(name: str) -> None:
    assert not re.findall(r"https?://|//[a-z]+\.", (GATEWAY / "static" / name).read_text("utf-8"))


def test_no_template_has_an_inline_style_or_handler() -> None:
    for template in (GATEWAY / "templates").iterdir():
        text = template.read_text("utf-8")
        assert not re.findall(r"\sstyle=|\son\w+=|<script>|\|\s*safe", text), template.name
