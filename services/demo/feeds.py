"""Feeds and pages of a sample agency, in four formats found in the wild."""

from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import format_datetime
from functools import cache
from typing import Any, Final

import orjson
from jinja2 import Environment, PackageLoader, StrictUndefined

from services.demo.catalogue import FeedFormat, Item, Source

CONTENT_TYPES: Final[dict[FeedFormat, str]] = {
    "rss": "application/rss+xml",
    "atom": "application/atom+xml",
    "rdf": "application/rdf+xml",
    "json": "application/feed+json",
}


@dataclass(frozen=True, slots=True)
class Document:
    """A body in UTF-8 and its media type."""

    body: bytes
    content_type: str


def feed_path(source: Source) -> str:
    """Return the path of the agency's feed."""
    return f"/feeds/{source.id}"


def page_path(item: Item) -> str:
    """Return the path of the article's page; it holds neither text nor date, so it stays."""
    return f"/{item.source.id}/{item.id}"


def feed(source: Source, items: Sequence[Item], base_url: str) -> Document:
    """Return the agency's feed in the agency's format.

    RSS 2.0 and JSON Feed carry the whole text, Atom and RDF (RSS 1.0) only its first paragraph,
    so that both kinds of source are met.
    """
    if source.format == "json":
        body = orjson.dumps(_json_feed(source, items, base_url))
    else:
        template = _templates().get_template(f"{source.format}.xml")
        text = template.render(source=source, items=items, base_url=base_url)
        body = text.encode("utf-8")
    return Document(body, CONTENT_TYPES[source.format])


def page(item: Item) -> Document:
    """Return the article's page as HTML."""
    text = _templates().get_template("page.html").render(item=item)
    return Document(text.encode("utf-8"), "text/html")


def _json_feed(source: Source, items: Sequence[Item], base_url: str) -> dict[str, Any]:
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": source.name,
        "language": source.language,
        "feed_url": base_url + feed_path(source),
        "items": [_json_item(item, base_url) for item in items],
    }


def _json_item(item: Item, base_url: str) -> dict[str, Any]:
    url = base_url + page_path(item)
    entry: dict[str, Any] = {"id": url, "url": url, "title": item.title}
    if item.published_at is not None:
        entry["date_published"] = item.published_at.isoformat()
    entry["content_text"] = "\n\n".join(item.paragraphs)
    return entry


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("services.demo"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["rfc5322"] = format_datetime
    environment.globals["feed_path"] = feed_path
    environment.globals["page_path"] = page_path
    return environment
