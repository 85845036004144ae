"""The how-to on adding a stage, followed to the letter in a copy of the tree."""

import os
import re
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from toy_process import ROOT, Toy, until

from schemas.articles import IdentifiedArticle, Language, RawArticle
from schemas.codec import decode, encode
from schemas.topics import IDENTIFIED, Topic
from services.runtime.bus import Bus, Message, create_topics
from services.runtime.reader import read_all

pytestmark = pytest.mark.slow

PAGE = ROOT / "docs" / "how-to" / "add-a-stage.md"
BLOCK = re.compile(
    r"(?P<before>[^\n]+(?:\n[^\n]+)*)\n\n```(?P<kind>\w+)\n(?P<text>.*?)```", re.DOTALL
)
EDIT = re.compile(r"In `([^`]+)`,\s(before|after|instead of)\s`([^`]+)`:$")
WHOLE = re.compile(r"`([^`]+)`\sbecomes:$")
VENV = Path(sys.executable).parent


@dataclass
class Step:
    """A block of the page with the sentence before it."""

    before: str
    kind: str
    text: str


def steps() -> Iterator[Step]:
    for found in BLOCK.finditer(PAGE.read_text(encoding="utf-8")):
        yield Step(found["before"].replace("\n", " "), found["kind"], found["text"])


def environment(tree: Path) -> dict[str, str]:
    return {"PATH": f"{VENV}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(tree)}


def follow(tree: Path, step: Step) -> None:
    """Do what the page says: run a command, write a file, or put lines at their place."""
    if step.kind == "sh":
        subprocess.run(
            ["sh", "-euc", step.text], cwd=tree, env=environment(tree), check=True, timeout=30
        )
    elif whole := WHOLE.search(step.before):
        assert (tree / whole[1]).is_file(), whole[1]
        (tree / whole[1]).write_text(step.text, encoding="utf-8")
    else:
        edit = EDIT.search(step.before)
        assert edit, f"the page does not say where this goes: {step.text}"
        path = tree / edit[1]
        path.write_text(
            edited(path.read_text(encoding="utf-8"), edit[2], edit[3], step.text), encoding="utf-8"
        )


def edited(text: str, place: str, anchor: str, block: str) -> str:
    assert text.count(anchor) == 1, f"{anchor!r} stands {text.count(anchor)} times"
    if place == "instead of":
        return text.replace(anchor, block.rstrip("\n"))
    line = next(line for line in text.splitlines(keepends=True) if anchor in line)
    return text.replace(line, block + line if place == "before" else line + block)


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the code with the stage of the page in it."""
    folder = tmp_path_factory.mktemp("tree")
    for package in ("schemas", "dideban", "services"):
        shutil.copytree(
            ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(ROOT / "pyproject.toml", folder)
    *edits, run = steps()
    assert run.text == "dideban service sift\n"
    for step in edits:
        follow(folder, step)
    return folder


def article(article_id: str, language: Language) -> IdentifiedArticle:
    raw = RawArticle(
        article_id=article_id,
        revision="r1",
        feed_id="f",
        source="خبرگزاری نمونه",
        title="گفت‌وگوی ایران و ترکیه بر سر گاز",
        fetched_at=datetime.now(UTC),
    )
    return IdentifiedArticle(raw=raw, language=language)


SIFTED = Topic(
    name="dideban.sifted-articles.v1",
    key="article_id",
    record=IdentifiedArticle,
    partitions=12,
    retention_seconds=60,
)


async def test_the_page_makes_a_stage_that_emits_and_drops(toy: Toy, tree: Path) -> None:
    known, unknown, unsure = (uuid.uuid4().hex for _ in range(3))
    sent = [
        article(known, Language(tag="fa", script="Arab", confidence=0.99)),
        article(unknown, Language(tag="und", reason="too short")),
        article(unsure, Language(tag="az", script="Latn", confidence=0.6)),
    ]
    await create_topics(toy.settings, [IDENTIFIED])
    async with Bus("test", toy.settings) as bus:
        await bus.send(
            [Message(IDENTIFIED.name, a.raw.article_id.encode(), encode(a)) for a in sent]
        )
    more = {**environment(tree), "DIDEBAN_SIFT_CONFIDENCE": "0.7"}
    with toy.started([str(VENV / "dideban"), "service", "sift"], **more) as process:
        await until(lambda: {known, unknown, unsure} <= ended(toy))
        process.terminate()
        assert process.wait(20) == 0
    came = await read_all(toy.settings, [SIFTED])
    ours = [each.value for each in came if (each.key or b"").decode() in {known, unknown, unsure}]
    assert [decode(IdentifiedArticle, value) for value in ours] == sent[:1]
    dropped = {line["key"]: line["reason"] for line in toy.events("record_dropped")}
    assert dropped[unknown] == dropped[unsure] == "unknown_language"


def ended(toy: Toy) -> set[str]:
    return {line["key"] for end in ("emitted", "dropped") for line in toy.events(f"record_{end}")}


@pytest.mark.parametrize(
    "command",
    [["lint-imports", "--no-cache"], ["ruff", "check", "--no-cache", "services/sift", "schemas"]],
    ids=["import contracts", "ruff"],
)
def test_the_stage_of_the_page_keeps_the_rules_of_the_house(tree: Path, command: list[str]) -> None:
    found = subprocess.run(
        [str(VENV / command[0]), *command[1:]],
        cwd=tree,
        env=environment(tree),
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stdout


def test_every_block_of_the_page_is_followed() -> None:
    assert len(list(steps())) == PAGE.read_text(encoding="utf-8").count("\n```") // 2
