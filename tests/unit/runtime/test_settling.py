"""What a service has loaded is out of the garbage collector's way."""

import gc
from collections.abc import Iterator

import pytest

from services.runtime.lifecycle import settle


@pytest.fixture(autouse=True)
def _thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_what_is_loaded_is_no_longer_walked_through() -> None:
    loaded = [[number] for number in range(1000)]

    settle()

    walked = {id(each) for each in gc.get_objects()}
    assert not walked & {id(each) for each in loaded}


def test_what_comes_later_is_still_collected() -> None:
    settle()
    ring: list[object] = []
    ring.append(ring)
    del ring

    assert gc.collect() > 0
