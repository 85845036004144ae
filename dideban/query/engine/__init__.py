"""Matches documents against all standing queries at once."""

from dideban.query.engine.engine import Engine, Hit

__all__ = ["Engine", "Hit"]
