"""Persian affixes that a half-space parts from their word, after the Academy's dastur-e khatt."""

from collections.abc import Iterator
from typing import Final

NON_JOINING: Final = frozenset("اآأإدذرزژوؤءة")
"""Letters that never join to the next: after them no ZWNJ is written (convention of PerDT)."""

MIN_STEM: Final = 2
"""Letters that a word keeps at least when its ending is taken off."""

PLURAL: Final = frozenset(
    [
        "ها", "های", "هایی", "هایم", "هایت", "هایش", "هایمان", "هایتان", "هایشان", "هاست",
        "هایند", "هایمون",
    ]
)  # fmt: skip
"""The plural and what may follow it."""

COMPARATIVE: Final = frozenset(
    ["تر", "ترین", "تری", "ترند", "ترش", "ترم", "تریم", "ترینش", "ترینم"]
)
"""The comparative and the superlative."""

COMPARATIVE_BARE: Final = "تر"
COMPARATIVE_ENDED: Final = COMPARATIVE - {COMPARATIVE_BARE, "ترین"}
"""Comparatives with an ending of their own; they end many names («والتری»)."""

COMPARATIVE_PLURAL: Final = frozenset(["ترها", "ترهای", "ترین‌ها", "ترین‌های"])
"""Plurals of the two."""

AFTER_SILENT_HEH: Final = frozenset(
    ["ای", "ام", "ات", "اش", "اند", "ایم", "اید", "ایست", "ست", "اس", "مان", "تان", "شان"]
)
"""Endings that stand apart only after a final ه that is not pronounced."""

ATTACHED: Final = (
    "هایشان", "انی", "اتی", "شان", "مان", "تان", "ند", "یم", "ید", "یی", "ان", "ات", "ی", "م",
    "ت", "ش",
)  # fmt: skip
"""Endings written joined; they may hide an inner half-space («بین‌المللی»)."""

_LEAST_BARE: Final = 3
"""Letters that a word keeps where such an ending is taken off."""

PREFIXES: Final = ("نیمه", "میان", "پیش", "پس", "خوش", "شبه", "تک", "سه", "بی", "هم", "کم")
"""Words that stand apart before a known word."""

STANDING_APART: Final = PLURAL | COMPARATIVE
"""Affixes that are no words of their own: after a space they belong to the word before."""

PERFECT_ENDINGS: Final = frozenset(["ام", "ای", "ایم", "اید", "اند"])
"""Forms of "to be" after a participle: رفته‌اند."""

INFLECTIONAL: Final = (
    PLURAL | COMPARATIVE | AFTER_SILENT_HEH | frozenset(["یی", "ی", "م", "ت", "ش"])
)
"""What follows a half-space without being a word of its own."""

PREVERBS: Final = ("", "بر", "در", "باز", "فرا", "فرو", "وا", "ور")
"""What may stand joined before می: برمی‌گشت; none first."""

VERBAL_PREFIXES: Final = frozenset(["می", "نمی", "همی"])
"""What precedes a half-space without being a word of its own."""


_WITH_PREVERB: Final = {
    preverb + prefix: prefix for preverb in PREVERBS for prefix in VERBAL_PREFIXES
}


def verbal_prefix(word: str) -> str:
    """Return the می or نمی that a word is, alone or after a preverb («برمی»), or nothing."""
    return _WITH_PREVERB.get(word, "")


def without_attached(word: str) -> Iterator[str]:
    """Yield the word without each ending written joined that it may have, the longest first."""
    for ending in ATTACHED:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_BARE:
            yield word[: -len(ending)]
