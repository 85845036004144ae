"""What a form says of a target that cannot be taken, in the language of its page."""

from typing import Final

from fastapi import Request

from services.gateway.problems import Problem
from services.gateway.rendering import words_of

WHOLE: Final = frozenset({"email", "telegram"})
"""Channels of which the sentence says all that can be done; an address may also be forbidden."""


def led(request: Request, problem: Problem, channel: str) -> Problem:
    """Return the problem with what a target of its channel looks like, to stand before it."""
    key = f"problem_target_{channel or 'webhook'}"
    words = words_of(request)
    if problem.field == "target" and key in words:
        problem.more["told"] = words[key]
        if channel in WHOLE:
            problem.fix = None
    return problem
