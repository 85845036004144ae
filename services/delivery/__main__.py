"""Starts the service."""

from services.delivery import CARD
from services.delivery.app import body
from services.delivery.settings import Settings
from services.runtime.lifecycle import run

if __name__ == "__main__":
    raise SystemExit(run(CARD, Settings, body))
