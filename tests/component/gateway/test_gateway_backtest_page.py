"""Trying a query on the archive from the desk, without a script."""

import asyncio
import html
import re
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from gateway_under_test import Gateway, plain

from dideban.backtest.report import Report
from services.gateway import backtest_views
from services.gateway.backtest_runs import Progress
from tests.archived import article, keep


@pytest.fixture
async def viewer(gateway: Gateway) -> httpx.AsyncClient:
    now = gateway.clock()
    day_before = now - timedelta(days=1)
    fa, gas = {"language_hint": "fa"}, {"language_hint": "en", "story_id": "s"}
    archive = [
        article(
            "fa", "انتقال گاز ایران به ترکیه از سر گرفته شد.", title="گاز", **fa, fetched_at=now
        ),
        article("en", "Gas transit has resumed.", title="Gas", **gas, fetched_at=now),
        article("copy", "Gas transit resumed.", title="Gas", **gas, fetched_at=day_before),
        article("off", "Football in Ankara.", language_hint="en", fetched_at=now),
    ]
    await keep(gateway.desk.store, archive)
    return await gateway.signed_in("vi", "viewer")


async def ended(client: httpx.AsyncClient, path: str) -> httpx.Response:
    async with asyncio.timeout(60):
        while True:
            page = await client.get(path)
            if 'http-equiv="refresh"' not in page.text:
                return page
            await asyncio.sleep(0.05)  # as a browser does


async def tried(client: httpx.AsyncClient, **form: str) -> httpx.Response:
    """Return the page of a backtest that has ended."""
    answer = await client.post("/backtests?ui=en", data={"days": "36500", **form})
    assert answer.status_code == 303, answer.text
    return await ended(client, answer.headers["location"])


async def test_the_result_is_told_in_words_and_figures(viewer: httpx.AsyncClient) -> None:
    page = await tried(viewer, query="gas OR گاز")
    told = plain(page)
    assert "Matching articles: 3" in told
    assert "Searched articles: 4" in told
    assert "Stories 2" in told
    assert "English 2" in told
    assert "Persian 1" in told
    assert "Example Wire 3" in told
    assert "A sample, drawn by lot: 3" in told
    assert '<h3 lang="fa" dir="rtl"><mark>گاز</mark></h3>' in page.text
    assert page.text.count("<rect") == 2


async def test_an_edit_tells_what_is_gained_and_what_is_lost(viewer: httpx.AsyncClient) -> None:
    page = await tried(viewer, query="gas", edit="گاز OR football")
    told = plain(page)
    assert "The change would bring 2 and cost 2" in told
    gained = page.text.partition("Only the changed query finds")[2]
    gained, _, lost = gained.partition("Only the query as it is finds")
    assert 'lang="fa"' in gained
    assert 'lang="fa"' not in lost.partition("A sample")[0]
    link = re.findall(r'href="(/why\?[^"]*)"', gained)[0]
    answer = await viewer.get(html.unescape(link))
    assert 'class="met"' in answer.text


async def test_it_is_told_in_persian_with_persian_digits(viewer: httpx.AsyncClient) -> None:
    await viewer.get("/?ui=fa")
    answer = await viewer.post("/backtests", data={"query": "gas", "days": "10"})
    page = await ended(viewer, answer.headers["location"])
    assert '<html lang="fa" dir="rtl">' in page.text
    assert "۰٫" in page.text or "خبرهای جور: ۰" in page.text


async def test_it_begins_with_the_query_of_a_subscription(
    gateway: Gateway, viewer: httpx.AsyncClient
) -> None:
    gas = await gateway.subscription("local", "Gas", "gas -football")
    desk = await viewer.get("/")
    assert f'href="/backtests?subscription={gas}"' in desk.text
    page = await viewer.get(f"/backtests?subscription={gas}")
    assert ">gas -football</textarea>" in page.text


async def test_a_query_is_tried_while_it_is_written(gateway: Gateway) -> None:
    editor = await gateway.signed_in("ed", "editor")
    desk = await editor.get("/")
    assert 'formaction="/backtests"' in desk.text
    form = {"query": "gas", "name": "x", "pack": "", "key": "k", "days": ""}
    answer = await editor.post("/backtests", data=form)
    assert answer.status_code == 303
    await ended(editor, answer.headers["location"])


