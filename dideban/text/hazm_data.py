"""The data that hazm brings, read without importing hazm.

Importing the package pulls in taggers and costs 50 MB and 0.8 s (measured on hazm 0.12.1); its
word list, verb roots and character tables are plain files.
"""

from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Final

_WORD_COLUMNS: Final = 2


@cache
def folder() -> Path:
    """Return hazm's installed folder.

    Raises:
        ModuleNotFoundError: hazm is not installed.
    """
    spec = find_spec("hazm")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("hazm is not installed; it brings the Persian word list")
    return Path(spec.origin).parent


def words() -> Iterator[tuple[str, int, str]]:
    """Yield each word of words.dat with its count on the web and its parts of speech."""
    with (folder() / "data" / "words.dat").open(encoding="utf-8") as lines:
        for line in lines:
            columns = line.rstrip("\n").split("\t")
            if len(columns) >= _WORD_COLUMNS:
                yield (
                    columns[0],
                    int(columns[1]),
                    columns[2] if len(columns) > _WORD_COLUMNS else "",
                )


def verb_roots() -> Iterator[tuple[str, str]]:
    """Yield the past and the present stem of each verb of verbs.dat, either may be empty."""
    with (folder() / "data" / "verbs.dat").open(encoding="utf-8") as lines:
        for line in lines:
            past, _, present = line.strip().partition("#")
            yield past, present


@cache
def letter_table() -> dict[str, str]:
    """Return hazm's one-to-one translations of letters (hazm.constants.TRANSLATION_SRC)."""
    spec = spec_from_file_location("_hazm_constants", folder() / "constants.py")
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError("hazm.constants is missing; a hazm of 0.12 has it")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return dict(zip(module.TRANSLATION_SRC, module.TRANSLATION_DST, strict=True))
