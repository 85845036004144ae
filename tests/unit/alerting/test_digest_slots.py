from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dideban.alerting.caps import HOUR, room_at
from dideban.alerting.clocks import moment, told
from dideban.alerting.digests import next_slot
from dideban.alerting.holding import Hold, Traffic, hold, paused_until
from dideban.alerting.policy import PLAIN, Policy, Window, zone_of

NOW = datetime(2025, 12, 17, 9, 10, 30, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(2019, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  naive bounds, as Hypothesis asks


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("zone", "slot"),
    [
        ("UTC", "2025-12-17T10:00+00:00"),
        ("Asia/Tehran", "2025-12-17T13:00+03:30"),
        ("Asia/Kathmandu", "2025-12-17T15:00+05:45"),
    ],
)
def test_an_hourly_digest_goes_as_the_readers_clock_begins_an_hour(zone: str, slot: str) -> None:
    assert next_slot(NOW, Policy(time_zone=zone, digest="hourly")) == at(slot)


def test_a_daily_digest_goes_at_the_readers_time_of_day() -> None:
    policy = Policy(time_zone="Asia/Tehran", digest="daily", digest_at="08:00")
    assert next_slot(NOW, policy) == at("2025-12-18T08:00+03:30")
    assert next_slot(at("2025-12-18T07:59+03:30"), policy) == at("2025-12-18T08:00+03:30")
    assert next_slot(at("2025-12-18T08:00+03:30"), policy) == at("2025-12-19T08:00+03:30")


def test_a_daily_digest_goes_once_on_days_of_23_and_of_25_hours() -> None:
    policy = Policy(time_zone="Europe/Berlin", digest="daily", digest_at="02:30")
    slots = [at("2025-03-29T12:00+01:00"), at("2025-10-25T12:00+02:00")]
    spring, autumn = (next_slot(now, policy) for now in slots)
    assert spring == at("2025-03-30T01:00+00:00")
    assert next_slot(spring, policy) == at("2025-03-31T02:30+02:00")
    assert autumn == at("2025-10-26T02:30+02:00")
    assert next_slot(autumn, policy) == at("2025-10-27T02:30+01:00")


@given(
    now=MOMENTS,
    zone=st.sampled_from(["Asia/Tehran", "Europe/Berlin", "Australia/Lord_Howe", "UTC"]),
    hour=st.integers(0, 23),
)
def test_the_next_digest_is_always_ahead_and_near(now: datetime, zone: str, hour: int) -> None:
    daily = next_slot(now, Policy(time_zone=zone, digest="daily", digest_at=f"{hour:02}:30"))
    hourly = next_slot(now, Policy(time_zone=zone, digest="hourly"))
    assert daily
    assert hourly
    assert now < hourly <= now + HOUR
    assert now < daily <= now + timedelta(hours=25)


@pytest.mark.parametrize(
    ("day", "minute", "zone", "shown"),
    [
        (date(2025, 12, 17), 450, "Asia/Tehran", "2025-12-17 07:30 Asia/Tehran"),
        (date(2025, 12, 17), 1440, "Asia/Tehran", "2025-12-18 00:00 Asia/Tehran"),
        (date(2025, 3, 30), 150, "Europe/Berlin", "2025-03-30 03:00 Europe/Berlin"),
        (date(2011, 12, 30), 720, "Pacific/Apia", "2011-12-31 00:00 Pacific/Apia"),
    ],
)
def test_each_minute_of_a_day_is_one_moment(day: date, minute: int, zone: str, shown: str) -> None:
    assert told(moment(day, minute, zone_of(zone)), zone_of(zone)) == shown


def test_a_full_hour_has_room_when_its_oldest_message_is_an_hour_old() -> None:
    sent = [NOW - timedelta(minutes=minutes) for minutes in (50, 70, 10, 30)]
    assert room_at(sent, NOW, 3) == NOW + timedelta(minutes=10)
    assert room_at(sent, NOW, 2) == NOW + timedelta(minutes=30)
    assert room_at(sent, NOW, 4) is None
    assert room_at(sent, NOW, None) is None


@given(
    minutes=st.lists(st.integers(-200, 200), max_size=12),
    most=st.integers(1, 5),
)
def test_a_cap_holds_nothing_for_longer_than_an_hour_and_then_there_is_room(
    minutes: list[int], most: int
) -> None:
    sent = [NOW + timedelta(minutes=each) for each in minutes]
    room = room_at(sent, NOW, most)
    if room is not None:
        assert NOW < room <= NOW + HOUR
        assert room_at([min(each, NOW) for each in sent], room, most) is None


NIGHT = (Window(starts="22:00", ends="07:00"),)
FULL = Traffic(sent=(NOW - timedelta(minutes=20),))


@pytest.mark.parametrize(
    ("policy", "traffic", "expected"),
    [
        (PLAIN, FULL, None),
        (Policy(max_an_hour=2), FULL, None),
        (
            Policy(max_an_hour=1),
            FULL,
            Hold(
                until=NOW + timedelta(minutes=40),
                reason="1 an hour are out, held until 2025-12-17 09:50 UTC",
            ),
        ),
        (
            Policy(digest="hourly", max_an_hour=1),
            FULL,
            Hold(
                until=at("2025-12-17T10:00+00:00"),
                reason="hourly digest, held until 2025-12-17 10:00 UTC",
            ),
        ),
        (
            Policy(time_zone="Asia/Tehran", paused_until=date(2025, 12, 20)),
            Traffic(),
            Hold(
                until=at("2025-12-20T00:00+03:30"),
                reason="paused, held until 2025-12-20 00:00 Asia/Tehran",
            ),
        ),
        (
            Policy(paused_until=date(2025, 12, 20), quiet_hours=NIGHT),
            Traffic(),
            Hold(
                until=at("2025-12-20T07:00+00:00"), reason="paused, held until 2025-12-20 07:00 UTC"
            ),
        ),
        (
            Policy(digest="daily", digest_at="03:00", quiet_hours=NIGHT),
            Traffic(),
            Hold(
                until=at("2025-12-18T07:00+00:00"),
                reason="daily digest, held until 2025-12-18 07:00 UTC",
            ),
        ),
        (
            Policy(paused_until=date(2025, 12, 20), digest="daily", digest_at="08:00"),
            Traffic(),
            Hold(
                until=at("2025-12-20T08:00+00:00"), reason="paused, held until 2025-12-20 08:00 UTC"
            ),
        ),
    ],
)
def test_an_alert_is_held_for_one_reason_until_nothing_holds_it(
    policy: Policy, traffic: Traffic, expected: Hold | None
) -> None:
    assert hold(policy, traffic, NOW) == expected


def test_the_overflow_of_an_hour_gathers_for_one_digest() -> None:
    policy, gathering = Policy(max_an_hour=1), NOW + timedelta(minutes=25)
    held = hold(policy, Traffic(sent=FULL.sent, gathering=gathering), NOW)
    assert held is not None
    assert held.until == gathering
    over = hold(policy, Traffic(sent=FULL.sent, gathering=NOW - HOUR), NOW)
    assert over is not None
    assert over.until == NOW + timedelta(minutes=40)


def test_overflow_at_night_waits_for_the_morning() -> None:
    evening = at("2025-12-17T21:50+00:00")
    policy = Policy(max_an_hour=1, quiet_hours=NIGHT)
    held = hold(policy, Traffic(sent=(evening,)), evening)
    assert held is not None
    assert held.until == at("2025-12-18T07:00+00:00")


def test_a_pause_that_is_over_holds_nothing() -> None:
    policy = Policy(time_zone="Asia/Tehran", paused_until=date(2025, 12, 17))
    assert paused_until(policy, at("2025-12-16T23:59+03:30")) == at("2025-12-17T00:00+03:30")
    assert paused_until(policy, at("2025-12-17T00:00+03:30")) is None
