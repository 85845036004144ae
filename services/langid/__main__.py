"""Starts the service."""

from services.langid import CARD
from services.langid.app import body
from services.langid.settings import Settings
from services.runtime.lifecycle import run

if __name__ == "__main__":
    raise SystemExit(run(CARD, Settings, body))
