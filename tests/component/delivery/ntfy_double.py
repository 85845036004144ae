"""A server that takes messages as ntfy's "Publish as JSON" documents it, and refuses as it does."""

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from delivery_scene import fresh

TOPIC = re.compile(r"[-_A-Za-z0-9]{1,64}")
KINDS = {
    "topic": str,
    "message": str,
    "title": str,
    "tags": list,
    "priority": int,
    "click": str,
    "sequence_id": str,
}
MAX_MESSAGE_BYTES = 4_096


def error(http: int, code: int, words: str) -> web.Response:
    body = {"code": code, "http": http, "error": words, "link": "https://ntfy.sh/docs/publish/"}
    return web.json_response(body, status=http)


@dataclass
class NtfyDouble:
    """`tokens` names who may write to a topic that is not open; `notices` is what a phone shows."""

    base: str = ""
    tokens: dict[str, str] = field(default_factory=dict)
    refusals: list[web.Response] = field(default_factory=list)
    messages: list[dict[str, Any]] = field(default_factory=list)

    @property
    def notices(self) -> list[dict[str, Any]]:
        """The messages as a client from 2.16 on shows them: the newest of each sequence."""
        return list({message["sequence_id"]: message for message in self.messages}.values())

    async def answer(self, request: web.Request) -> web.Response:
        if self.refusals:
            return fresh(self.refusals.pop(0))
        try:
            message: dict[str, Any] = json.loads((await request.read()).decode("utf-8"))
        except ValueError:
            return error(400, 40024, "invalid request: request body must be valid JSON")
        if any(not isinstance(value, KINDS[name]) for name, value in message.items()):
            return error(400, 40017, "invalid request: request body must be message JSON")
        return self._refused(request, message) or self._kept(message)

    def _kept(self, message: dict[str, Any]) -> web.Response:
        self.messages.append(message)
        topic = message["topic"]
        return web.json_response({"id": "hwQ2YpKdmg", "event": "message", "topic": topic})

    def _refused(self, request: web.Request, message: dict[str, Any]) -> web.Response | None:
        topic = message["topic"]
        if not TOPIC.fullmatch(topic):
            return error(400, 40009, "invalid request: topic invalid")
        if topic in self.tokens:
            given = request.headers.get("Authorization")
            if given is None:
                return error(403, 40301, "forbidden")
            if given != f"Bearer {self.tokens[topic]}":
                return error(401, 40101, "unauthorized")
        if len(message["message"].encode()) > MAX_MESSAGE_BYTES:
            return error(413, 41301, "attachment too large, or bandwidth limit reached")
        if not 1 <= message["priority"] <= 5:
            return error(400, 40007, "invalid priority parameter")
        return None


@asynccontextmanager
async def ntfy() -> AsyncIterator[NtfyDouble]:
    double = NtfyDouble()
    application = web.Application(client_max_size=1_000_000)
    application.router.add_post("/", double.answer)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    double.base = f"http://{host}:{port}"
    try:
        yield double
    finally:
        await runner.cleanup()
