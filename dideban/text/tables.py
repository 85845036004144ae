"""Our own TSV tables, which lie in the `data` folder of the package that reads them."""

from collections.abc import Iterator
from importlib.resources import files

__all__ = ["alternatives", "rows"]


def rows(package: str, name: str) -> Iterator[list[str]]:
    """Yield the rows of a table of `package` as cells, without its comments."""
    text = (files(package) / "data" / name).read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def alternatives(cell: str) -> list[str]:
    """Return the phrases of a cell, which bars part."""
    return [phrase.strip() for phrase in cell.split("|") if phrase.strip()]
