"""Dead letters: original key and bytes, with headers that say why, where and when."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

HEADER_PREFIX: Final = "dideban-dead-"
MAX_ERROR_CHARS: Final = 1_000

type Headers = list[tuple[str, bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """Why a record could not be handled: reason in words, and where it lay."""

    error: str
    service: str
    release: str
    topic: str
    partition: int
    offset: int
    time: datetime
    attempts: int = 1

    def headers(self) -> Headers:
        """Return the Kafka headers that `parse` reads back."""
        fields = {
            "error": self.error[:MAX_ERROR_CHARS],
            "service": self.service,
            "release": self.release,
            "topic": self.topic,
            "partition": str(self.partition),
            "offset": str(self.offset),
            "time": self.time.astimezone(UTC).isoformat(),
            "attempts": str(self.attempts),
        }
        return [
            (HEADER_PREFIX + name, value.encode("utf-8", "backslashreplace"))
            for name, value in fields.items()
        ]


def parse(headers: Headers) -> DeadLetter:
    """Return the reason that the headers of a dead letter hold.

    Raises:
        ValueError: a header is missing or malformed.
    """
    found = {
        name.removeprefix(HEADER_PREFIX): value.decode("utf-8", "replace")
        for name, value in headers
        if name.startswith(HEADER_PREFIX)
    }
    try:
        return DeadLetter(
            error=found["error"],
            service=found["service"],
            release=found["release"],
            topic=found["topic"],
            partition=int(found["partition"]),
            offset=int(found["offset"]),
            time=datetime.fromisoformat(found["time"]),
            attempts=int(found["attempts"]),
        )
    except KeyError as missing:
        message = f"dead letter without header {HEADER_PREFIX}{missing.args[0]}"
        raise ValueError(message) from missing


def is_dead_letter_header(name: str) -> bool:
    """Whether a header belongs to the dead letter and not to the record in it."""
    return name.startswith(HEADER_PREFIX)
