"""Logs: one JSON object a line, whatever the fields hold."""

import json
import logging
from typing import Any

import pytest

from services.runtime.logs import JsonFormatter


def line(facts: dict[str, Any], error: BaseException | None = None) -> dict[str, Any]:
    record = logging.LogRecord("x", logging.WARNING, "x.py", 1, "record_dead", (), None)
    record.facts = facts
    if error is not None:
        record.exc_info = (type(error), error, error.__traceback__)
    written = JsonFormatter("langid").format(record)
    assert "\n" not in written
    found: dict[str, Any] = json.loads(written)
    return found


def test_a_line_has_time_level_service_event_and_its_facts() -> None:
    found = line({"key": "گاز", "offset": 7})
    assert found["time"].endswith("+00:00")
    assert {name: found[name] for name in ("level", "service", "event", "key", "offset")} == {
        "level": "warning",
        "service": "langid",
        "event": "record_dead",
        "key": "گاز",
        "offset": 7,
    }


@pytest.mark.parametrize(
    "odd",
    [
        "two\nlines",
        "\x00",
        "lone \ud800 surrogate",
        object(),
        {1: 2},
        2**70,
        b"bytes",
        float("nan"),
    ],
    ids=["two lines", "NUL", "surrogate", "object", "keys", "large", "bytes", "no number"],
)
def test_an_odd_value_never_costs_the_line(odd: object) -> None:
    assert line({"odd": odd})["event"] == "record_dead"


def failing() -> None:
    raise ValueError("İran")


def test_a_failure_is_written_with_its_stack() -> None:
    with pytest.raises(ValueError, match="İran") as raised:
        failing()
    found = line({}, raised.value)
    assert found["error"] == "ValueError('İran')"
    assert "in failing" in found["stack"]
