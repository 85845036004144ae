"""Every message as somebody has read and approved it; `python -m tests.golden_messages` renews."""

from pathlib import Path

import pytest
from golden_messages import GOLDEN, files

FILES = dict(files())


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(GOLDEN)))
def test_a_message_is_written_as_approved(path: Path) -> None:
    assert FILES[path].encode() == path.read_bytes()


def test_no_approved_message_is_left_without_its_writer() -> None:
    assert {path for path in GOLDEN.rglob("*") if path.is_file()} == set(FILES)
