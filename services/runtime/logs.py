"""Logs: each event is a JSON object on standard error, with a name that does not change."""

import logging
import sys
from datetime import UTC, datetime
from typing import Final

import orjson

_NOISY: Final = ("faust", "mode", "asyncio", "urllib3", "trafilatura", "htmldate")
_TOLD_BY_US: Final = ("aiokafka",)
"""It writes a line at each try while the broker is away; our own `broker_away` says it once."""


class JsonFormatter(logging.Formatter):
    """Writes a record as one JSON object; times are UTC."""

    def __init__(self, service: str) -> None:
        super().__init__()
        self._service = service

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "service": self._service,
            "event": record.getMessage(),
            **getattr(record, "facts", {}),
        }
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = repr(record.exc_info[1])
            line["stack"] = self.formatException(record.exc_info)
        try:
            return orjson.dumps(line, default=str).decode()
        except TypeError:
            return orjson.dumps(
                {k: str(v).encode("utf-8", "replace").decode() for k, v in line.items()}
            ).decode()


class Log:
    """A logger whose calls take an event and its fields."""

    def __init__(self, name: str) -> None:
        self._logger = logging.getLogger(name)

    def info(self, event: str, **facts: object) -> None:
        """Note a fact."""
        self._logger.info(event, extra={"facts": facts})

    def warning(self, event: str, **facts: object) -> None:
        """Note a fact that somebody may have to look at."""
        self._logger.warning(event, extra={"facts": facts})

    def error(self, event: str, *, cause: BaseException | None = None, **facts: object) -> None:
        """Note a failure with its cause."""
        self._logger.error(event, exc_info=cause, extra={"facts": facts})


def setup(service: str, level: str = "info") -> Log:
    """Send every log line of the process to standard error and return the service's own log."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter(service))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in _NOISY:
        logging.getLogger(name).setLevel(logging.ERROR)
    for name in _TOLD_BY_US:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    return Log("dideban")
