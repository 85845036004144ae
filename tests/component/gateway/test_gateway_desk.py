"""Alerts on the page and over the API, and the forms, all without a script."""

import re
from dataclasses import replace

import httpx
import pytest
from gateway_under_test import Gateway, match_of

from schemas.articles import StoryRef
from schemas.matches import Clause
from services.store import subscriptions

FEED = "https://hooks.example/feed.xml"


@pytest.fixture
async def editor(gateway: Gateway) -> httpx.AsyncClient:
    return await gateway.signed_in("ed", "editor")


@pytest.fixture
async def shared(gateway: Gateway) -> str:
    return await gateway.subscription("local", "Gas transfer", "topic:gas-transfer")


@pytest.mark.parametrize(
    ("title", "language", "direction"),
    [
        ("گاز ترکمنستان از راه ایران می‌گذرد", "fa", "rtl"),
        ("OPEC در وین به سازش رسید", "fa", "rtl"),
        ("الغاز يعود إلى بغداد", "ar", "rtl"),
        ("Газ пошёл по новому пути", "ru", "ltr"),
        ("Gaz anlaşması uzatıldı", "tr", "ltr"),
        ("Qaz kəməri açıldı", "az", "ltr"),
        ("Gas swap extended", "en", "ltr"),
    ],
)
async def test_an_alert_stands_in_its_own_language_and_direction(
    gateway: Gateway,
    editor: httpx.AsyncClient,
    shared: str,
    title: str,
    language: str,
    direction: str,
) -> None:
    await gateway.alert(shared, match_of(1, title=title, language=language))
    page = (await editor.get("/?ui=fa")).text
    assert f'<h3 lang="{language}" dir="{direction}">' in page
    assert f"<mark>{title.split(maxsplit=1)[0]}</mark>" in page
    assert "چرا این را می‌بینید" in page
    assert "gas NEAR/8 swap" in page
    assert "انتقال و ترانزیت گاز" in page


async def test_the_shortest_clauses_are_shown_and_the_others_wait_behind_a_fold(
    gateway: Gateway, editor: httpx.AsyncClient, shared: str
) -> None:
    texts = [
        "gas NEAR/8 (swap OR transit)",
        '"gas swap"',
        "turkmen ONEAR/2 gas",
        "gas swap transit",
    ]
    clauses = tuple(Clause(text=text, pack="gas-transfer") for text in texts)
    await gateway.alert(shared, replace(match_of(1), clauses=clauses))
    page = (await editor.get("/")).text
    shown, fold, hidden = page.partition('<details class="rest">')
    assert fold
    assert "2 more ways" in hidden
    told = re.findall(r'<code dir="auto">([^<]+)</code>', shown)
    assert told == ["&#34;gas swap&#34;", "gas swap transit"]


@pytest.mark.parametrize(
    ("ui", "told"),
    [
        ("en", "figure added: 40; new country: Kazakhstan; now denied"),
        (
            "fa",
            "عدد افزوده: {OPEN}۴۰{CLOSE}؛ کشور تازه: قزاقستان؛ اکنون تکذیب شده",
        ),
    ],
)
async def test_what_changed_in_a_story_is_told_in_words(
    gateway: Gateway, editor: httpx.AsyncClient, shared: str, ui: str, told: str
) -> None:
    changes = ("number-added:40", "country:KZ", "denial", "place:Q1")
    story = StoryRef(story_id="story-1", role="follow-up", changes=changes)
    await gateway.alert(shared, replace(match_of(1), story=story))
    page = (await editor.get(f"/?ui={ui}")).text
    assert f'<dd class="changes">{told.format(OPEN="\u2068", CLOSE="\u2069")}</dd>' in page
    assert "number-added" not in page


async def test_markup_in_an_article_stays_text(
    gateway: Gateway, editor: httpx.AsyncClient, shared: str
) -> None:
    title = '<script>alert("1")</script> & <b>gas</b>'
    await gateway.alert(shared, match_of(1, title=title))
    page = (await editor.get("/")).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    assert "&lt;b&gt;gas" in page


async def test_a_link_that_is_no_web_address_is_no_link(
    gateway: Gateway, editor: httpx.AsyncClient, shared: str
) -> None:
    good = match_of(1)
    article = replace(good.article, url="javascript:alert(1)")
    await gateway.alert(shared, replace(good, article=article))
    assert "javascript:" not in (await editor.get("/")).text


async def test_pages_of_alerts_hold_each_once_in_both_directions(
    gateway: Gateway, editor: httpx.AsyncClient, shared: str
) -> None:
    for number in range(1, 8):
        await gateway.alert(shared, match_of(number))
    back: list[int] = []
    page = (await editor.get("/api/v1/alerts?limit=3")).json()
    while True:
        back += [alert["number"] for alert in page["alerts"]]
        if not page["more"]:
            break
        url = f"/api/v1/alerts?limit=3&before={page['oldest']}"
        page = (await editor.get(url)).json()
    assert back == [7, 6, 5, 4, 3, 2, 1]
    ahead: list[int] = []
    after = 0
    while (page := (await editor.get(f"/api/v1/alerts?limit=3&after={after}")).json())["alerts"]:
        ahead += [alert["number"] for alert in page["alerts"]]
        after = page["newest"]
    assert ahead == [1, 2, 3, 4, 5, 6, 7]


