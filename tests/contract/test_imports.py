"""The import contracts hold, and each is seen to fail where it is broken."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("schemas", "dideban", "services")
LINT_IMPORTS = Path(sys.executable).parent / "lint-imports"
RUFF = Path(sys.executable).parent / "ruff"


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the code, to break things in."""
    folder = tmp_path_factory.mktemp("tree")
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package,
            folder / package,
            ignore=lambda _, names: [n for n in names if "." in n and not n.endswith(".py")],
        )
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def linted(folder: Path, contract: str = "") -> subprocess.CompletedProcess[str]:
    chosen = ["--contract", contract] if contract else []
    return subprocess.run(
        [str(LINT_IMPORTS), "--no-cache", *chosen],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_import_contract_is_kept() -> None:
    found = linted(ROOT)
    assert found.returncode == 0, found.stdout
    assert "5 kept, 0 broken" in found.stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("contract", "module", "line"),
    [
        ("layers", "schemas/bad.py", "import dideban.text.tokens"),
        ("layers", "dideban/bad.py", "from services.runtime import settings"),
        ("independence", "services/langid/bad.py", "from services.normalize import rule"),
        ("independence", "services/cli/bad.py", "from services.delivery import policy"),
        ("independence", "services/store/bad.py", "from services.stories import place"),
        ("independence", "services/runtime/bad.py", "from services.store import engine"),
        ("plumbing", "services/langid/bad.py", "import faust"),
        ("plumbing", "services/store/bad.py", "import aiokafka"),
        ("plumbing", "services/delivery/bad.py", "import prometheus_client"),
        ("plumbing", "dideban/stories/bad.py", "from aiokafka.errors import KafkaError"),
        ("pure", "dideban/query/bad.py", "import asyncio"),
        ("pure", "dideban/text/bad.py", "import logging"),
        ("pure", "schemas/bad.py", "import sqlalchemy"),
        ("pure", "dideban/feeds/bad.py", "import aiohttp"),
        ("pure", "dideban/stories/bad.py", "import random"),
        ("runtime", "services/runtime/bad.py", "import dideban.text"),
    ],
)
def test_a_module_that_breaks_a_contract_is_found(
    tree: Path, contract: str, module: str, line: str
) -> None:
    bad = tree / module
    bad.write_text(f'"""Breaks a contract."""\n\n{line}\n', encoding="utf-8")
    try:
        found = linted(tree, contract)
    finally:
        bad.unlink()
    assert found.returncode == 1, found.stdout + found.stderr
    assert "BROKEN" in found.stdout
    assert module.removesuffix(".py").replace("/", ".") in found.stdout


@pytest.mark.slow
def test_a_new_service_must_be_placed_in_the_contract(tree: Path) -> None:
    new = tree / "services" / "weather"
    new.mkdir()
    (new / "__init__.py").write_text('"""A service nobody placed."""\n', encoding="utf-8")
    try:
        found = linted(tree, "independence")
    finally:
        shutil.rmtree(new)
    assert found.returncode == 1
    assert "weather" in found.stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("BLE001", "try:\n    pass\nexcept Exception:\n    x = 1\n"),
        ("T201", "print(1)\n"),
        ("DTZ005", "import datetime\n\nx = datetime.datetime.now()\n"),
        ("S311", "import random\n\nx = random.random()\n"),
        ("ERA001", "# x = 1\n"),
        ("ANN201", "def f():\n    return 1\n"),
        ("D100", "x = 1\n"),
    ],
)
def test_ruff_finds_what_the_house_forbids(tree: Path, rule: str, code: str) -> None:
    found = subprocess.run(
        [str(RUFF), "check", "--no-cache", "--stdin-filename", "services/langid/bad.py", "-"],
        cwd=tree,
        input=code,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 1
    assert rule in found.stdout
