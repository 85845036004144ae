"""Tables of sentences, one a language, which lie in a folder of the package that tells them."""

from collections.abc import Mapping
from importlib.resources import files
from typing import Final, Literal, get_args

import msgspec
import yaml

MessageLanguage = Literal["ar", "az", "en", "fa", "ru", "tr"]
"""BCP 47 tags of the languages in which people are told something."""
MESSAGE_LANGUAGES: Final[tuple[MessageLanguage, ...]] = get_args(MessageLanguage)

_Loader: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

type Sentences = Mapping[str, str | Mapping[str, str]]
"""A sentence for each key; of one that tells a count, one for each plural of CLDR, or for `=2`."""


def sentences(package: str, folder: str, language: MessageLanguage) -> Sentences:
    """Return the sentences of a language."""
    text = (files(package) / folder / f"{language}.yaml").read_text(encoding="utf-8")
    read = yaml.load(text, Loader=_Loader)  # noqa: S506  either one is a safe loader
    return msgspec.convert(read, dict[str, str | dict[str, str]])
