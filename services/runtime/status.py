"""The pages that tell how a service is: /healthz, /readyz and /metrics."""

from collections.abc import Mapping
from typing import Protocol

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest


class Readiness(Protocol):
    """Whether a service can do its work, and what it waits for."""

    @property
    def ready(self) -> bool:
        """Whether it can."""

    @property
    def reasons(self) -> Mapping[str, str]:
        """What is missing, by part."""


async def serve_status(host: str, port: int, health: Readiness) -> web.AppRunner:
    """Serve the pages until the runner is cleaned up.

    Raises:
        OSError: the port is taken.
    """

    async def healthz(_: web.Request) -> web.Response:
        return web.json_response({"status": "alive"})

    async def readyz(_: web.Request) -> web.Response:
        body = {"ready": health.ready, "waiting_for": dict(health.reasons)}
        return web.json_response(body, status=200 if health.ready else 503)

    async def exposition(_: web.Request) -> web.Response:
        return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    application = web.Application()
    pages = {"/healthz": healthz, "/readyz": readyz, "/metrics": exposition}
    application.add_routes([web.get(path, page) for path, page in pages.items()])
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, host, port).start()
    return runner
