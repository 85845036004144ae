"""Whether everything that reads text can be loaded."""

from collections.abc import Callable
from typing import Final

from dideban.languages import identify
from dideban.packs.loader import load_packs
from dideban.text import analyser

REINSTALL: Final = "install the package again: `make install`"


def load_models() -> list[tuple[str, str]]:
    """Return for each model what was found and, where it fails, how to mend it."""
    loaders: tuple[tuple[str, Callable[[], object]], ...] = (
        ("lexicons for Persian", analyser.load),
        ("language identification", identify.load),
        ("topic packs", load_packs),
    )
    return [_tried(name, loader) for name, loader in loaders]


def _tried(name: str, loader: Callable[[], object]) -> tuple[str, str]:
    try:
        loader()
    except (OSError, ValueError, ImportError) as error:
        return f"{name} cannot be loaded: {error}", REINSTALL
    return f"{name} loaded", ""
