"""The words of the pages, in English and Persian, from one table."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final, Literal

import msgspec
import yaml

type Ui = Literal["en", "fa"]

PERSIAN_DIGITS: Final = str.maketrans("0123456789,", "۰۱۲۳۴۵۶۷۸۹٬")


@cache
def _table() -> Mapping[str, Mapping[Ui, str]]:
    text = (files("services.gateway") / "words.yaml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.safe_load(text), dict[str, dict[Literal["en", "fa"], str]])


class Words:
    """The words of one language: `words["desk"]`, or with a number `words("in_a_day", 3)`."""

    def __init__(self, ui: Ui) -> None:
        self.ui: Ui = ui
        self.direction = "rtl" if ui == "fa" else "ltr"

    def __getitem__(self, key: str) -> str:
        return _table()[key][self.ui]

    def __call__(self, key: str, count: int) -> str:
        """Return a sentence about a number, in the digits of the language."""
        return self[key].format(self.number(count))

    def __contains__(self, key: str) -> bool:
        return key in _table()

    def number(self, value: int) -> str:
        """Return a number in the digits of the language."""
        text = f"{value:,}"
        return text.translate(PERSIAN_DIGITS) if self.ui == "fa" else text

    def decimal(self, value: float) -> str:
        """Return a number with one digit behind the point."""
        text = f"{value:,.1f}"
        if self.ui == "en":
            return text
        whole, _, part = text.partition(".")
        return f"{whole}٫{part}".translate(PERSIAN_DIGITS)

    def language(self, tag: str) -> str:
        """Return a language's name, or its BCP 47 tag where it has none here."""
        names = _table().get(f"language_{tag.split('-', 1)[0].lower()}")
        return names[self.ui] if names else tag


def chosen(asked: str | None, kept: str | None, accepted: str) -> Ui:
    """Return the interface's language: asked for now, kept from before, or the browser's."""
    for wish in (asked, kept):
        if wish in {"en", "fa"}:
            return "fa" if wish == "fa" else "en"
    return "fa" if accepted.strip().lower().startswith("fa") else "en"
