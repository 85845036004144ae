"""Queries that people save under a name: one's own, used in others as @name."""

from http import HTTPStatus

from fastapi import APIRouter

from dideban.query.saved import NAME
from services.gateway import queries, shapes
from services.gateway.desk import AtDesk
from services.gateway.identity import Editing, Reading
from services.gateway.problems import Problem
from services.store import saved_queries

router = APIRouter(prefix=shapes.API, tags=["queries"])


@router.get("/queries")
async def read_queries(user: Reading, desk: AtDesk) -> shapes.SavedQueries:
    """Give your saved queries."""
    async with desk.store.begin(reading=True) as connection:
        saved = await saved_queries.of(connection, user.user_id)
    return shapes.SavedQueries(
        queries=[shapes.SavedQuery(name=name, query=query) for name, query in saved.items()]
    )


@router.put("/queries/{name}")
async def save_query(
    user: Editing, desk: AtDesk, name: str, wanted: shapes.QueryToCheck
) -> shapes.QuerySaved:
    """Save a query under a name, in the place of an earlier one; subscriptions follow at once."""
    if not NAME.fullmatch(name):
        raise Problem(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            f"path: {name!r} cannot stand after @",
            field="path",
            fix="use up to 64 letters, digits, _, . and -",
        )
    async with desk.store.begin() as connection:
        saved = await saved_queries.of(connection, user.user_id)
        query = await queries.checked(wanted.query, saved=saved)
        await queries.checked(f"@{name}", saved={**saved, name: query})
        changed = await saved_queries.save(connection, user.user_id, name, query, desk.now())
    desk.changed.set()
    return shapes.QuerySaved(name=name, query=query, subscriptions_changed=changed)


@router.delete("/queries/{name}", status_code=HTTPStatus.NO_CONTENT)
async def forget_query(user: Editing, desk: AtDesk, name: str) -> None:
    """Forget a saved query that nothing uses."""
    async with desk.store.begin() as connection:
        users = await saved_queries.in_use(connection, user.user_id, name)
        if users:
            raise Problem(
                HTTPStatus.CONFLICT,
                f"@{name} is used by {', '.join(users)}",
                field="path",
                fix="change or remove those first",
            )
        if not await saved_queries.remove(connection, user.user_id, name):
            raise Problem(HTTPStatus.NOT_FOUND, f"you have no saved query {name}", field="path")
