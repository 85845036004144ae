"""Starts the service."""

from services.gateway import CARD
from services.gateway.app import body
from services.gateway.settings import Settings
from services.runtime.lifecycle import run

if __name__ == "__main__":
    raise SystemExit(run(CARD, Settings, body))
