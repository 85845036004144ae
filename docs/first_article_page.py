"""The page on the article that started the project: what is changed in it, line by line.

The article itself is not ours to print; of it the page has single words only. Our own samples with
the same faults are shown whole, as the rules give them today.
"""

import difflib
from pathlib import Path
from typing import Final, NamedTuple

from dideban.text import normalizer

PAGE: Final = "../explanation/the-first-article.md"
SAMPLES: Final = ("gas_talks_half_spaces_lost.txt", "corridor_half_spaces_lost.txt")
FOLDER: Final = Path(__file__).parents[1] / "tests" / "data"
SEED_CHANGES: Final = Path(__file__).parent / "first_article_changes.tsv"
"""Line, before, after: held true by a test that has the article."""
_SIGNS: Final = ".،؛:؟!«»()"


class Change(NamedTuple):
    """One changed word, in the line of the text that counts from 1."""

    line: int
    before: str
    after: str


class Remaining(NamedTuple):
    """What a careful editor would still change: as it is shown, as it should be, and why."""

    shown: str
    wanted: str
    why: str


SEED_REMAINING: Final = (
    Remaining("حمل و نقل", "حمل‌ونقل", "written in both ways, two lines apart; spaces round و stay"),
    Remaining(
        "در خور توجه", "درخور توجه", "a space that no half-space replaces is never taken out"
    ),
    Remaining("افرود", "افزود", "a slip of the article's own; letters are never corrected"),
)
SEED_KEPT: Final = (
    Remaining("هیأت", "هیئت", "both are in use; search finds one by the other"),
    Remaining("به عنوان", "به‌عنوان", "the Academy joins it, PerDT and most papers do not"),
    Remaining("العالم ـ", "العالم –", "a stretching sign used as a dash"),
    Remaining("شمال - جنوب", "شمال–جنوب", "a hyphen used as a dash"),
)
SAMPLES_REMAINING: Final = (
    Remaining("خطلوله", "خط لوله", "no list has the two words as one"),
    Remaining(
        "پربازدید ترین", "پربازدیدترین", "after د no half-space is written, so none can come"
    ),
    Remaining("خبر ها", "خبرها", "the same after ر; search reads both as one word"),
)


def page() -> str:
    """Return the page."""
    lines = [
        "# The first article",
        "",
        "A Persian article on gas and the North–South corridor started this project. Its",
        "half-spaces were gone, as in many feeds: «منطقهای» stood for «منطقه‌ای». Here is what is",
        "made of it, and what is still wrong. `python -m docs.generate` writes this page; tests",
        "hold every line of it.",
        "",
        "## Samples of our own, line by line",
        "",
        *(line for name in SAMPLES for line in _sample(name)),
        "What a careful editor would still look at in them:",
        "",
        *_remaining(SAMPLES_REMAINING),
        "## The article itself",
        "",
        "Not ours to print; these are all words that are changed, by line. Everything else is",
        "shown as it was written.",
        "",
        *_by_line(seed_changes()),
        "### What is still wrong",
        "",
        "Read through by eye; no half-space was found that should not be there.",
        "",
        *_remaining(SEED_REMAINING),
        "### Left on purpose",
        "",
        *_remaining(SEED_KEPT),
    ]
    return "\n".join(lines).rstrip("\n") + "\n"


def seed_changes() -> list[Change]:
    """Return the changes of the article as they were last read and found right."""
    rows = SEED_CHANGES.read_text(encoding="utf-8").splitlines()
    columns = (row.split("\t") for row in rows)
    return [Change(int(line), before, after) for line, before, after in columns]


def changes(text: str) -> list[Change]:
    """Return every word that normalisation changes, without the signs around it."""
    found: list[Change] = []
    for passage in normalizer.normalize("", "", text, "fa").passages:
        line = text.count("\n", 0, passage.start) + 1
        before = text[passage.start : passage.end].split(" ")
        after = passage.display.text.split(" ")
        found += (Change(line, *pair) for pair in _changed(before, after))
    return found


def _changed(before: list[str], after: list[str]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for kind, i, j, k, n in matcher.get_opcodes():
        if kind == "equal":
            continue
        pairs = [(" ".join(before[i:j]), " ".join(after[k:n]))]
        if j - i == n - k:
            pairs = list(zip(before[i:j], after[k:n], strict=True))
        found += ((old.strip(_SIGNS), new.strip(_SIGNS)) for old, new in pairs)
    return found


def _sample(name: str) -> list[str]:
    text = (FOLDER / name).read_text(encoding="utf-8")
    lines = [f"`tests/data/{name}`:", "", "| before | after |", "|---|---|"]
    lines += (
        f"| {text[passage.start : passage.end]} | {passage.display.text} |"
        for passage in normalizer.normalize("", "", text, "fa").passages
    )
    return [*lines, ""]


def _by_line(found: list[Change]) -> list[str]:
    rows: dict[int, list[str]] = {}
    for change in found:
        rows.setdefault(change.line, []).append(f"{change.before} → {change.after}")
    cells = (f"| {line} | {'<br>'.join(words)} |" for line, words in rows.items())
    return ["| line | changed |", "|---|---|", *cells, ""]


def _remaining(found: tuple[Remaining, ...]) -> list[str]:
    cells = (f"| {one.shown} | {one.wanted} | {one.why} |" for one in found)
    return ["| shown | wanted | |", "|---|---|---|", *cells, ""]
