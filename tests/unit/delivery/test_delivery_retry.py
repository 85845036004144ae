from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.delivery.channel import Answer
from services.delivery.channels.http_answers import of_error, of_response, retry_after_seconds
from services.delivery.retry import STEPS_SECONDS, judge, wait_seconds
from services.runtime.http import Response, TimedOutError

NOW = datetime(2025, 12, 17, 8, 30, tzinfo=UTC)


def answered(status: int, body: str = "", retry_after: str | None = None) -> Answer:
    headers = {} if retry_after is None else {"Retry-After": retry_after}
    response = Response(
        status=status, url="https://h.example/", headers=headers, body=body.encode()
    )
    return of_response(response, NOW)


FAILED = answered(500)
THROTTLED = answered(429)
TIMED_OUT = of_error(TimedOutError("nothing came for 15 s"))


def waited(answer: Answer, attempts: int, jitter: float = 0.0) -> float:
    return wait_seconds(answer, attempts, jitter=jitter)


def test_the_schedule_is_twelve_attempts_over_three_days() -> None:
    assert [waited(FAILED, attempts) for attempts in range(1, 12)] == [
        5,
        30,
        120,
        600,
        1_800,
        7_200,
        18_000,
        36_000,
        50_400,
        72_000,
        86_400,
    ]
    assert len(STEPS_SECONDS) == 12


@pytest.mark.parametrize(("jitter", "seconds"), [(-1, 24), (0, 30), (1, 36)])
def test_jitter_moves_a_step_by_a_fifth(jitter: float, seconds: float) -> None:
    assert waited(FAILED, 2, jitter) == pytest.approx(seconds)


@pytest.mark.parametrize("jitter", [-1.0, 0.0, 1.0])
@pytest.mark.parametrize("answer", [THROTTLED, TIMED_OUT])
def test_too_many_and_no_answer_wait_at_least_a_minute(answer: Answer, jitter: float) -> None:
    assert waited(answer, 1, jitter) >= 60
    assert waited(answer, 5, jitter) >= 1_440


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 30),
        ("45", 45),
        (" 45 ", 45),
        ("60", 60),
        ("3600", 60),
        ("9" * 5_000, 60),
        ("-45", 30),
        ("1.5", 30),
        ("٤٥", 30),
        ("bald", 30),
        ("", 30),
        ("Wed, 17 Dec 2025 08:30:50 GMT", 50),
        ("Wed, 17 Dec 2025 08:30:50 -0000", 50),
        ("Wed, 17 Dec 2025 12:00:50 +0330", 50),
        ("Wed, 17 Dec 2025 07:30:50 GMT", 30),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 60),
        ("Wed, 17 Dec 99999999999 08:30:50 GMT", 30),
    ],
)
def test_retry_after_is_honoured_within_twice_the_step(value: str, seconds: float) -> None:
    assert waited(answered(503, retry_after=value), 2) == seconds


@given(st.text())
def test_any_retry_after_is_a_time_to_wait_or_nothing(value: str) -> None:
    seconds = retry_after_seconds(value, NOW)
    assert seconds is None or seconds >= 0


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (answered(200), "delivered"),
        (answered(204), "delivered"),
        (answered(301), "http_3xx"),
        (answered(404), "http_4xx"),
        (answered(410), "http_410"),
        (THROTTLED, "http_429"),
        (FAILED, "http_5xx"),
        (TIMED_OUT, "timeout"),
    ],
)
def test_each_answer_has_a_name_that_fits_its_column(answer: Answer, outcome: str) -> None:
    assert answer.outcome == outcome
    assert len(outcome) <= 16


def test_success_ends_the_row() -> None:
    verdict = judge(answered(202), 3, now=NOW, jitter=0)
    assert (verdict.state, verdict.reason, verdict.next_attempt_at) == ("delivered", None, None)


def test_gone_ends_the_row_and_the_target() -> None:
    verdict = judge(answered(410), 1, now=NOW, jitter=0)
    assert (verdict.state, verdict.disable_target) == ("dead", True)


@pytest.mark.parametrize(
    "answer",
    [FAILED, THROTTLED, TIMED_OUT, answered(302), answered(404)],
)
def test_every_other_failure_is_tried_again_until_the_twelfth(answer: Answer) -> None:
    for attempts in range(1, 12):
        verdict = judge(answer, attempts, now=NOW, jitter=0)
        assert verdict.state == "pending"
        assert verdict.next_attempt_at is not None
        assert verdict.next_attempt_at > NOW
    last = judge(answer, 12, now=NOW, jitter=0)
    assert (last.state, last.next_attempt_at, last.disable_target) == ("dead", None, False)
    assert last.reason == f"given up after 12 attempts; the last: {answer.words}"


def test_a_receiver_that_refuses_is_flagged_from_the_fourth_time() -> None:
    refused = answered(404, "no such hook")
    reasons = [judge(refused, attempts, now=NOW, jitter=0).reason for attempts in (3, 4)]
    assert reasons == [
        "404: no such hook",
        "refused 4 times, check the receiver: 404: no such hook",
    ]


def test_the_scale_shrinks_every_wait() -> None:
    verdict = judge(THROTTLED, 1, now=NOW, jitter=0, scale=0.01)
    assert verdict.next_attempt_at == NOW + timedelta(seconds=0.6)
