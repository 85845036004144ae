"""Which packs ship with the product, and their files as they stand."""

from functools import cache
from importlib.resources import files
from typing import Final

_ENDING: Final = ".yaml"


@cache
def shipped() -> tuple[str, ...]:
    """Return the names of the packs that ship with the product, in order; none is read yet."""
    found = (entry.name for entry in files(__package__).iterdir())
    return tuple(sorted(name.removesuffix(_ENDING) for name in found if name.endswith(_ENDING)))


def file_of(name: str) -> str:
    """Return the name of a pack's file."""
    return f"{name}{_ENDING}"


def text_of(name: str) -> str:
    """Return what stands in the file of a pack that ships."""
    return (files(__package__) / file_of(name)).read_text(encoding="utf-8")
