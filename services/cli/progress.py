"""How far a long command is: a bar for people, a line of JSON at each step for programs."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
import orjson


@contextmanager
def progress(part: str, whole: int, *, as_lines: bool = False) -> Iterator[Callable[[int], None]]:
    """Give a function that is told how many more are done of the whole."""
    if not as_lines:
        with click.progressbar(length=whole, label=part, file=sys.stderr) as bar:
            yield bar.update
        return
    done = 0

    def update(more: int) -> None:
        nonlocal done
        done += more
        click.echo(orjson.dumps({"part": part, "done": done, "of": whole}).decode(), err=True)

    update(0)
    yield update
