"""Our own lints, each a function from a source tree to what is wrong with it."""

import ast
import statistics
from collections.abc import Iterator
from pathlib import Path

PACKAGES = ("schemas", "dideban", "services")
MOST_LINES = 400
MOST_MEDIAN_LINES = 120
MOST_MAIN_LINES = 15
WITHOUT_MAIN_LIMIT = {"cli"}
"""The command is no service; its `__main__` is its table of contents."""


def modules(root: Path) -> list[Path]:
    return sorted(path for package in PACKAGES for path in (root / package).rglob("*.py"))


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def too_long(root: Path) -> list[str]:
    return [str(path.relative_to(root)) for path in modules(root) if _lines(path) > MOST_LINES]


def median_lines(root: Path) -> float:
    return statistics.median(_lines(path) for path in modules(root))


def long_mains(root: Path) -> list[str]:
    return [
        path.parent.name
        for path in sorted((root / "services").glob("*/__main__.py"))
        if path.parent.name not in WITHOUT_MAIN_LIMIT and _lines(path) >= MOST_MAIN_LINES
    ]


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def package_graph(root: Path) -> dict[str, set[str]]:
    """Return which package (dideban.text, services.runtime, …) imports which other."""
    names = {
        ".".join(path.parent.relative_to(root).parts)
        for path in modules(root)
        if path.name == "__init__.py"
    }
    graph: dict[str, set[str]] = {name: set() for name in names}
    for path in modules(root):
        own = ".".join(path.parent.relative_to(root).parts)
        for name in _imported(path):
            package = name if name in names else name.rpartition(".")[0]
            if package in names and not _kin(own, package):
                graph.setdefault(own, set()).add(package)
    return graph


def _kin(one: str, other: str) -> bool:
    # A package and the packages inside it are one thing seen from outside.
    return one == other or one.startswith(other + ".") or other.startswith(one + ".")


def cycles(graph: dict[str, set[str]]) -> list[str]:
    """Return the packages that reach themselves."""
    return sorted(name for name in graph if name in _reached(graph, name))


def _reached(graph: dict[str, set[str]], start: str) -> set[str]:
    found: set[str] = set()
    waiting = list(graph[start])
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(graph.get(name, ()))
    return found
