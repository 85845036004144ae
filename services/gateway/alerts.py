"""Alerts over the API: page by page, or as they come."""

from datetime import timedelta
from typing import Annotated, Final

from fastapi import APIRouter, Header, Query, Request, Response

from dideban.messages.marks import matched_words
from services.gateway import shapes
from services.gateway.desk import AtDesk
from services.gateway.identity import Reading, who
from services.gateway.stream import LiveStream, Place, first_place, open_stream
from services.store import alerts_view
from services.store.alerts_view import Alert

MAX_PAGE: Final = 200
DAY: Final = timedelta(days=1)

router = APIRouter(prefix=shapes.API, tags=["alerts"])


def told(alert: Alert) -> shapes.Alert:
    """Return an alert as the API tells it."""
    match = alert.match
    return shapes.Alert(
        number=alert.number,
        kind=alert.kind,
        match_id=match.match_id,
        subscription=shapes.SubscriptionRef(
            subscription_id=alert.subscription_id, name=alert.subscription_name
        ),
        language=match.article.language,
        source=match.article.source,
        url=match.article.url,
        title=match.article.title,
        snippet=match.article.snippet,
        published_at=match.article.published_at,
        seen_at=match.seen_at,
        matched_at=match.matched_at,
        state=alert.state,
        reason=alert.reason,
        clauses=list(match.clauses),
        highlights=list(match.highlights),
        words=matched_words(match.highlights),
        story=match.story,
    )


@router.get("/alerts")
async def read_alerts(
    user: Reading,
    desk: AtDesk,
    after: Annotated[int | None, Query(ge=0, le=2**62)] = None,
    before: Annotated[int | None, Query(ge=0, le=2**62)] = None,
    subscription: Annotated[str | None, Query(max_length=64)] = None,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 50,
) -> shapes.Alerts:
    """Give the newest alerts first, or with `after` the next ones, oldest first."""
    reader = user.reader(subscription)
    async with desk.store.begin(reading=True) as connection:
        if after is not None:
            found = await alerts_view.since(connection, reader, after, limit + 1)
        else:
            found = await alerts_view.newest(connection, reader, limit + 1, before)
    page = [told(alert) for alert in found[:limit]]
    numbers = [alert.number for alert in page]
    return shapes.Alerts(
        alerts=page,
        newest=max(numbers, default=after),
        oldest=min(numbers, default=before),
        more=len(found) > limit,
    )


@router.get(
    "/stream",
    response_class=Response,
    response_model=None,
    responses={200: {"content": {LiveStream.media_type: {}}, "description": "Alerts as they come"}},
)
async def stream(
    request: Request,
    user: Reading,
    desk: AtDesk,
    after: Annotated[int | None, Query(ge=0, le=2**62)] = None,
    last_event_id: Annotated[str | None, Header()] = None,
) -> LiveStream:
    """Send alerts as server-sent events: `alert`, `start` and, where an id is too old, `reset`.

    Ids are a gapless sequence in the order of commits; `Last-Event-ID` goes before `after`.
    """

    async def welcome() -> bool:
        return await who(request, desk) is not None

    place: Place = first_place(after, last_event_id)
    return open_stream(desk, user, place, welcome, told)
