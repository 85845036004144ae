"""The gateway on a store, asked over ASGI, and alerts written as delivery writes them."""

import html
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import httpx

from schemas.articles import StoryRef
from schemas.matches import Clause, Highlight, Match, ThinArticle
from services.gateway.desk import Desk
from services.gateway.web import create_app
from services.store import accounts, ledger, subscriptions
from services.store.accounts import Role

BASE = "http://127.0.0.1:8700"
SAME_SITE = {"Sec-Fetch-Site": "same-origin"}
PASSWORD = "correct horse battery"
SEEN = datetime(2025, 12, 17, 8, 12, tzinfo=UTC)


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = datetime(2025, 12, 17, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **time: float) -> None:
        self.now += timedelta(**time)


async def few_names(host: str, port: int) -> Sequence[str]:
    """Know a few hosts, and no other."""
    known = {"hooks.example": ["93.184.215.14"], "inside.example": ["10.0.0.7"]}
    if host not in known:
        raise OSError(f"{host} has no address")
    return known[host]


class Gateway:
    """The gateway under test, and hands to use it."""

    def __init__(self, desk: Desk, clock: Clock) -> None:
        self.desk = desk
        self.clock = clock
        self.app = create_app(desk)

    def browser(self, **headers: str) -> httpx.AsyncClient:
        """Return a browser with an empty cookie jar."""
        transport = httpx.ASGITransport(self.app, client=("127.0.0.1", 50_000))
        return httpx.AsyncClient(
            transport=transport, base_url=BASE, headers={**SAME_SITE, **headers}
        )

    async def user(self, name: str, role: Role) -> str:
        """Make a user and return the id."""
        stored = await self.desk.passwords.hash(PASSWORD)
        async with self.desk.store.begin() as connection:
            user_id = await accounts.add_user(
                connection, name=name, password_hash=stored, role=role, now=self.clock()
            )
        assert user_id is not None
        return user_id

    async def signed_in(self, name: str, role: Role) -> httpx.AsyncClient:
        """Make a user and return their browser."""
        await self.user(name, role)
        browser = self.browser()
        answer = await browser.post("/sign-in", data={"name": name, "password": PASSWORD})
        assert answer.status_code == 303, answer.text
        return browser

    async def subscription(self, owner: str, name: str, query: str = "gas") -> str:
        """Add a subscription straight to the store, as the command line does."""
        async with self.desk.store.begin() as connection:
            row = await subscriptions.add(
                connection, owner=owner, name=name, query=query, now=self.clock()
            )
        return str(row.subscription_id)

    async def alert(self, subscription_id: str, match: Match) -> None:
        """Write an alert as delivery does."""
        entry = ledger.Entry(
            match=replace(match, subscription_id=subscription_id),
            subscription_name="as it was",
            state="delivered",
            channel="live",
            kind="alert",
        )
        async with self.desk.store.begin() as connection:
            await ledger.take_turn(connection)
            await ledger.write_batch(connection, [entry], self.clock())


def match_of(number: int, *, title: str = "Gas swap extended", language: str = "en") -> Match:
    """Return a match of an article that begins with a matched word."""
    first = title.split(maxsplit=1)[0]
    return Match(
        match_id=f"match-{number}",
        subscription_id="",
        subscription_version=1,
        article=ThinArticle(
            article_id=f"article-{number}",
            revision="r1",
            source="Example Wire",
            url=f"https://news.example/{number}",
            title=title,
            snippet=f"About {first} and more.",
            language=language,
        ),
        highlights=(Highlight(field="title", start=0, end=len(first), text=first),),
        clauses=(Clause(text="gas NEAR/8 swap", pack="gas-transfer"),),
        story=StoryRef(story_id=f"story-{number}", role="first"),
        seen_at=SEEN,
        matched_at=SEEN,
    )


def plain(page: httpx.Response, between: str = " ") -> str:
    """Return the words of a page, with this in the place of each tag."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", between, page.text)).split())
