"""A toy with topics of its own on the broker of the tests."""

from pathlib import Path

import pytest
from toy_process import Toy

from services.runtime.settings import Common


@pytest.fixture
async def toy(settings: Common, tmp_path: Path) -> Toy:
    made = Toy(settings, tmp_path)
    await made.create()
    return made
