"""The clauses that tell of topic packs and saved queries, in the tongue `t`."""

from collections.abc import Sequence
from typing import Literal

from dideban.query.telling import in_place
from dideban.query.tongue import Tongue
from dideban.query.tree import Place


def pack_fires(t: Tongue, pack: str, patterns: int, place: Place | None) -> str:
    """Return that a pack fires, and by how many of its patterns."""
    by = t.counted("patterns", patterns)
    return t("pack_fires", pack=pack, where=in_place(t, place), patterns=by)


def pack_silent(t: Tongue, pack: str, place: Place | None) -> str:
    """Return that no pattern of a pack holds."""
    return t("pack_silent", pack=pack, where=in_place(t, place))


def pack_elsewhere(t: Tongue, pack: str, place: Place, other: str, *, together: bool) -> str:
    """Return that a pack fires, but not in the place asked for, or not by that place alone."""
    key = "pack_together" if together else "pack_elsewhere"
    return t(key, pack=pack, place=t(f"the_{place}"), other=other)


def nearest(t: Tongue, told: str) -> str:
    """Return of the pattern that was missed by least what was missing."""
    return t("nearest", told=told)


def pack_without_words(t: Tongue, told: str) -> str:
    """Return that not even single words of a pack's patterns are there."""
    return t("pack_without_words", told=told)


def pack_silenced(t: Tongue, pack: str, signs: Sequence[str]) -> str:
    """Return that a pack would fire, were there no sign of another meaning."""
    return t.counted("pack_silenced", len(signs), pack=pack, signs=t.listed(signs))


def not_installed(t: Tongue, kind: Literal["pack", "saved_query"], name: str) -> str:
    """Return that what the query names is not there."""
    return t(f"no_{kind}", name=name)
