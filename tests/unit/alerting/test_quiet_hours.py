"""Quiet hours by clocks that are put forward, back, by half an hour, or past a whole day."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dideban.alerting.policy import DAYS, FREE_MINUTES, Policy, PolicyError, Window
from dideban.alerting.quiet_hours import held_until

ZONES = (
    "Asia/Tehran",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Africa/Casablanca",
    "UTC",
)
TIMES = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.sampled_from([0, 1, 15, 30, 59]))
MOMENTS = st.datetimes(datetime(2019, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  naive bounds, as Hypothesis asks
WEEK = timedelta(days=7)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def nights(zone: str, starts: str = "22:00", ends: str = "07:00") -> Policy:
    return Policy(time_zone=zone, quiet_hours=(Window(starts=starts, ends=ends),))


@st.composite
def policies(draw: st.DrawFn, zones: tuple[str, ...] = ZONES) -> Policy:
    windows = []
    for _ in range(draw(st.integers(1, 4))):
        starts, ends = draw(TIMES), draw(st.one_of(TIMES, st.just("24:00")))
        days = tuple(draw(st.lists(st.sampled_from(DAYS), min_size=1, unique=True)))
        assume(starts != ends)
        windows.append(Window(starts=starts, ends=ends, days=days))
    try:
        return Policy(time_zone=draw(st.sampled_from(zones)), quiet_hours=tuple(windows))
    except PolicyError:
        assume(False)  # noqa: FBT003  no time of the week is left
        raise


@given(policy=policies(), now=MOMENTS)
def test_what_is_held_goes_when_it_is_not_quiet_and_within_a_week(
    policy: Policy, now: datetime
) -> None:
    end = held_until(now, policy)
    if end is not None:
        assert now < end <= now + WEEK
        assert held_until(end, policy) is None
        assert held_until(end - timedelta(microseconds=1), policy) == end


@given(policy=policies(), now=MOMENTS, later=st.timedeltas(timedelta(0), timedelta(days=9)))
def test_what_comes_later_never_goes_earlier(
    policy: Policy, now: datetime, later: timedelta
) -> None:
    first = held_until(now, policy) or now
    assert (held_until(now + later, policy) or now + later) >= first


@given(policy=policies(zones=("UTC", "Asia/Kathmandu", "Etc/GMT-4")), now=MOMENTS)
def test_where_clocks_are_never_changed_quiet_is_what_the_clock_shows(
    policy: Policy, now: datetime
) -> None:
    local = now.astimezone(policy.zone)
    shown = f"{local:%H:%M}"
    today, yesterday = (
        f"{local - timedelta(days=days):%a}".lower()  # the C locale's names are those of a policy
        for days in (0, 1)
    )
    quiet = any(
        (today in window.days and window.starts <= shown < window.ends)
        or (window.ends < window.starts and (today in window.days and shown >= window.starts))
        or (window.ends < window.starts and yesterday in window.days and shown < window.ends)
        for window in policy.quiet_hours
    )
    assert (held_until(now, policy) is not None) == quiet


@pytest.mark.parametrize(
    ("now", "end"),
    [
        ("2025-12-17T21:59:59+03:30", None),
        ("2025-12-17T22:00:00+03:30", "2025-12-18T07:00:00+03:30"),
        ("2025-12-18T06:59:59+03:30", "2025-12-18T07:00:00+03:30"),
        ("2025-12-18T07:00:00+03:30", None),
    ],
)
def test_a_night_spans_midnight(now: str, end: str | None) -> None:
    assert held_until(at(now), nights("Asia/Tehran")) == (end and at(end))


def test_a_weekend_of_thursday_and_friday_is_one_quiet_with_the_nights_beside_it() -> None:
    weekend = Window(starts="00:00", ends="24:00", days=("thu", "fri"))
    night = Window(starts="22:00", ends="07:00")
    policy = Policy(time_zone="Asia/Tehran", quiet_hours=(weekend, night))
    saturday = at("2025-12-20T07:00+03:30")
    assert held_until(at("2025-12-17T22:30+03:30"), policy) == saturday
    assert held_until(at("2025-12-19T13:00+03:30"), policy) == saturday
    assert held_until(at("2025-12-17T21:30+03:30"), policy) is None


def test_iran_changed_its_clocks_in_2022_and_has_not_since() -> None:
    policy = nights("Asia/Tehran")
    assert held_until(at("2022-07-01T00:00+04:30"), policy) == at("2022-07-01T07:00+04:30")
    assert held_until(at("2024-07-01T00:00+03:30"), policy) == at("2024-07-01T07:00+03:30")
    # The night of 22 March 2022 lost an hour, that of 22 September got one more.
    assert held_until(at("2022-03-21T22:00+03:30"), policy) == at("2022-03-22T07:00+04:30")
    assert held_until(at("2022-09-21T22:00+04:30"), policy) == at("2022-09-22T07:00+03:30")


def test_hours_that_end_in_the_hour_that_spring_leaves_out_end_at_the_change() -> None:
    policy = nights("Europe/Berlin", ends="02:30")
    change = at("2025-03-30T01:00+00:00")
    assert held_until(at("2025-03-29T23:00+01:00"), policy) == change
    assert held_until(change, policy) is None


def test_hours_that_begin_in_the_hour_that_spring_leaves_out_begin_at_the_change() -> None:
    policy = nights("Europe/Berlin", starts="02:30", ends="06:00")
    assert held_until(at("2025-03-30T01:59+01:00"), policy) is None
    assert held_until(at("2025-03-30T03:00+02:00"), policy) == at("2025-03-30T06:00+02:00")


def test_an_edge_that_autumn_shows_twice_leaves_the_reader_alone_for_longer() -> None:
    ending = nights("Europe/Berlin", ends="02:30")
    assert held_until(at("2025-10-26T02:29+02:00"), ending) == at("2025-10-26T02:30+01:00")
    beginning = nights("Europe/Berlin", starts="02:30", ends="06:00")
    assert held_until(at("2025-10-26T02:29+02:00"), beginning) is None
    assert held_until(at("2025-10-26T02:30+02:00"), beginning) == at("2025-10-26T06:00+01:00")
    assert held_until(at("2025-10-26T02:10+01:00"), beginning) == at("2025-10-26T06:00+01:00")


def test_the_friday_that_samoa_left_out_holds_nothing() -> None:
    """On 29 December 2011 at midnight Apia went on with the 31st."""
    friday = Policy(
        time_zone="Pacific/Apia",
        quiet_hours=(Window(starts="00:00", ends="24:00", days=("fri",)),),
    )
    saturday = at("2011-12-30T10:00+00:00")
    assert held_until(saturday - timedelta(seconds=1), friday) is None
    assert held_until(saturday, friday) is None
    night = nights("Pacific/Apia")
    assert held_until(at("2011-12-30T09:00+00:00"), night) == saturday + timedelta(hours=7)


@given(
    policy=policies(zones=("Pacific/Apia",)),
    now=st.datetimes(datetime(2011, 12, 15), datetime(2012, 1, 5), timezones=st.just(UTC)),  # noqa: DTZ001  naive bounds, as Hypothesis asks
)
def test_around_a_lost_day_quiet_ends_all_the_same(policy: Policy, now: datetime) -> None:
    end = held_until(now, policy)
    if end is not None:
        assert now < end <= now + 2 * WEEK
        assert held_until(end, policy) is None


@pytest.mark.parametrize(
    ("severity", "from_on", "held"),
    [
        ("normal", "critical", True),
        ("high", "critical", True),
        ("critical", "critical", False),
        ("high", "high", False),
        ("critical", "high", False),
        ("critical", "never", True),
    ],
)
def test_a_grave_subscription_breaks_through(severity: str, from_on: str, *, held: bool) -> None:
    policy = Policy(
        severity=severity,  # type: ignore[arg-type]  one of the words
        breaks_through=from_on,  # type: ignore[arg-type]  one of the words
        quiet_hours=nights("UTC").quiet_hours,
    )
    assert (held_until(at("2025-12-17T23:00+00:00"), policy) is not None) == held


def test_hours_that_leave_no_time_to_be_told_are_refused() -> None:
    most = Window(starts="00:00", ends="21:01")
    weekdays = Window(starts="21:00", ends="24:00", days=DAYS[1:])
    with pytest.raises(PolicyError, match="less than three hours of the week"):
        Policy(quiet_hours=(most, weekdays))
    exactly = Window(starts="00:00", ends="21:00")
    assert Policy(quiet_hours=(exactly, weekdays))
    assert FREE_MINUTES == 3 * 60
