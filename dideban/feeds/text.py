"""Markup to text, and characters that no record can hold."""

import re
from typing import Final

from lxml import etree, html

_UNHOLDABLE: Final = re.compile("[\x00\ud800-\udfff]")
_CONTROL: Final = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]")
_MARKUP: Final = re.compile(r"<[a-zA-Z!/?]|&[#\w]+;")
_TAG: Final = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}")
_BLANK_LINES: Final = re.compile(r"\n\s*\n\s*")
_SPACES: Final = re.compile(r"[^\S\n]+")
_BLOCK: Final = re.compile(
    "address|article|aside|blockquote|br|d[dlt]|div|fig(caption|ure)|footer|h[1-6]|header|hr|li"
    "|main|nav|ol|p|pre|section|table|tr|ul"
)
_SILENT: Final = frozenset({"script", "style", "template", "noscript", "iframe", "object"})


def holdable(text: str) -> str:
    """Return `text` with NUL and lone surrogates replaced by U+FFFD, other controls by a space."""
    return _CONTROL.sub(" ", _UNHOLDABLE.sub("�", text))


def plain(markup: str) -> str:
    """Return the text of an HTML fragment: a line for each block, spaces collapsed, no markup."""
    markup = holdable(markup)
    if not _MARKUP.search(markup):
        return _tidy(markup)
    try:
        root = html.fragment_fromstring(markup, create_parent="div")
    except (etree.LxmlError, ValueError):
        return _tidy(re.sub(r"<[^>]*>", " ", markup))
    return _tidy(holdable("".join(_pieces(root))))


def one_line(markup: str) -> str:
    """Return the text of a title: markup and line breaks removed."""
    return " ".join(plain(markup).split())


def language_tag(value: object) -> str | None:
    """Return a BCP 47 tag as a feed wrote it (`fa_IR` as `fa-IR`), or None where it is none."""
    tag = value.strip().replace("_", "-") if isinstance(value, str) else ""
    return tag if _TAG.fullmatch(tag) else None


def _pieces(root: html.HtmlElement) -> list[str]:
    pieces: list[str] = []
    silent = 0
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            silent += tag in _SILENT
            pieces.append("\n" if _BLOCK.fullmatch(tag) else "")
            pieces.append("" if silent else element.text or "")
            continue
        silent -= event == "end" and tag in _SILENT
        pieces.append("\n" if _BLOCK.fullmatch(tag) else "")
        pieces.append("" if silent or element is root else element.tail or "")
    return pieces


def _tidy(text: str) -> str:
    return _BLANK_LINES.sub("\n", _SPACES.sub(" ", text.replace("\r", "\n"))).strip()
