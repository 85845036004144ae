"""Every commit and every send of the services between a match and its reader has its failpoints."""

import ast
from collections.abc import Iterator
from pathlib import Path

from services.runtime.failpoints import BOUNDARIES

SERVICES = Path(__file__).parents[3] / "services"
READ = (
    *(SERVICES / "stories").rglob("*.py"),
    *(SERVICES / "alerts").rglob("*.py"),
    *(SERVICES / "delivery").rglob("*.py"),
    SERVICES / "runtime" / "consumer.py",
    SERVICES / "runtime" / "pump.py",
)
ENCLOSED = {
    "stories/app.py body.effect": ("before_effect", "after_effect"),
    "delivery/effect.py __call__": ("before_effect", "after_effect"),
    "delivery/sender.py _claim_all": ("before_claim", "before_post"),
    "delivery/sender.py _record_all": ("after_post", "after_record"),
    "delivery/sender.py _defer": ("before_defer", "after_defer"),
    "delivery/sender.py _end_unsent": ("before_end", "after_end"),
    "delivery/looks.py _release": ("before_release", "after_release"),
    "delivery/sender.py _send": ("before_post", "after_post"),
    "runtime/consumer.py _consume": ("after_send", "after_commit"),
    "runtime/pump.py handle": ("before_send", "after_send"),
}
"""Where something is made durable or sent, and the failpoints right before and after it."""
TELLS_NO_MATCH = {
    "delivery/trials.py send_waiting": "a test message that an owner asked for",
    "delivery/trials.py _send": "its answer",
    "delivery/trials.py _answer": "its sending",
    "delivery/doors.py links": "the key of links, the same to all who ask",
    "delivery/channels/web_push.py __call__": "the key of push, the same to all who ask",
    "alerts/app.py body.refuse": "a subscription nobody can use; the topic is read again whole",
}


def is_boundary(call: ast.Call) -> bool:
    """Whether the call opens a transaction that writes, commits an offset, or sends."""
    name = ast.unparse(call.func)
    if name.endswith(".begin"):
        return not any(keyword.arg == "reading" for keyword in call.keywords)
    sends = name.endswith(("bus.send", "_dispatch")) or name == "dispatch"
    return sends or name.endswith(".commit")


def within(node: ast.AST, place: str = "") -> Iterator[str]:
    """Give the function of each boundary below a node; methods without the name of their class."""
    for child in ast.iter_child_nodes(node):
        deeper = place
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            deeper = f"{place}.{child.name}" if place else child.name
        if isinstance(child, ast.Call) and is_boundary(child):
            yield place
        yield from within(child, deeper)


def found() -> set[str]:
    return {
        f"{path.relative_to(SERVICES)} {function}"
        for path in READ
        for function in within(ast.parse(path.read_text(encoding="utf-8")))
    }


def test_each_commit_and_each_send_is_on_the_list() -> None:
    assert found() == {*ENCLOSED, *TELLS_NO_MATCH}


def test_each_on_the_list_is_between_two_failpoints_that_exist() -> None:
    assert {name for pair in ENCLOSED.values() for name in pair} <= {*BOUNDARIES}


def test_a_new_commit_would_be_found() -> None:
    added = "class A:\n async def new(self):\n  async with self._store.begin() as c:\n   pass\n"
    assert list(within(ast.parse(added))) == ["new"]
    assert list(within(ast.parse(added.replace("begin()", "begin(reading=True)")))) == []
