"""Starts the service."""

from services.monitor import CARD
from services.monitor.app import body
from services.monitor.settings import Settings
from services.runtime.lifecycle import run

if __name__ == "__main__":
    raise SystemExit(run(CARD, Settings, body))
