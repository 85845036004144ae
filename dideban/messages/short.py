"""Messages for small places: a push to a phone through ntfy, or to a browser."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import orjson

from dideban.messages import bidi
from dideban.messages.content import Content, Item, content_of
from dideban.messages.notice import Notice
from dideban.messages.pieces import text_of
from dideban.messages.plain import SEPARATOR, fact_lines
from dideban.messages.subject import first_line
from dideban.text.one_line import Size, plain, shortened, utf8_bytes

TITLE_BYTES: Final = 250
NTFY_BYTES: Final = 4_000
NAME_BYTES: Final = 100
PUSH_TITLE_BYTES: Final = 400
PUSH_BODY_BYTES: Final = 1_400
PUSH_URL_BYTES: Final = 800
PUSH_TAG_BYTES: Final = 100
"""Together with the keys under 3,000, and no push service takes more than 4,096 (RFC 8030)."""
TITLE_CHARS: Final = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Short:
    """A title, a body of a few lines, and where a tap leads, which may be nowhere."""

    title: str
    body: str
    url: str


def ntfy(notice: Notice) -> Short:
    """Return the message for ntfy: the title in 250 bytes of UTF-8, the body in 4,000."""
    content = content_of(notice)
    return Short(
        title=first_line(notice, TITLE_BYTES, NAME_BYTES, utf8_bytes),
        body=_body(content, NTFY_BYTES, utf8_bytes),
        url=_url(content),
    )


def web_push(notice: Notice) -> bytes:
    """Return the payload for Web Push: JSON in at most 3,000 bytes.

    `tag` is the same for all alerts of a story, so that a browser shows the newest in its place.
    """
    content = content_of(notice)
    url = _url(content)
    return orjson.dumps(
        {
            "title": first_line(notice, PUSH_TITLE_BYTES, NAME_BYTES, _json_bytes),
            "body": _body(content, PUSH_BODY_BYTES, _json_bytes),
            "url": url if _json_bytes(url) <= PUSH_URL_BYTES else "",
            "tag": shortened(_tag(notice), PUSH_TAG_BYTES, _json_bytes),
            "lang": content.words.language,
            "dir": content.words.direction,
        }
    )


def _json_bytes(text: str) -> int:
    return len(orjson.dumps(text))


def _url(content: Content) -> str:
    """Return the article of a message about one, else the desk."""
    alone = content.items[0].url if len(content.items) == 1 else ""
    return alone or next((link.url for link in content.links), "")


def _tag(notice: Notice) -> str:
    if not notice.matches:
        return notice.kind
    first = notice.matches[0]
    if notice.kind == "digest":
        return plain(f"digest {first.match_id}")
    return plain(f"story {first.story.story_id}")


def _body(content: Content, most: int, size: Size) -> str:
    """Return as many lines as fit, and of a digest how many alerts they leave out."""
    if not content.items:
        return shortened(bidi.directed(content.note, content.words.direction), most, size)
    if len(content.items) == 1:
        return _fitting(list(_lines(content, content.items[0])), most, size)
    titles = [_title_line(content, item) for item in content.items]
    kept = len(titles)
    while size(body := _listed(content, titles[:kept], content.count - kept)) > most:
        kept -= 1
    return body


def _listed(content: Content, titles: Sequence[str], hidden: int) -> str:
    tail = [_ours(content, content.words("more", count=hidden))] if hidden else []
    return "\n".join([*titles, *tail])


def _title_line(content: Content, item: Item) -> str:
    title = shortened(item.title_text, TITLE_CHARS)
    beside = bidi.isolated(bidi.directed(title, item.direction), content.words.direction)
    return _ours(content, SEPARATOR.join([beside, item.byline[0]]))


def _lines(content: Content, item: Item) -> Iterator[str]:
    yield _ours(content, SEPARATOR.join(item.byline))
    if item.snippet:
        yield bidi.directed(text_of(item.snippet), item.direction)
    for fact in item.facts:
        yield from fact_lines(fact, content.words)


def _fitting(lines: Sequence[str], most: int, size: Size) -> str:
    kept = len(lines)
    while kept > 1 and size("\n".join(lines[:kept])) > most:
        kept -= 1
    return "\n".join(lines[:kept])


def _ours(content: Content, line: str) -> str:
    return bidi.directed(line, content.words.direction)
