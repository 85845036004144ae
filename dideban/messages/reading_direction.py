"""In which direction a language is written."""

from typing import Final

RIGHT_TO_LEFT: Final = frozenset(
    {"ar", "arc", "azb", "ckb", "dv", "fa", "glk", "he", "lrc", "mzn", "ps", "sd", "ug", "ur", "yi"}
)
SCRIPTS: Final = frozenset({"arab", "hebr", "nkoo", "syrc", "thaa"})


def direction(tag: str) -> str:
    """Return `rtl`, `ltr`, or `auto` where the language is not known; `tag` is BCP 47."""
    language, *rest = tag.lower().split("-")
    scripts = [part for part in rest if len(part) == len("Arab") and part.isalpha()]
    if scripts:
        return "rtl" if scripts[0] in SCRIPTS else "ltr"
    if language in {"und", ""}:
        return "auto"
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"
