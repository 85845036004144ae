"""What the packs are called, without parsing their patterns, which takes seconds."""

from collections.abc import Mapping
from functools import cache
from typing import Final

import msgspec
import yaml

from dideban.packs.shipped import shipped, text_of

_BEHIND: Final = "\nnotes:"
"""Name, version and title of a pack stand before its notes."""


class _Head(msgspec.Struct, frozen=True):
    name: str
    title: dict[str, str]


@cache
def pack_titles() -> Mapping[str, Mapping[str, str]]:
    """Return the titles of every pack that ships with the product, by name and BCP 47 tag."""
    texts = (text_of(name).partition(_BEHIND)[0] for name in shipped())
    heads = (msgspec.convert(yaml.safe_load(text), _Head) for text in texts)
    return {head.name: head.title for head in heads}


def pack_title(name: str, language: str) -> str:
    """Return a pack's title in a language, in English where it has none, or its name."""
    titles = pack_titles().get(name, {})
    return titles.get(language, titles.get("en", name))
