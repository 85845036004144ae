"""Starts the service."""

from services.archive import CARD
from services.archive.app import body
from services.archive.settings import Settings
from services.runtime.lifecycle import run

if __name__ == "__main__":
    raise SystemExit(run(CARD, Settings, body))
