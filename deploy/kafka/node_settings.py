"""Where the Kafka node of development listens and what it keeps, read from the environment."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

HOST: Final = "127.0.0.1"
HIGHEST_PORT: Final = 65_535


class SettingError(Exception):
    """A variable of the environment has a value that cannot be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where the node listens and where it keeps its files."""

    port: int
    controller_port: int
    advertised: str
    heap: str
    home: Path

    @property
    def data_dir(self) -> Path:
        """The folder of the topics' logs."""
        return self.home / "data"

    @property
    def properties(self) -> Path:
        """The configuration written for this node; its path marks our process."""
        return self.home / "server.properties"

    @property
    def pid_file(self) -> Path:
        """The file that holds the process id while the node runs."""
        return self.home / "kafka.pid"

    @property
    def log_file(self) -> Path:
        """What the node itself has to say."""
        return self.home / "kafka.log"


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Return the settings found in `environment`.

    Raises:
        SettingError: a port is no number from 1 to 65535.
    """
    port = _port(environment, "DIDEBAN_KAFKA_PORT", 9092)
    return Settings(
        port=port,
        controller_port=_port(environment, "DIDEBAN_KAFKA_CONTROLLER_PORT", port + 1),
        advertised=environment.get("DIDEBAN_KAFKA_ADVERTISED") or f"{HOST}:{port}",
        heap=environment.get("DIDEBAN_KAFKA_HEAP") or "384m",
        home=Path(environment.get("DIDEBAN_VAR") or "var").resolve() / "kafka",
    )


def _port(environment: Mapping[str, str], name: str, default: int) -> int:
    value = environment.get(name) or str(default)
    if not value.isdecimal() or not 1 <= int(value) <= HIGHEST_PORT:
        raise SettingError(f"{name}={value}: a port is a number from 1 to {HIGHEST_PORT}.")
    return int(value)
