"""Reads feeds and pages in a process of its own, ended when it takes too long or dies."""

import asyncio
import contextlib
import sys
from types import TracebackType
from typing import Final, Self

import msgspec

from dideban.feeds import Feed, FeedError
from services.fetch.worker import LENGTH_BYTES, Answer, Job
from services.runtime.http import Response

FEED_SECONDS: Final = 20.0
"""A feed of 5 MB takes about 6 s on the machine that builds this; its first job also imports."""
PAGE_SECONDS: Final = 20.0


class UnreadableError(FeedError):
    """Reading took too long or too much memory, and was ended."""


class Reader:
    """One worker process, started at the first job; jobs take turns."""

    def __init__(self, *, feed_seconds: float = FEED_SECONDS) -> None:
        self._feed_seconds = feed_seconds
        self._turn = asyncio.Lock()
        self._process: asyncio.subprocess.Process | None = None
        self._decoder = msgspec.msgpack.Decoder(Answer)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._end()

    async def feed(self, answer: Response) -> Feed:
        """Return the feed that the answer holds.

        Raises:
            FeedError: it holds none, or it cannot be read in reasonable time.
        """
        job = Job(
            kind="feed",
            body=answer.body,
            url=answer.url,
            content_type=answer.content_type,
            charset=answer.charset,
        )
        read = await self._read(job, self._feed_seconds)
        if read.feed is None:
            raise FeedError(read.error or "the feed cannot be read")
        return read.feed

    async def page(self, answer: Response) -> str:
        """Return the main text of the page that the answer holds; empty where there is none.

        Raises:
            FeedError: it cannot be read in reasonable time.
        """
        job = Job(kind="page", body=answer.body, url=answer.url, charset=answer.charset)
        return (await self._read(job, PAGE_SECONDS)).text

    async def _read(self, job: Job, seconds: float) -> Answer:
        async with self._turn:
            try:
                async with asyncio.timeout(seconds):
                    return await self._asked(job)
            except TimeoutError as error:
                await self._end()
                raise UnreadableError(f"reading it took longer than {seconds:g} s") from error
            except (OSError, asyncio.IncompleteReadError, msgspec.DecodeError) as error:
                await self._end()
                raise UnreadableError("reading it ended its process") from error
            except asyncio.CancelledError:
                await self._end()
                raise

    async def _asked(self, job: Job) -> Answer:
        if self._process is None:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "services.fetch.worker"),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                start_new_session=True,
            )
        source, target = self._process.stdout, self._process.stdin
        if source is None or target is None:
            raise RuntimeError("the worker has no pipes")
        value = msgspec.msgpack.encode(job)
        target.write(len(value).to_bytes(LENGTH_BYTES) + value)
        await target.drain()
        length = int.from_bytes(await source.readexactly(LENGTH_BYTES))
        return self._decoder.decode(await source.readexactly(length))

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.communicate()
