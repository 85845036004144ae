"""Backtests over the API: ask for one, and for its report once it is done."""

from collections.abc import Mapping
from http import HTTPStatus

from fastapi import APIRouter

from services.gateway import queries, shapes
from services.gateway.backtest_runs import Run, Wanted
from services.gateway.desk import AtDesk, Desk
from services.gateway.identity import Reading, User
from services.gateway.problems import Problem
from services.gateway.subscriptions import saved_by
from services.runtime import metrics

router = APIRouter(prefix=shapes.API, tags=["backtests"])


def told(run: Run) -> shapes.BacktestRun:
    """Return a run as the API tells it."""
    far = None
    if run.progress is not None:
        part, done, whole = run.progress.part, run.progress.done, run.progress.of
        far = shapes.BacktestProgress(part=part, done=done, of=whole)
    return shapes.BacktestRun(
        backtest_id=run.backtest_id,
        state=run.state,
        started_at=run.started_at,
        progress=far,
        report=run.report,
        error=run.error,
    )


async def start(
    desk: Desk,
    user: User,
    wanted: shapes.NewBacktest,
    saved: Mapping[str, str],
    subscription: str = "",
) -> Run:
    """Start a backtest, for a subscription perhaps, whose queries may use the `saved` ones.

    Raises:
        Problem: a query cannot be taken, or too many backtests are under way.
    """
    query = await queries.written_out(wanted.query, "query", saved)
    edit = None
    if wanted.edit is not None:
        edit = await queries.written_out(wanted.edit, "edit", saved)
    most = desk.settings.gateway_max_backtests
    if desk.backtests.running(user.user_id) or desk.backtests.running() >= most:
        metrics.backtests.labels("refused").inc()
        raise Problem(
            HTTPStatus.TOO_MANY_REQUESTS,
            f"a backtest of yours is under way, or {most} of others are",
            fix="ask again when it has ended",
            headers={"Retry-After": "5"},
        )
    return desk.backtests.start(
        Wanted(
            query=query,
            days=wanted.days,
            edit=edit,
            sample=wanted.sample,
            typed=(wanted.query, wanted.edit or ""),
            subscription=subscription,
        ),
        owner=user.user_id,
        settings=desk.settings,
        now=desk.now(),
        stop=desk.stop,
    )


def of_user(desk: Desk, user: User, backtest_id: str) -> Run:
    """Return a backtest of the user's own.

    Raises:
        Problem: there is none, or no longer.
    """
    run = desk.backtests.one(backtest_id, user.user_id)
    if run is None:
        raise Problem(
            HTTPStatus.NOT_FOUND,
            f"there is no backtest {backtest_id} of yours, or it is long ago",
            field="path",
            fix="start it again",
        )
    return run


@router.post("/backtests", status_code=HTTPStatus.ACCEPTED)
async def start_backtest(
    user: Reading, desk: AtDesk, wanted: shapes.NewBacktest
) -> shapes.BacktestRun:
    """Try a query on the archive; ask for the report with the id given."""
    return told(await start(desk, user, wanted, await saved_by(desk, user)))


@router.get("/backtests/{backtest_id}")
async def read_backtest(user: Reading, desk: AtDesk, backtest_id: str) -> shapes.BacktestRun:
    """Give a backtest of your own: running, done with its report, or failed with the reason."""
    return told(of_user(desk, user, backtest_id))
