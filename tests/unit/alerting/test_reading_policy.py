import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from dideban.alerting.policy import PLAIN, Mute, Policy, PolicyError, Window, policy_of, policy_text
from dideban.alerting.reading_policy import read_policy

NOW = datetime(2025, 12, 17, 21, 0, tzinfo=UTC)  # the 18th in Tehran
WHOLE = {
    "language": "fa",
    "time_zone": "Asia/Tehran",
    "severity": "high",
    "quiet_hours": [{"days": ["thu", "fri"], "from": "22:00", "to": "09:00"}],
    "breaks_through": "never",
    "max_an_hour": 6,
    "digest": "daily",
    "digest_at": "08:00",
    "follow_ups": False,
    "mutes": [
        {"kind": "term", "value": "فوتبال"},
        {"kind": "source", "value": "خبرگزاری آزمون", "until": "2026-01-31"},
    ],
    "paused_until": "2025-12-20",
}


def read(**fields: Any) -> Policy:
    return read_policy(json.dumps(fields), NOW)


def test_a_policy_is_read_as_it_is_written() -> None:
    policy = read(**WHOLE)
    assert policy == Policy(
        language="fa",
        time_zone="Asia/Tehran",
        severity="high",
        quiet_hours=(Window(starts="22:00", ends="09:00", days=("thu", "fri")),),
        breaks_through="never",
        max_an_hour=6,
        digest="daily",
        digest_at="08:00",
        follow_ups=False,
        mutes=(
            Mute(kind="term", value="فوتبال"),
            Mute(kind="source", value="خبرگزاری آزمون", until=date(2026, 1, 31)),
        ),
        paused_until=date(2025, 12, 20),
    )
    assert policy_of(policy_text(policy)) == policy


def test_the_plain_policy_is_an_empty_object_and_kept_as_nothing() -> None:
    assert read() == PLAIN
    assert policy_text(PLAIN) is None
    assert policy_of(None) == PLAIN


def test_a_policy_of_the_first_release_is_still_read() -> None:
    kept = '{"language":"fa","time_zone":"Asia/Tehran"}'
    assert policy_of(kept) == Policy(language="fa", time_zone="Asia/Tehran")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (
            {"time_zone": "Asia/Teheran"},
            "time_zone: there is no zone 'Asia/Teheran'; write one such as Asia/Tehran",
        ),
        (
            {"quiet_hours": [{"from": "00:00", "to": "24:00"}]},
            (
                "quiet_hours: they leave less than three hours of the week, so that alerts would"
                " wait; leave some time to be told, or pause the subscription until a day"
            ),
        ),
        (
            {"quiet_hours": [{"from": "22:00", "to": "22:00"}]},
            "quiet_hours[0].to: the hours end as they begin; write 00:00 to 24:00 for a whole day",
        ),
        (
            {"quiet_hours": [{"from": "24:00", "to": "06:00"}]},
            "quiet_hours[0].from: a day has no 24:00 to begin at; write 00:00 and its day",
        ),
        (
            {"quiet_hours": [{"from": "22:00", "to": "07:00", "days": []}]},
            "quiet_hours[0].days: there is none; name some, or leave days out for all",
        ),
        (
            {"quiet_hours": [{"from": "22:00", "to": "07:00", "days": ["friday"]}]},
            (
                "quiet_hours[0].days[0]: Invalid enum value 'friday'; write some of sat, sun, mon,"
                " tue, wed, thu, fri"
            ),
        ),
        (
            {"quiet_hours": [{"from": "25:00", "to": "07:00"}]},
            "write a time of day such as 22:00",
        ),
        (
            {"quiet_hours": [{"from": "22:00"}]},
            (
                "quiet_hours[0]: Object missing required field to; write at most 21 such as"
                ' [{"from": "22:00", "to": "07:00"}]'
            ),
        ),
        (
            {"digest": "daily"},
            'digest_at: a daily digest needs one; add a time of day such as "digest_at": "08:00"',
        ),
        (
            {"digest": "hourly", "digest_at": "08:00"},
            'digest_at: a digest of \'hourly\' has none; leave it out, or write "digest": "daily"',
        ),
        (
            {"digest": "daily", "digest_at": "24:00"},
            "digest_at: no clock shows 24:00; write 00:00",
        ),
        ({"digest": "weekly"}, "digest: Invalid enum value 'weekly'; write none, hourly or daily"),
        (
            {"max_an_hour": 0},
            "max_an_hour: Expected int >= 1; write a number from 1 to 1000, or null for no cap",
        ),
        ({"severity": "urgent"}, "write normal, high or critical"),
        (
            {"mutes": [{"kind": "term", "value": " "}]},
            "mutes[0].value: it mutes nothing; name a term",
        ),
        (
            {"mutes": [{"kind": "term", "value": "گاز"}, {"kind": "term", "value": "؟!"}]},
            "mutes[1].value: '؟!' has no word, so it mutes nothing; write a word or several",
        ),
        (
            {"mutes": [{"kind": "source", "value": "a"}] * 101},
            (
                "mutes: Expected array of length <= 100; write at most 100 such as"
                ' [{"kind": "term", "value": "football"}]'
            ),
        ),
        (
            {"paused_until": "2027-12-20", "time_zone": "Asia/Tehran"},
            (
                "paused_until: a pause ends after today and within 31 days; write a day from"
                " 2025-12-19 to 2026-01-18"
            ),
        ),
        (
            {"paused_until": "2025-12-18", "time_zone": "Asia/Tehran"},
            "paused_until: a pause ends after today and within 31 days",
        ),
        ({"paused_until": "for ever"}, "write a day such as 2026-01-31"),
        (
            {"quiet": []},
            "quiet: there is no such field; use language, time_zone, severity, quiet_hours,",
        ),
        (
            {"mutes": [{"kind": "term", "value": "گاز", "forever": True}]},
            "mutes[0].forever: there is no such field; use kind, value, until",
        ),
        ({"follow_ups": "no"}, "follow_ups: Expected bool, got str; write true or false"),
    ],
)
def test_what_cannot_be_kept_is_refused_by_what_where_and_how_to_mend_it(
    fields: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(PolicyError) as refused:
        read(**fields)
    assert sentence in str(refused.value)
    error = refused.value
    assert str(error) == f"{error.field}: {error.reason}; {error.fix}"


@pytest.mark.parametrize("text", ["", "{", "[]", "null", b'{"language": "\xff"}'])
def test_what_is_no_object_is_refused(text: str | bytes) -> None:
    with pytest.raises(PolicyError, match=r"^policy|^language"):
        read_policy(text, NOW)


def test_a_broken_policy_of_the_store_is_told_as_one() -> None:
    with pytest.raises(PolicyError, match="it cannot be read"):
        policy_of('{"time_zone": "Mars/Olympus"}')
