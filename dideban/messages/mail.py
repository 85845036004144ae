"""The HTML part of a mail: one column, readable in light, dark and on a phone; nothing remote."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from dideban.messages.content import content_of
from dideban.messages.notice import Notice
from dideban.messages.subject import subject
from dideban.text.one_line import FSI, PDI


def mail_html(notice: Notice) -> str:
    """Return the page, in which each title has the language and direction of its article."""
    content = content_of(notice)
    words = content.words
    hidden = content.count - len(content.items)
    return _template().render(
        c=content,
        w=words,
        rtl=words.direction == "rtl",
        subject=_bare(subject(notice)),
        name=words.piece(content.subscription),
        more=words("more", count=hidden) if hidden else "",
    )


def isolates(text: str) -> Markup:
    """Return the text with its isolates as `bdi`, which a browser lays out in the same way."""
    escaped = str(escape(text)).replace(FSI, "<bdi>").replace(PDI, "</bdi>")
    return Markup(escaped)  # noqa: S704  escaped above; only our own isolates became tags


def _bare(text: str) -> str:
    return text.replace(FSI, "").replace(PDI, "")


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("dideban.messages", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["isolates"] = isolates
    return environment.get_template("mail.html")