async def test_an_alert_tells_why(gateway: Gateway, editor: httpx.AsyncClient, shared: str) -> None:
    await gateway.alert(shared, match_of(1, title="گاز ایران", language="fa"))
    (alert,) = (await editor.get("/api/v1/alerts")).json()["alerts"]
    assert alert["clauses"] == [{"text": "gas NEAR/8 swap", "pack": "gas-transfer"}]
    assert alert["words"] == ["گاز"]
    (highlight,) = alert["highlights"]
    assert alert["title"][highlight["start"] : highlight["end"]] == "گاز"
    assert alert["story"]["story_id"] == "story-1"
    assert alert["language"] == "fa"


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "after=-1", "after=x", "before=1e3"])
async def test_a_page_that_cannot_be_is_refused(editor: httpx.AsyncClient, query: str) -> None:
    answer = await editor.get(f"/api/v1/alerts?{query}")
    assert answer.status_code == 422
    assert answer.json()["field"] == query.partition("=")[0]


async def test_the_page_divides_old_alerts_and_filters_by_subscription(
    gateway: Gateway, editor: httpx.AsyncClient, shared: str
) -> None:
    other = await gateway.subscription("local", "North–South corridor")
    for number in range(1, 56):
        await gateway.alert(other if number % 11 == 0 else shared, match_of(number))
    first = (await editor.get("/")).text
    assert first.count("<article") == 50
    (before,) = set(re.findall(r'href="/\?before=(\d+)', first))
    assert (await editor.get(f"/?before={before}")).text.count("<article") == 5
    assert (await editor.get(f"/?subscription={other}")).text.count("<article") == 5
    piece = (await editor.get("/fragments/alerts?after=53")).text
    assert re.findall(r'data-number="(\d+)"', piece) == ["55", "54"]


async def test_the_form_adds_a_source(editor: httpx.AsyncClient) -> None:
    answer = await editor.post("/sources", data={"url": FEED, "name": ""}, follow_redirects=True)
    assert "Added; it is read within a few seconds." in answer.text
    assert FEED in answer.text
    (source_id,) = re.findall(r'action="/sources/(\w+)/remove"', answer.text)
    answer = await editor.post(f"/sources/{source_id}/remove", follow_redirects=True)
    assert FEED not in answer.text


async def test_a_form_that_fails_keeps_what_was_typed_and_says_why(
    editor: httpx.AsyncClient,
) -> None:
    answer = await editor.post("/sources", data={"url": "http://127.0.0.1/feed", "name": "Mine"})
    assert answer.status_code == 422
    assert "127.0.0.1 is a loopback address" in answer.text
    assert 'value="Mine"' in answer.text
    assert 'id="sources" name="set-up" open' in answer.text
    answer = await editor.post("/subscriptions", data={"query": "گاز AND ("})
    assert answer.status_code == 422
    assert "column 10" in answer.text
    assert ">گاز AND (</textarea>" in answer.text


async def test_the_form_subscribes_a_pack_to_a_webhook_and_shows_the_secret_once(
    gateway: Gateway, editor: httpx.AsyncClient
) -> None:
    form = {"pack": "gas-transfer", "target": FEED, "name": "گاز", "key": "form-1"}
    answer = await editor.post("/subscriptions", data=form)
    (secret,) = re.findall(r"whsec_[\w+/=]+", answer.text)
    async with gateway.desk.store.begin() as connection:
        (row,) = await subscriptions.every(connection)
    assert (row.target_secret, row.name, row.query) == (secret, "گاز", "topic:gas-transfer")
    assert secret not in (await editor.get("/")).text


async def test_a_form_sent_twice_subscribes_once(editor: httpx.AsyncClient) -> None:
    (key,) = re.findall(r'name="key" value="([^"]+)"', (await editor.get("/")).text)
    form = {"query": "gas", "target": FEED, "key": key}
    first = await editor.post("/subscriptions", data=form)
    second = await editor.post("/subscriptions", data=form)
    secrets = [re.findall(r"whsec_[\w+/=]+", answer.text) for answer in (first, second)]
    assert secrets[0] == secrets[1]
    assert len((await editor.get("/api/v1/subscriptions")).json()["subscriptions"]) == 1


async def test_the_form_makes_a_token_that_works(
    gateway: Gateway, editor: httpx.AsyncClient
) -> None:
    answer = await editor.post("/tokens", data={"name": "script", "scope": "write"})
    (token,) = re.findall(r"dideban_[\w-]+", answer.text)
    async with gateway.browser(Authorization=f"Bearer {token}") as script:
        del script.headers["Sec-Fetch-Site"]
        added = await script.post("/api/v1/subscriptions", json={"query": "gas"})
    assert added.status_code == 201


async def test_a_viewer_sees_no_form_that_would_be_refused(gateway: Gateway) -> None:
    viewer = await gateway.signed_in("vera", "viewer")
    page = (await viewer.get("/")).text
    assert 'action="/sources"' not in page
    assert 'action="/subscriptions"' not in page


async def test_the_language_of_the_interface_is_remembered(editor: httpx.AsyncClient) -> None:
    assert '<html lang="en" dir="ltr">' in (await editor.get("/")).text
    assert '<html lang="fa" dir="rtl">' in (await editor.get("/?ui=fa")).text
    assert '<html lang="fa" dir="rtl">' in (await editor.get("/")).text


async def test_a_person_is_told_on_a_page_and_led_to_the_sign_in(gateway: Gateway) -> None:
    async with gateway.browser(Accept="text/html") as stranger:
        answer = await stranger.get("/")
        assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    viewer = await gateway.signed_in("vera", "viewer")
    answer = await viewer.post("/sources", data={"url": FEED}, headers={"Accept": "text/html"})
    assert answer.status_code == 403
    assert "role editor" in answer.text
    assert answer.headers["content-type"].startswith("text/html")
