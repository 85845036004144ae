"""Why a subscription fires on an article, or does not: a page for people who do not program."""

import asyncio
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import Field
from sqlalchemy import Row

from dideban.messages.notice import MessageLanguage
from dideban.packs.loader import LANGUAGES, pack_names
from services.gateway import explaining, forms, queries, seen_articles, subscriptions
from services.gateway.desk import AtDesk, Desk
from services.gateway.explaining import Original, WhyView
from services.gateway.identity import Reading, User
from services.gateway.owning import seen
from services.gateway.problems import Problem
from services.gateway.rendering import page, words_of
from services.gateway.shapes import Shape, Text
from services.store import saved_queries
from services.store.trace import ledger_of_article

PLACES: Final = frozenset({"subscription", "query", "title", "text", "article", "find"})
"""Beside which a problem can be told; another stands above the form."""

router = APIRouter()


class Asked(Shape):
    """Which query and which article; of either, one way to name it is enough."""

    subscription: str = Field(default="", max_length=64)
    query: Text = Field(default="", max_length=20_000)
    article: Text = Field(default="", max_length=2_000)
    title: Text = ""
    text: Text = ""
    language: Literal[""] | MessageLanguage = ""
    find: Text = Field(default="", max_length=500)
    ui: str = ""

    @property
    def names_an_article(self) -> bool:
        """Whether there is an article to explain."""
        return bool(self.article or self.title or self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The answer, and what became of the article for the subscription."""

    why: WhyView
    deliveries: list[Row[Any]]
    archived: bool


@router.get("/why")
async def why_page(
    request: Request, user: Reading, desk: AtDesk, asked: Annotated[Asked, Query()]
) -> Response:
    """Ask, or explain an article that was read; the address can be passed on."""
    return await _page(request, user, desk, asked)


@router.post("/why")
async def why(request: Request, user: Reading, desk: AtDesk) -> Response:
    """Explain what the form says; nothing is kept of it."""
    values = await forms.fields(request)
    try:
        asked = forms.shaped(Asked, values)
    except Problem as problem:
        kept = {name: value for name, value in values.items() if name in Asked.model_fields}
        return await _page(request, user, desk, Asked.model_construct(**kept), problem)  # type: ignore[arg-type]
    return await _page(request, user, desk, asked)


async def _page(
    request: Request, user: User, desk: Desk, asked: Asked, problem: Problem | None = None
) -> Response:
    answered, listed = None, []
    try:
        listed = list(await seen_articles.some(desk, asked.find))
        if problem is None and (asked.names_an_article or request.method == "POST"):
            answered = await _answered(request, user, desk, asked)
    except Problem as error:
        problem = error
    context = {
        "user": user,
        "asked": asked,
        "answered": answered,
        "articles": listed,
        "languages": LANGUAGES,
        "problem": problem,
        "above": problem is not None and problem.field not in PLACES,
        "subscriptions": await subscriptions.every(desk, user),
    }
    return page(request, "why.html", context, problem.status if problem else HTTPStatus.OK)


async def _answered(request: Request, user: User, desk: Desk, asked: Asked) -> Answered:
    """Return the answer.

    Raises:
        Problem: no query or no article is named, or there is none such.
    """
    query, saved = await _query(user, desk, asked)
    original = await _original(desk, asked)
    names = pack_names(saved=saved)
    async with desk.explaining:
        why = await asyncio.to_thread(explaining.why, query, names, original, words_of(request).ui)
    archived = bool(asked.article) and not (asked.title or asked.text)
    rows: list[Row[Any]] = []
    if archived and not asked.query:  # the subscription is one that the user may see
        async with desk.store.begin(reading=True) as connection:
            found = await ledger_of_article(connection, original.document.article_id)
        rows = [row for row in found if row.subscription_id == asked.subscription]
    return Answered(why=why, deliveries=rows, archived=archived)


async def _query(user: User, desk: Desk, asked: Asked) -> tuple[str, dict[str, str]]:
    if asked.query:
        saved = await subscriptions.saved_by(desk, user)
        return await queries.checked(asked.query, saved=saved), saved
    if not asked.subscription:
        raise Problem(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "subscription: nothing is chosen",
            field="subscription",
            fix="choose a subscription, or write a query of your own",
        )
    async with desk.store.begin(reading=True) as connection:
        row = await seen(connection, user, asked.subscription)
        saved = await saved_queries.of(connection, row.owner)
    return await queries.checked(row.query, saved=saved), saved


async def _original(desk: Desk, asked: Asked) -> Original:
    if asked.title or asked.text:
        language = asked.language or None
        return await asyncio.to_thread(
            explaining.of_text, asked.title, asked.text, language, desk.now()
        )
    if not asked.article:
        raise Problem(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "text: there is no article",
            field="text",
            fix="paste a text, or choose an article from the list",
        )
    article = await seen_articles.one(desk, asked.article)
    return await asyncio.to_thread(explaining.of_archive, article)
