"""A subscription's own page: its target with a test, its query, and who may do what there."""

import html
import re

import httpx
import pytest
from gateway_under_test import Gateway, plain
from policy_form import PLAIN, policy

from services.store import subscriptions, targets, trials

HOOK = "https://hooks.example/1"


@pytest.mark.parametrize(
    ("channel", "target", "kept"),
    [
        ("telegram", " @gas_news ", "@gas_news"),
        ("ntfy", "https://hooks.example/gas", "https://hooks.example/gas"),
        ("webhook", HOOK, HOOK),
    ],
)
async def test_a_target_is_added_and_a_test_message_sent(
    gateway: Gateway, editor: httpx.AsyncClient, at: str, channel: str, target: str, kept: str
) -> None:
    form = {"channel": channel, "target": target}
    answer = await editor.post(f"{at}/target", data=form, follow_redirects=True)
    assert answer.status_code == 200
    assert kept in answer.text
    assert ("whsec_" in answer.text) == (channel == "webhook")
    assert "whsec_" not in (await editor.get(at)).text
    sent = await editor.post(f"{at}/test", data={"settings": "yes"}, follow_redirects=True)
    assert "The test message is on its way" in sent.text
    assert '<meta http-equiv="refresh" content="1">' in sent.text
    gateway.clock.pass_(seconds=31)
    assert 'http-equiv="refresh"' not in (await editor.get(str(sent.url))).text
    trial_id = sent.url.params["trial"]
    async with gateway.desk.store.begin() as connection:
        await trials.answered(
            connection,
            trial_id,
            gateway.clock(),
            milliseconds=12,
            outcome="delivered",
            answer="200 OK",
        )
    told = await editor.get(sent.url.raw_path.decode())
    assert "Answer to the test message: it arrived 12 ms 200 OK" in plain(told)


async def test_a_target_that_changes_keeps_the_policy_and_takes_what_is_held(
    gateway: Gateway, editor: httpx.AsyncClient, at: str
) -> None:
    await editor.post(f"{at}/target", data={"channel": "webhook", "target": HOOK})
    await editor.put(f"/api/v1{at}/policy", json={"max_an_hour": 3})
    gateway.desk.changed.clear()
    made = await editor.put(
        f"/api/v1{at}/target", json={"channel": "telegram", "target": "-1001234567890"}
    )
    assert (made.json()["channel"], made.json()["secret"]) == ("telegram", None)
    assert gateway.desk.changed.is_set()
    assert (await policy(editor, at))["max_an_hour"] == 3
    await editor.post(f"{at}/target", data={"channel": ""})
    async with gateway.desk.store.begin(reading=True) as connection:
        row = await subscriptions.one(connection, at.rpartition("/")[2])
    assert row is not None
    assert (row.channel, row.target, row.target_secret) == ("live", None, None)


async def test_only_an_admin_is_offered_mail(
    gateway: Gateway, editor: httpx.AsyncClient, at: str
) -> None:
    assert 'value="email"' not in (await editor.get(at)).text
    admin = await gateway.signed_in("root", "admin")
    form = {"channel": "email", "target": "reader@example.org"}
    assert 'value="email"' in (await admin.get(at)).text
    kept = await admin.post(f"{at}/target", data=form, follow_redirects=True)
    assert "by e-mail: reader@example.org" in plain(kept)


@pytest.mark.parametrize("ui", ["en", "fa"])
@pytest.mark.parametrize(
    ("channel", "target", "en", "fa"),
    [
        ("webhook", "http://127.0.0.1/x", "begins with https://", "وب‌هوک یک نشانی کامل"),
        ("webhook", "", "begins with https://", "وب‌هوک یک نشانی کامل"),
        ("telegram", "gas news", "such as @gas_news", "گفت‌وگوی تلگرام نیست"),
        ("ntfy", "http://ntfy.example/a", "the https address of one topic", "نشانی https یک موضوع"),
    ],
)
async def test_a_target_that_cannot_be_is_told_beside_its_field(
    editor: httpx.AsyncClient, at: str, ui: str, channel: str, target: str, *, en: str, fa: str
) -> None:
    form = {"channel": channel, "target": target}
    answer = await editor.post(f"{at}/target?ui={ui}", data=form)
    assert answer.status_code == 422
    assert {"en": en, "fa": fa}[ui] in plain(answer)
    assert re.search(
        r'name="target"[^>]* aria-invalid="true" aria-describedby="problem"', answer.text
    )
    assert html.escape(target) in answer.text
    desk = await editor.post(f"/subscriptions?ui={ui}", data={"query": "gas", **form})
    if target:
        assert {"en": en, "fa": fa}[ui] in plain(desk)


async def test_a_target_that_was_switched_off_is_switched_on(
    gateway: Gateway, editor: httpx.AsyncClient, at: str
) -> None:
    await editor.post(f"{at}/target", data={"channel": "webhook", "target": HOOK})
    async with gateway.desk.store.begin() as connection:
        subscription_id = at.rpartition("/")[2]
        await targets.disable(connection, subscription_id, HOOK, "410 Gone", gateway.clock())
    assert "410 Gone" in (await editor.get(at)).text
    answer = await editor.post(f"{at}/enable", follow_redirects=True)
    assert "410 Gone" not in answer.text


