"""How a reader wants to be told, by the forms of a subscription's page: policy, mutes, pauses."""

import re
from datetime import timedelta

import httpx
import pytest
from gateway_under_test import Gateway, plain
from policy_form import DAYS, PLAIN, every_day, policy


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