async def test_it_shows_how_far_it_is(gateway: Gateway, viewer: httpx.AsyncClient) -> None:
    answer = await viewer.post("/backtests?ui=en", data={"query": "gas"})
    path = answer.headers["location"]
    user_id = next(iter(gateway.desk.backtests._runs.values())).owner
    run = gateway.desk.backtests.one(path.rpartition("/")[2], user_id)
    assert run is not None
    far = replace(run, progress=Progress(part="reading", done=1_200, of=5_000))
    gateway.desk.backtests._keep(far)
    page = await viewer.get(path)
    assert '<meta http-equiv="refresh" content="2">' in page.text
    assert "1,200 / 5,000" in page.text
    assert '<progress max="5000" value="1200"' in page.text
    await ended(viewer, path)


async def test_the_process_tells_how_far_it_is(viewer: httpx.AsyncClient) -> None:
    made = (await viewer.post("/api/v1/backtests", json={"query": "gas", "days": 36500})).json()
    assert made["progress"] is None
    await ended(viewer, f"/backtests/{made['backtest_id']}")
    run = (await viewer.get(f"/api/v1/backtests/{made['backtest_id']}")).json()
    assert run["progress"] == {"part": "reading", "done": 2, "of": 2}


@pytest.mark.parametrize(
    ("form", "field", "told"),
    [
        ({"query": "gas AND ("}, "query", "column 10"),
        ({"query": "gas", "edit": "(gas"}, "edit", "column"),
        ({"query": "gas", "days": "many"}, "days", "number"),
        ({"query": "gas", "days": "0"}, "days", "greater than 0"),
        ({"days": "3"}, "query", "Field required"),
    ],
)
async def test_what_cannot_be_tried_is_told_beside_its_field(
    viewer: httpx.AsyncClient, form: dict[str, str], field: str, told: str
) -> None:
    answer = await viewer.post("/backtests?ui=en", data=form)
    assert answer.status_code == 422
    assert re.search(rf'name="{field}"[^>]* aria-invalid="true"', answer.text)
    assert told in plain(answer)


async def test_a_second_one_at_a_time_is_refused_above_the_form(viewer: httpx.AsyncClient) -> None:
    first = await viewer.post("/backtests", data={"query": "gas"})
    second = await viewer.post("/backtests?ui=en", data={"query": "football"})
    assert second.status_code == 429
    assert "a backtest of yours is under way" in second.text
    assert ">football</textarea>" in second.text
    await ended(viewer, first.headers["location"])


async def test_one_that_failed_says_why(gateway: Gateway) -> None:
    hurried = replace(gateway.desk.settings, gateway_backtest_seconds=0.05)
    patient = Gateway(replace(gateway.desk, settings=hurried), gateway.clock)
    client = await patient.signed_in("vi", "viewer")
    answer = await client.post("/backtests?ui=en", data={"query": "gas"})
    page = await ended(client, answer.headers["location"])
    assert "It gave no result:" in page.text
    assert "longer than 0.05 s" in page.text


async def test_nobody_sees_anothers(gateway: Gateway, viewer: httpx.AsyncClient) -> None:
    answer = await viewer.post("/backtests", data={"query": "gas"})
    other = await gateway.signed_in("other", "editor")
    assert (await other.get(answer.headers["location"])).status_code == 404
    await ended(viewer, answer.headers["location"])


def test_days_without_a_match_are_drawn_as_gaps() -> None:
    report = Report(
        query="gas",
        days=30,
        searched=9,
        read=9,
        matches=5,
        stories=5,
        alerts_a_day=0.2,
        stories_a_day=0.2,
        languages={},
        sources={},
        dates={"2025-12-01": 1, "2025-12-04": 4},
        sample=(),
    )
    bars = backtest_views.view(report).bars
    assert [bar.count for bar in bars] == [1, 0, 0, 4]
    assert [bar.height for bar in bars] == [25, 0, 0, 100]
