"""What the packs are called, without parsing their patterns, which takes seconds."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

import msgspec
import yaml

_BEHIND: Final = "\nnotes:"
"""Name, version and title of a pack stand before its notes."""


class _Head(msgspec.Struct, frozen=True):
    name: str
    title: dict[str, str]


@cache
def pack_titles() -> Mapping[str, Mapping[str, str]]:
    """Return the titles of every pack that ships with the product, by name and BCP 47 tag."""
    texts = (
        entry.read_text(encoding="utf-8")
        for entry in files(__package__).iterdir()
        if entry.name.endswith(".yaml")
    )
    heads = (msgspec.convert(yaml.safe_load(text.partition(_BEHIND)[0]), _Head) for text in texts)
    return {head.name: head.title for head in heads}


def pack_title(name: str, language: str) -> str:
    """Return a pack's title in a language, in English where it has none, or its name."""
    titles = pack_titles().get(name, {})
    return titles.get(language, titles.get("en", name))
