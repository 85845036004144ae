"""The form of a policy as a browser sends it where nothing is changed, and what is kept of it."""

from typing import Any

import httpx

DAYS = ("sat", "sun", "mon", "tue", "wed", "thu", "fri")
PLAIN = {
    "language": "en",
    "time_zone": "UTC",
    "severity": "normal",
    "breaks_through": "critical",
    "digest": "none",
    "follow_ups": "yes",
}


async def policy(editor: httpx.AsyncClient, at: str) -> dict[str, Any]:
    found: dict[str, Any] = (await editor.get(f"/api/v1{at}/policy")).json()
    return found


def every_day(row: int) -> dict[str, str]:
    return {f"day_{row}_{day}": "yes" for day in DAYS}
