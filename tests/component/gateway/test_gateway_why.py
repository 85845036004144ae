"""Why a subscription fires on an article, or does not, on the page and without a script."""

import html
import re
from dataclasses import replace

import httpx
import pytest
from gateway_under_test import Gateway, match_of, plain

from services.store import search
from tests.archived import article, keep

FAR = (
    "The gas deal was signed in spring. Long after that, when all the guests had left the hall, "
    "transit was mentioned by one of those who stayed."
)


@pytest.fixture
async def viewer(gateway: Gateway) -> httpx.AsyncClient:
    return await gateway.signed_in("vi", "viewer")


@pytest.fixture
async def gas(gateway: Gateway) -> str:
    return await gateway.subscription("local", "Gas transit", "gas NEAR/8 transit lang:en")


@pytest.fixture
async def archive(gateway: Gateway) -> None:
    now = gateway.clock()
    kept = [
        article("far-away", FAR, title="A deal", url="https://n.example/1", fetched_at=now),
        article("near-by", "Gas transit goes on.", title="Swap", fetched_at=now),
    ]
    await keep(gateway.desk.store, kept)
    async with gateway.desk.store.begin() as connection:
        await search.keep(connection, [search.entry_of(each) for each in kept])


async def test_a_pasted_text_is_explained_clause_by_clause(
    viewer: httpx.AsyncClient, gas: str
) -> None:
    answer = await viewer.post("/why?ui=en", data={"subscription": gas, "text": FAR})
    assert answer.status_code == 200
    assert "It does not match: one of two clauses is not met." in answer.text
    told = "«gas» and «transit» are 17 words apart; NEAR/8 allows 8 at most."
    assert f"not met gas NEAR/8 transit {told}" in plain(answer, "")
    assert "met lang:en The article is in English." in plain(answer, "")
    assert '<mark class="near">gas</mark>' in answer.text
    assert '<mark class="near">transit</mark>' in answer.text


async def test_it_is_told_in_the_language_of_the_page(viewer: httpx.AsyncClient, gas: str) -> None:
    answer = await viewer.post("/why?ui=fa", data={"subscription": gas, "text": FAR})
    assert "خبر با پرسش جور نیست: از دو شرط، یک شرط برآورده نشده است." in answer.text
    assert "با هم ۱۷ واژه فاصله دارند" in answer.text
    assert "<bdi>«transit»</bdi>" in answer.text
    assert '<div class="text" lang="en" dir="ltr">' in answer.text


async def test_a_persian_text_is_marked_in_its_own_direction(viewer: httpx.AsyncClient) -> None:
    text = "وزیر نفت گفت ترانزیت گازِ ترکمنستان از ایران ادامه دارد."
    answer = await viewer.post("/why?ui=en", data={"query": "گاز NEAR/4 ترانزیت", "text": text})
    assert '<div class="text" lang="fa" dir="rtl">' in answer.text
    assert '<mark class="hit">گازِ</mark>' in answer.text
    assert '<h2 id="verdict" class="met">' in answer.text


async def test_a_topic_pack_tells_its_patterns(gateway: Gateway, viewer: httpx.AsyncClient) -> None:
    pack = await gateway.subscription("local", "Gas", "topic:gas-transfer")
    text = "Turkmenistan and Iran agreed on a gas swap to Azerbaijan."
    answer = await viewer.post("/why?ui=en", data={"subscription": pack, "text": text})
    assert "The pack gas-transfer fires, by" in answer.text
    assert '<mark class="hit">gas swap</mark>' in answer.text


@pytest.mark.usefixtures("archive")
async def test_an_article_that_was_read_is_found_by_its_words_and_explained(
    viewer: httpx.AsyncClient, gas: str
) -> None:
    listed = await viewer.get(f"/why?ui=en&subscription={gas}&find=guests")
    (link,) = re.findall(r'href="(/why\?[^"#]*article=[^"#]*)#answer"', listed.text)
    assert "far-away" in link
    answer = await viewer.get(html.unescape(link))
    assert "It does not match" in answer.text
    assert 'href="https://n.example/1"' in answer.text
    by_address = await viewer.post(
        "/why", data={"subscription": gas, "article": "https://n.example/1"}
    )
    assert "It does not match" in by_address.text


