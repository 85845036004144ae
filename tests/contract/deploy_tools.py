"""What the tests of deploy/ share: where it lies, and what to do when a tool is missing."""

import os
import shutil
from pathlib import Path
from typing import Final

import pytest
from prometheus_client import REGISTRY

from services.runtime import metrics as _declared  # noqa: F401  fills the registry

ROOT: Final = Path(__file__).resolve().parents[2]
DEPLOY: Final = ROOT / "deploy"


def require(tool: str, package: str) -> str:
    """Return the path of `tool`; without it skip the test, or fail it where CI is true."""
    path = shutil.which(tool)
    if path is not None:
        return path
    message = f"{tool} is missing (Debian: apt install {package})"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


def exposed_names() -> frozenset[str]:
    """Return the names of the series of all our metrics, as Prometheus stores them."""
    suffixes = {
        "counter": ("_total",),
        "histogram": ("_bucket", "_sum", "_count"),
        "gauge": ("",),
    }
    return frozenset(
        family.name + suffix
        for family in REGISTRY.collect()
        if family.name.startswith("dideban_")
        for suffix in suffixes[family.type]
    )
