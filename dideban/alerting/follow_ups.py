"""Follow-ups: what of a story that was told before is worth another message."""

from typing import Final

from schemas.articles import StoryRef

MOST: Final = 2
"""Follow-ups of one story for one subscription; more would be noise."""

_NEWS: Final = ("official-source", "denial", "correction")
_NEWS_WITH_A_VALUE: Final = ("number-added:", "country:", "language:")


def material(story: StoryRef) -> str | None:
    """Return the change by which the article is news of its story, or None where it is none.

    A copy adds nothing, and neither does a rewrite that only leaves figures out; an edit that
    takes a figure back does.
    """
    if story.role == "copy":
        return None
    prefixes = _NEWS_WITH_A_VALUE + (("number-removed:",) if story.role == "edit" else ())
    news = (each for each in story.changes if each in _NEWS or each.startswith(prefixes))
    return next(news, None)


def refusal(*, told: int, acknowledged: bool, allowed: bool) -> str | None:
    """Return why news of a story that a reader was told of is not told again, None if it is.

    `told` counts the follow-ups they had.
    """
    if not allowed:
        return "follow-ups are off"
    if acknowledged:
        return "the story was acknowledged"
    if told >= MOST:
        return f"it was followed up {MOST} times"
    return None