@pytest.mark.usefixtures("archive")
async def test_it_says_what_became_of_an_article_and_when_nothing_did(
    gateway: Gateway, viewer: httpx.AsyncClient, gas: str
) -> None:
    path = f"/why?ui=en&subscription={gas}&article=near-by"
    assert "yet no alert was made of it" in (await viewer.get(path)).text
    match = match_of(1)
    near_by = replace(match.article, article_id="near-by")
    await gateway.alert(gas, replace(match, article=near_by))
    told = plain(await viewer.get(path), "")
    assert "What became of it: delivered" in told
    assert "yet no alert was made of it" not in told


@pytest.mark.parametrize(
    ("form", "field", "told"),
    [
        ({"query": "gas AND (", "text": "x"}, "query", "column 10"),
        ({"text": "x"}, "subscription", "nothing is chosen"),
        ({"query": "gas"}, "text", "there is no article"),
        ({"query": "gas", "article": "https://n.example/none"}, "article", "has been read"),
        ({"query": "gas", "text": "a\x01b"}, "text", "control character"),
    ],
)
async def test_what_cannot_be_explained_is_told_beside_its_field(
    viewer: httpx.AsyncClient, form: dict[str, str], field: str, told: str
) -> None:
    answer = await viewer.post("/why?ui=en", data=form)
    assert answer.status_code in {404, 422}
    control = rf'name="{field}"[^>]* aria-invalid="true" aria-describedby="problem"'
    assert re.search(control, answer.text)
    assert told in plain(answer, "")
    if "query" in form:
        assert html.escape(form["query"]) in answer.text


async def test_another_ones_subscription_is_not_explained(
    gateway: Gateway, viewer: httpx.AsyncClient
) -> None:
    owner = await gateway.user("ow", "editor")
    private = await gateway.subscription(owner, "Mine", "gas")
    answer = await viewer.post("/why", data={"subscription": private, "text": "gas"})
    assert answer.status_code == 404


@pytest.mark.usefixtures("archive")
async def test_a_query_of_ones_own_does_not_show_another_ones_deliveries(
    gateway: Gateway, viewer: httpx.AsyncClient
) -> None:
    owner = await gateway.user("ow", "editor")
    private = await gateway.subscription(owner, "Mine", "gas")
    match = match_of(1)
    await gateway.alert(
        private, replace(match, article=replace(match.article, article_id="near-by"))
    )
    answer = await viewer.get(f"/why?ui=en&query=gas&subscription={private}&article=near-by")
    assert answer.status_code == 200
    assert "It matches" in plain(answer, "")
    assert "What became of it" not in answer.text


@pytest.mark.usefixtures("archive")
async def test_a_pasted_title_is_not_taken_for_the_archived_article(
    gateway: Gateway, viewer: httpx.AsyncClient, gas: str
) -> None:
    match = match_of(1)
    near_by = replace(match.article, article_id="near-by")
    await gateway.alert(gas, replace(match, article=near_by))
    form = {"subscription": gas, "article": "near-by", "title": "Gas transit goes on"}
    answer = await viewer.post("/why?ui=en", data=form)
    assert "It matches" in plain(answer, "")
    assert "no alert was made of it" not in answer.text
    assert "What became of it" not in answer.text


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"subscription": "none", "text": "gas"}, "there is no subscription none"),
        ({"query": "gas", "text": "gas", "language": "xx"}, "language: Input should be"),
    ],
)
async def test_a_problem_without_a_place_stands_above_the_form(
    viewer: httpx.AsyncClient, form: dict[str, str], told: str
) -> None:
    answer = await viewer.post("/why?ui=en", data=form)
    assert answer.status_code in {404, 422}
    assert answer.text.count('id="problem"') == 1
    assert told in plain(answer, "")


async def test_another_site_may_not_ask(gateway: Gateway, gas: str) -> None:
    viewer = await gateway.signed_in("vic", "viewer")
    headers = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
    answer = await viewer.post("/why", data={"subscription": gas, "text": "x"}, headers=headers)
    assert answer.status_code == 403


async def test_markup_in_a_text_stays_text(viewer: httpx.AsyncClient) -> None:
    answer = await viewer.post("/why", data={"query": "gas", "text": "<b>gas</b> <script>x"})
    assert "<script>x" not in answer.text
    assert '&lt;b&gt;<mark class="hit">gas</mark>&lt;/b&gt;' in answer.text


async def test_an_alert_leads_to_its_explanation(
    gateway: Gateway, viewer: httpx.AsyncClient, gas: str
) -> None:
    await gateway.alert(gas, match_of(1))
    page = (await viewer.get("/")).text
    assert f'href="/why?subscription={gas}&amp;article=article-1#answer"' in page
