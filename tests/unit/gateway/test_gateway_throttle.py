"""Passwords cannot be tried without end."""

from datetime import UTC, datetime, timedelta

from services.gateway.throttle import TRIES_AN_ACCOUNT, TRIES_AN_ADDRESS, WINDOW, Throttle

NOW = datetime(2025, 12, 17, 9, 0, tzinfo=UTC)


def test_an_account_is_closed_after_its_tries_whatever_the_address() -> None:
    throttle = Throttle()
    waits = [throttle.wait_seconds("ada", f"192.0.2.{n}", NOW) for n in range(TRIES_AN_ACCOUNT + 1)]
    assert waits[:-1] == [0] * TRIES_AN_ACCOUNT
    assert waits[-1] == WINDOW.total_seconds()


def test_an_address_is_closed_after_its_tries_whatever_the_account() -> None:
    throttle = Throttle()
    waits = [
        throttle.wait_seconds(f"user{n}", "192.0.2.1", NOW) for n in range(TRIES_AN_ADDRESS + 1)
    ]
    assert waits[:-1] == [0] * TRIES_AN_ADDRESS
    assert waits[-1] > 0
    assert throttle.wait_seconds("other", "192.0.2.2", NOW) == 0


def test_the_window_slides() -> None:
    throttle = Throttle()
    for n in range(TRIES_AN_ACCOUNT):
        throttle.wait_seconds("ada", "192.0.2.1", NOW + timedelta(seconds=n))
    assert throttle.wait_seconds("ada", "192.0.2.1", NOW + timedelta(seconds=60)) > 0
    assert throttle.wait_seconds("ada", "192.0.2.1", NOW + WINDOW) == 0


def test_signing_in_opens_the_account_again() -> None:
    throttle = Throttle()
    for _ in range(TRIES_AN_ACCOUNT):
        throttle.wait_seconds("ada", "192.0.2.1", NOW)
    throttle.forget("ada", "192.0.2.1")
    assert throttle.wait_seconds("ada", "192.0.2.1", NOW) == 0