async def test_one_who_may_only_look_sees_no_form(gateway: Gateway, at: str) -> None:
    shared = f"/subscriptions/{await gateway.subscription('local', 'Gas transfer')}"
    bob = await gateway.signed_in("bob", "editor")
    page = await bob.get(shared)
    assert "belongs to somebody else" in page.text
    assert "<form" not in page.text
    assert (await bob.get(at)).status_code == 404
    assert (await bob.post(f"{shared}/policy", data=PLAIN)).status_code == 403
    assert (await bob.post(f"{at}/mutes", data={"kind": "term", "value": "x"})).status_code == 404


async def test_a_query_is_changed_after_a_look_at_what_that_brings(
    gateway: Gateway, editor: httpx.AsyncClient, at: str
) -> None:
    await editor.put(f"/api/v1{at}/policy", json={"max_an_hour": 3})
    page = (await editor.get(f"{at}?ui=en")).text
    assert "See what the change gains and loses" in page
    subscription_id = at.rpartition("/")[2]
    form = {"subscription": subscription_id, "query": "gas", "edit": "gas OR oil", "days": "30"}
    started = await editor.post("/backtests", data=form)
    await gateway.desk.backtests.all_ended()
    told = await editor.get(started.headers["location"])
    assert f'action="{at}/query"' in told.text
    gateway.desk.changed.clear()
    kept = await editor.post(f"{at}/query", data={"edit": "gas OR oil"}, follow_redirects=True)
    assert "Saved." in kept.text
    assert gateway.desk.changed.is_set()
    async with gateway.desk.store.begin(reading=True) as connection:
        row = await subscriptions.one(connection, subscription_id)
    assert row is not None
    assert (row.query, row.name, row.revision) == ("gas OR oil", "گاز", 2)
    assert (await policy(editor, at))["max_an_hour"] == 3


async def test_a_changed_query_that_cannot_be_read_is_told_beside_it(
    editor: httpx.AsyncClient, at: str
) -> None:
    form = {"name": "نفت", "edit": "gas AND ("}
    answer = await editor.post(f"{at}/query?ui=fa", data=form)
    assert answer.status_code == 422
    assert "ستون ۱۰، پایان پرسش: اینجا باید واژه، عبارت یا فیلدی بیاید." in plain(answer)
    assert re.search(r'name="edit"[^>]* aria-invalid="true"', answer.text)
    assert ">gas AND (</textarea>" in answer.text
    assert 'value="نفت"' in answer.text
    renamed = await editor.patch(f"/api/v1{at}", json={"name": "نفت"})
    assert (renamed.json()["name"], renamed.json()["query"]) == ("نفت", "gas")


@pytest.mark.parametrize("name", ["   ", "", "\n", "\x1c"])
async def test_a_name_of_nothing_is_refused_and_the_old_one_stays(
    editor: httpx.AsyncClient, at: str, name: str
) -> None:
    refused = await editor.patch(f"/api/v1{at}", json={"name": name})
    assert (refused.status_code, refused.json()["field"]) == (422, "name")
    typed = await editor.post(f"{at}/query?ui=en", data={"name": name, "edit": "gas"})
    if name:
        assert typed.status_code == 422
        assert re.search(r'name="name"[^>]* aria-invalid="true"', typed.text)
    assert "<h1><bdi>گاز</bdi></h1>" in (await editor.get(at)).text


async def test_a_row_with_an_endless_number_is_passed_over(
    editor: httpx.AsyncClient, at: str
) -> None:
    form = {**PLAIN, "from_" + "1" * 5000: "22:00", "time_zone": "Asia/Teheran"}
    assert (await editor.post(f"{at}/policy", data=form)).status_code == 422


async def test_a_problem_without_a_place_stands_above_the_forms(
    gateway: Gateway, editor: httpx.AsyncClient, at: str
) -> None:
    form = {"channel": "pigeon", "target": HOOK}
    answer = await editor.post(f"{at}/target?ui=en", data=form)
    assert answer.status_code == 422
    assert answer.text.count('id="problem"') == 1
    assert "channel: Input should be" in plain(answer)
    unshown = {**PLAIN, "to_3": "07:00"}
    assert "both a beginning" in plain(await editor.post(f"{at}/policy?ui=en", data=unshown))
    shared = f"/subscriptions/{await gateway.subscription('local', 'Gas transfer')}"
    for data in ({"channel": ""}, {"channel": "telegram", "target": "gas news"}):
        refused = await editor.post(f"{shared}/target?ui=en", data=data)
        assert refused.status_code in {403, 422}
        assert refused.text.count('id="problem"') == 1


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/target", {"channel": "webhook", "target": HOOK}),
        ("/policy", {**PLAIN, "max_an_hour": "many"}),
        ("/query", {"edit": "gas AND ("}),
    ],
)
async def test_the_language_links_of_an_answer_lead_to_the_page_itself(
    editor: httpx.AsyncClient, at: str, path: str, form: dict[str, str]
) -> None:
    answer = await editor.post(f"{at}{path}", data=form)
    (link,) = re.findall(r'href="([^"]*)" lang="fa"', answer.text)
    assert link == f"{at}?ui=fa"
    assert (await editor.get(link)).status_code == 200


@pytest.mark.parametrize("path", ["/subscriptions", "/sources", "/tokens"])
async def test_the_language_links_of_an_answer_of_the_desk_lead_to_the_desk(
    editor: httpx.AsyncClient, path: str
) -> None:
    answer = await editor.post(path, data={"query": "gas AND (", "url": "x", "name": " "})
    assert answer.status_code == 422
    assert re.findall(r'href="([^"]*)" lang="fa"', answer.text) == ["/?ui=fa"]
