"""A subscription's own page: its target with a test, its policy, mutes and pauses, by forms."""

import html
import re
from datetime import timedelta
from typing import Any

import httpx
import pytest
from gateway_under_test import Gateway

from services.store import subscriptions, targets, trials

HOOK = "https://hooks.example/1"
DAYS = ("sat", "sun", "mon", "tue", "wed", "thu", "fri")
PLAIN = {
    "language": "en",
    "time_zone": "UTC",
    "severity": "normal",
    "breaks_through": "critical",
    "digest": "none",
    "follow_ups": "yes",
}


@pytest.fixture
async def editor(gateway: Gateway) -> httpx.AsyncClient:
    return await gateway.signed_in("ada", "editor")


@pytest.fixture
async def at(editor: httpx.AsyncClient) -> str:
    made = await editor.post("/api/v1/subscriptions", json={"name": "گاز", "query": "gas"})
    return f"/subscriptions/{made.json()['subscription_id']}"


async def policy(editor: httpx.AsyncClient, at: str) -> dict[str, Any]:
    found: dict[str, Any] = (await editor.get(f"/api/v1{at}/policy")).json()
    return found


def plain(page: httpx.Response) -> str:
    """Return the words of a page without its tags."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.text)).split())


def every_day(row: int) -> dict[str, str]:
    return {f"day_{row}_{day}": "yes" for day in DAYS}


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


async def test_a_policy_is_filled_in_and_kept(editor: httpx.AsyncClient, at: str) -> None:
    form = {
        **PLAIN,
        "language": "fa",
        "time_zone": "Asia/Tehran",
        "severity": "high",
        "breaks_through": "high",
        "from_0": "۲۲:۰۰",
        "to_0": "7:00",
        **every_day(0),
        "from_1": "00:00",
        "to_1": "24:00",
        "day_1_thu": "yes",
        "day_1_fri": "yes",
        "max_an_hour": "٦",
        "digest": "daily",
        "digest_at": "8:30",
    }
    del form["follow_ups"]
    answer = await editor.post(f"{at}/policy", data=form, follow_redirects=True)
    assert "Saved." in answer.text
    kept = await policy(editor, at)
    assert kept["quiet_hours"] == [
        {"from": "22:00", "to": "07:00", "days": list(DAYS)},
        {"from": "00:00", "to": "24:00", "days": ["thu", "fri"]},
    ]
    assert (kept["time_zone"], kept["severity"], kept["breaks_through"]) == (
        "Asia/Tehran",
        "high",
        "high",
    )
    assert (kept["max_an_hour"], kept["digest"], kept["digest_at"]) == (6, "daily", "08:30")
    assert (kept["language"], kept["follow_ups"]) == ("fa", False)
    page = (await editor.get(at)).text
    assert 'name="from_2"' in page
    assert re.search(r'name="day_1_thu" value="yes" checked', page)
    assert not re.search(r'name="day_1_sat" value="yes" checked', page)
    await editor.post(f"{at}/policy", data=PLAIN)
    assert (await policy(editor, at))["quiet_hours"] == []


async def test_a_policy_of_a_form_leaves_mutes_and_the_pause(
    gateway: Gateway, editor: httpx.AsyncClient, at: str
) -> None:
    until = (gateway.clock().date() + timedelta(days=3)).isoformat()
    await editor.post(f"{at}/mutes", data={"kind": "term", "value": "فوتبال"})
    await editor.post(f"{at}/pause", data={"paused_until": until})
    await editor.post(f"{at}/policy", data={**PLAIN, "max_an_hour": "4"})
    kept = await policy(editor, at)
    assert [each["value"] for each in kept["mutes"]] == ["فوتبال"]
    assert (kept["paused_until"], kept["max_an_hour"]) == (until, 4)


QUIET = {"from_0": "22:00", "to_0": "07:00", **every_day(0)}
WRONG = [
    ({"time_zone": "Asia/Teheran"}, "time_zone", "There is no time zone “Asia/Teheran”."),
    ({"from_0": "25:00", "to_0": "07:00"}, "from_0", "“25:00” is no time of day here."),
    ({"from_0": "24:00", "to_0": "07:00"}, "from_0", "“24:00” is no time of day here."),
    ({**QUIET, "to_0": "late"}, "to_0", "“late” is no time of day here."),
    ({**QUIET, "to_0": ""}, "to_0", "both a beginning and an end"),
    ({**QUIET, "to_0": "22:00"}, "to_0", "The quiet ends as it begins."),
    ({"from_3": "22:00", "to_3": "07:00"}, "day_3", "No day is chosen."),
    ({**QUIET, "from_0": "00:00", "to_0": "24:00"}, "from_0", "less than three hours of the week"),
    ({"max_an_hour": "0"}, "max_an_hour", "“0” is no number of messages."),
    ({"max_an_hour": "9" * 30}, "max_an_hour", f"“{'9' * 30}” is no number of messages."),
    ({"max_an_hour": "1" * 5000}, "max_an_hour", "is no number of messages."),
    ({"max_an_hour": "many"}, "max_an_hour", "“many” is no number of messages."),
    ({"digest": "daily"}, "digest_at", "One message a day needs its time."),
    ({"digest": "daily", "digest_at": "8"}, "digest_at", "“8” is no time of day here."),
    ({"severity": "odd"}, "severity", "This cannot be kept"),
]


@pytest.mark.parametrize(("form", "field", "told"), WRONG)
async def test_what_cannot_be_kept_is_told_in_a_sentence_beside_its_field(
    editor: httpx.AsyncClient, at: str, form: dict[str, str], field: str, told: str
) -> None:
    answer = await editor.post(f"{at}/policy?ui=en", data={**PLAIN, **form})
    assert answer.status_code == 422
    assert told in plain(answer)
    if not field.startswith("day_") and field != "severity":
        assert re.search(rf'name="{field}"[^>]* aria-invalid="true"', answer.text)
    for name, value in form.items():
        if value and not name.startswith("day_") and name != "severity":
            assert f'value="{value}"' in answer.text or "selected" in answer.text
    persian = await editor.post(f"{at}/policy?ui=fa", data={**PLAIN, **form})
    assert persian.status_code == 422
    note = re.findall(r'id="problem">(.*?)</div>', persian.text, re.DOTALL)
    assert len(note) == 1
    assert re.search("[آ-ی]{3}", note[0])
    assert (await policy(editor, at))["quiet_hours"] == []


async def test_a_mute_is_added_and_taken_away(
    gateway: Gateway, editor: httpx.AsyncClient, at: str
) -> None:
    until = (gateway.clock().date() + timedelta(days=9)).isoformat()
    form = {"kind": "source", "value": " Sample Wire ", "until": until}
    added = await editor.post(f"{at}/mutes", data=form, follow_redirects=True)
    assert f"source Sample Wire until before {until}" in plain(added)
    removed = {"kind": "source", "value": "Sample Wire"}
    answer = await editor.post(f"{at}/mutes/remove", data=removed, follow_redirects=True)
    assert "Sample Wire" not in answer.text


@pytest.mark.parametrize(
    ("path", "form", "field", "told"),
    [
        ("mutes", {"kind": "term"}, "value", "“” mutes nothing."),
        ("mutes", {"kind": "term", "value": "!"}, "value", "“!” mutes nothing."),
        ("mutes", {"kind": "entity", "value": "Nobody Xyz"}, "value", "no person, place or thing"),
        ("mutes", {"kind": "source", "value": "a", "until": "2001-01-01"}, "until", "cannot last"),
        ("mutes", {"kind": "source", "value": "a", "until": "soon"}, "until", "“soon”"),
        ("pause", {"paused_until": "2099-01-01"}, "paused_until", "at most 31 days ahead"),
    ],
)
async def test_a_mute_or_pause_that_cannot_be_is_told(
    editor: httpx.AsyncClient, at: str, path: str, form: dict[str, str], field: str, told: str
) -> None:
    answer = await editor.post(f"{at}/{path}?ui=en", data=form)
    assert answer.status_code == 422
    assert told in plain(answer)
    assert re.search(rf'name="{field}"[^>]* aria-invalid="true"', answer.text)


async def test_a_pause_is_begun_and_ended(
    gateway: Gateway, editor: httpx.AsyncClient, at: str
) -> None:
    until = (gateway.clock().date() + timedelta(days=2)).isoformat()
    paused = await editor.post(f"{at}/pause", data={"paused_until": until}, follow_redirects=True)
    assert f"Paused until {until}" in plain(paused)
    await editor.post(f"{at}/pause", data={})
    assert (await policy(editor, at))["paused_until"] is None


async def test_a_thing_is_muted_by_any_of_its_names(editor: httpx.AsyncClient, at: str) -> None:
    form = {"kind": "entity", "value": "Газпром"}
    await editor.post(f"{at}/mutes", data=form)
    assert "گازپروم" in (await editor.get(f"{at}?ui=fa")).text
    assert [each["kind"] for each in (await policy(editor, at))["mutes"]] == ["entity"]


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
    assert "پرسش را در ستون ۱۰ نمی‌توان خواند" in plain(answer)
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
