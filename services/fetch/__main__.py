"""Starts the service."""

from services.fetch import CARD
from services.fetch.app import body
from services.fetch.settings import Settings
from services.runtime.lifecycle import run

if __name__ == "__main__":
    raise SystemExit(run(CARD, Settings, body))
