"""Starts the service."""

from services.alerts import CARD
from services.alerts.app import body
from services.alerts.settings import Settings
from services.runtime.lifecycle import run

if __name__ == "__main__":
    raise SystemExit(run(CARD, Settings, body))
