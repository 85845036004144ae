"""A server that takes sendMessage as Telegram's Bot API documents it, and refuses as it does."""

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from aiohttp import web

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0"
TAGS = {
    *("b", "strong", "i", "em", "u", "ins", "s", "strike", "del"),
    *("span", "tg-spoiler", "a", "tg-emoji", "code", "pre", "blockquote"),
}
TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)((?:\s+[\w-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'))?)*)\s*>")
MAX_UNITS = 4_096


class RefusedError(Exception):
    """What the API answers, and what it adds."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def units(text: str) -> int:
    """Return the length as Telegram counts it, in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def shown(text: str) -> str:
    """Return the text without its tags, its entities read; raises where the API would refuse."""
    opened: list[str] = []
    out, place = [], 0
    while (start := text.find("<", place)) >= 0:
        out.append(unescape(text[place:start]))
        tag = TAG.match(text, start)
        if tag is None or tag[2].lower() not in TAGS:
            name = tag[2] if tag else text[start + 1 : start + 20]
            raise RefusedError(
                400,
                f'Bad Request: can\'t parse entities: Unsupported start tag "{name}" '
                f"at byte offset {len(text[:start].encode())}",
            )
        if not tag[1]:
            opened.append(tag[2].lower())
        elif not opened or opened.pop() != tag[2].lower():
            raise RefusedError(400, "Bad Request: can't parse entities: Unexpected end tag")
        place = tag.end()
    if opened:
        raise RefusedError(
            400, f"Bad Request: can't parse entities: Can't find end tag for {opened[-1]}"
        )
    return "".join(out) + unescape(text[place:])


@dataclass
class TelegramDouble:
    """`chats` are those the bot may write to; `refusals` are given out first, one a message."""

    base: str = ""
    chats: set[int | str] = field(default_factory=set)
    blocked: set[int | str] = field(default_factory=set)
    moved: dict[int | str, int] = field(default_factory=dict)
    refusals: list[RefusedError] = field(default_factory=list)
    messages: list[dict[str, Any]] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)

    async def answer(self, request: web.Request) -> web.Response:
        try:
            message = await self._taken(request)
        except RefusedError as refused:
            body: dict[str, Any] = {
                "ok": False,
                "error_code": refused.code,
                "description": refused.description,
            }
            if refused.parameters:
                body["parameters"] = refused.parameters
            return web.json_response(body, status=refused.code)
        self.messages.append(message)
        return web.json_response({"ok": True, "result": {"message_id": len(self.messages)}})

    async def _taken(self, request: web.Request) -> dict[str, Any]:
        if request.match_info["token"] != TOKEN:
            raise RefusedError(401, "Unauthorized")
        if request.content_type != "application/json" or request.method != "POST":
            raise RefusedError(400, "Bad Request: message text is empty")
        message: dict[str, Any] = json.loads(await request.read())
        self.asked.append(message)
        if self.refusals:
            raise self.refusals.pop(0)
        chat = message["chat_id"]
        if chat in self.moved:
            raise RefusedError(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=self.moved[chat],
            )
        if chat in self.blocked:
            raise RefusedError(403, "Forbidden: bot was blocked by the user")
        if chat not in self.chats:
            raise RefusedError(400, "Bad Request: chat not found")
        assert message["parse_mode"] == "HTML"
        assert message["link_preview_options"] == {"is_disabled": True}
        assert set(message) == {"chat_id", "text", "parse_mode", "link_preview_options"}
        self._check_text(message["text"])
        return message

    @staticmethod
    def _check_text(text: str) -> None:
        visible = shown(text).strip()
        if not visible:
            raise RefusedError(400, "Bad Request: message text is empty")
        if units(visible) > MAX_UNITS:
            raise RefusedError(400, "Bad Request: message is too long")


@asynccontextmanager
async def telegram() -> AsyncIterator[TelegramDouble]:
    double = TelegramDouble()
    application = web.Application()
    application.router.add_route("*", "/bot{token}/sendMessage", double.answer)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    double.base = f"http://{host}:{port}"
    try:
        yield double
    finally:
        await runner.cleanup()
