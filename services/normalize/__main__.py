"""Starts the service."""

from services.normalize import CARD
from services.normalize.app import body
from services.normalize.settings import Settings
from services.runtime.lifecycle import run

if __name__ == "__main__":
    raise SystemExit(run(CARD, Settings, body))
