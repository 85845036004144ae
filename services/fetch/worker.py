"""The process that reads what strangers wrote: started apart, so that it can be ended at will.

Requests come on standard input and answers go to standard output, each a length of four bytes
and MessagePack. It ends at the end of its input.
"""

import logging
import resource
import signal
import sys
from dataclasses import dataclass
from typing import BinaryIO, Final, Literal

import msgspec

from dideban.feeds import Feed, FeedError, parse_feed

MEMORY_BYTES: Final = 1_500_000_000
"""Address space, of which libraries alone reserve a third."""

LENGTH_BYTES: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A body to read, as a feed or as an article's page."""

    kind: Literal["feed", "page"]
    body: bytes
    url: str
    content_type: str = ""
    charset: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The feed, or the page's text, or why there is none."""

    feed: Feed | None = None
    text: str = ""
    error: str | None = None


def answered(job: Job) -> Answer:
    """Return what the body holds."""
    if job.kind == "page":
        # Only here, since a worker that never reads a page need not load the extractor.
        from dideban.feeds.fulltext import page_text  # noqa: PLC0415

        return Answer(text=page_text(job.body, url=job.url, charset=job.charset))
    try:
        feed = parse_feed(job.body, url=job.url, content_type=job.content_type, charset=job.charset)
    except FeedError as error:
        return Answer(error=str(error))
    return Answer(feed=feed)


def main(source: BinaryIO, target: BinaryIO) -> None:
    """Answer until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.disable()  # a library's remarks about a stranger's markup help nobody
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    decoder = msgspec.msgpack.Decoder(Job)
    while len(length := source.read(LENGTH_BYTES)) == LENGTH_BYTES:
        job = decoder.decode(source.read(int.from_bytes(length)))
        value = msgspec.msgpack.encode(answered(job))
        target.write(len(value).to_bytes(LENGTH_BYTES) + value)
        target.flush()


if __name__ == "__main__":
    answers, sys.stdout = sys.stdout.buffer, sys.stderr  # a stray print must not spoil the answers
    main(sys.stdin.buffer, answers)
