"""Starts the service."""

from services.entities import CARD
from services.entities.app import body
from services.entities.settings import Settings
from services.runtime.lifecycle import run

if __name__ == "__main__":
    raise SystemExit(run(CARD, Settings, body))
