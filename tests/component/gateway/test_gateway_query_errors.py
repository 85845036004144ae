"""What is wrong with a query is told in the language of the page, and over the API in English."""

import re
from http import HTTPStatus

import httpx
import pytest
from gateway_under_test import plain

SAID = {
    "fa": "ستون ۸، پایان پرسش: پس از AND باید واژه یا شرطی بیاید.",
    "ar": "العمود 8، نهاية الاستعلام: لا بد من كلمة أو شرط بعد AND.",
    "ru": "Столбец 8, конец запроса: после AND нужно слово или условие.",
    "tr": "8. sütun, sorgunun sonu: AND işlecinden sonra bir sözcük ya da koşul gerekli.",
    "az": "Sütun 8, sorğunun sonu: AND operatorundan sonra söz və ya şərt lazımdır.",
    "en": "column 8: found the end of the query; expected a term after AND",
}
FORMS: dict[str, tuple[str, dict[str, str]]] = {
    "desk": ("/subscriptions", {"query": "gas AND"}),
    "while it is typed": ("/fragments/query", {"query": "gas AND"}),
    "why": ("/why", {"query": "gas AND", "text": "Gas."}),
    "find an article": ("/why", {"find": "gas AND"}),
    "backtest": ("/backtests", {"query": "gas AND"}),
    "backtest of a change": ("/backtests", {"query": "gas", "edit": "gas AND"}),
    "subscription": ("{at}/query", {"edit": "gas AND"}),
}


def told(answer: httpx.Response) -> str:
    return re.sub("[\u2068\u2069]", "", plain(answer, ""))


@pytest.mark.parametrize("ui", SAID)
@pytest.mark.parametrize("form", FORMS)
async def test_a_page_tells_it_in_its_language(
    editor: httpx.AsyncClient, at: str, form: str, ui: str
) -> None:
    path, data = FORMS[form]
    answer = await editor.post(f"{path.format(at=at)}?ui={ui}", data=data)
    assert answer.status_code == 422
    assert SAID[ui] in told(answer)
    assert ("column 8" in told(answer)) == (ui == "en")


async def test_the_language_that_was_chosen_before_is_that_of_the_check(
    editor: httpx.AsyncClient,
) -> None:
    await editor.get("/?ui=ru")
    answer = await editor.post("/fragments/query", data={"query": "gas AND"})
    assert told(answer).startswith(SAID["ru"])
    assert "<html" not in answer.text


async def test_each_reading_is_offered_while_a_query_is_typed(editor: httpx.AsyncClient) -> None:
    answer = await editor.post("/fragments/query?ui=fa", data={"query": "گاز AND نفت OR <b>"})
    assert "AND و OR در هم" in told(answer)
    offers = re.findall(r'data-offer="([^"]*)"', answer.text)
    assert len(offers) == 2
    assert "<b>" not in answer.text
    mended = await editor.post("/fragments/query?ui=fa", data={"query": "گاز AND"})
    assert re.findall(r'data-offer="([^"]*)"', mended.text) == ["گاز"]


async def test_a_query_that_is_understood_is_shown_as_it_is_kept(
    editor: httpx.AsyncClient,
) -> None:
    answer = await editor.post("/fragments/query?ui=tr", data={"query": "oil OR gas"})
    assert answer.status_code == 200
    assert plain(answer, "") == "Şöyle anlaşıldı: gas OR oil"


async def test_the_api_tells_it_in_english_whatever_the_browser_speaks(
    editor: httpx.AsyncClient,
) -> None:
    headers = {"Accept-Language": "fa"}
    answer = await editor.post("/api/v1/query/check", json={"query": "gas AND"}, headers=headers)
    assert answer.json() == {
        "type": "about:blank",
        "title": HTTPStatus.UNPROCESSABLE_ENTITY.phrase,
        "status": 422,
        "detail": f"query, {SAID['en']}",
        "field": "query",
        "fix": "gas",
        "column": 8,
        "found": "the end of the query",
        "expected": "a term after AND",
        "readings": [],
    }
