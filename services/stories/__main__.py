"""Starts the service."""

from services.runtime.lifecycle import run
from services.stories import CARD
from services.stories.app import body
from services.stories.settings import Settings

if __name__ == "__main__":
    raise SystemExit(run(CARD, Settings, body))
