from io import BytesIO
from typing import Any

class FeedParserDict(dict[str, Any]):
    version: str
    entries: list[FeedParserDict]
    feed: FeedParserDict
    bozo: bool

def parse(
    url_file_stream_or_string: BytesIO,
    *,
    response_headers: dict[str, str] | None = ...,
    resolve_relative_uris: bool | None = ...,
    sanitize_html: bool | None = ...,
) -> FeedParserDict: ...
