"""Apprise's own JSON plugin against a receiver; an address is the operator's and told nowhere."""

import json
import sys
import warnings
from collections.abc import AsyncIterator

import apprise
import pytest
from delivery_scene import SETTINGS, Receiver, Scene, delivering, match_of, reset, status

from services.delivery.channels.apprise_targets import AppriseTargets
from services.store.engine import Store

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")


@pytest.fixture(scope="module", autouse=True)
def loaded() -> None:
    """Load the library's plugins: that takes longer than an attempt has here."""
    with warnings.catch_warnings(action="ignore"):
        assert apprise.Apprise().add("json://127.0.0.1/")


@pytest.fixture
async def named(store: Store, receiver: Receiver) -> AsyncIterator[Scene]:
    one = receiver.base.replace("http://", "json://user:verysecret@") + "/one"
    names = {"newsroom": (one,), "both": (one, one.replace("/one", "/two")), "wrong": ("no-such",)}
    channels = {"apprise": AppriseTargets(names)}
    async with delivering(store, receiver, SETTINGS, channels=channels) as opened:
        yield opened


async def ending(scene: Scene, name: str, attempts: int = 1) -> tuple[str, list[str], str]:
    subscription = await scene.subscribe_by("apprise", name)
    match = match_of(subscription.subscription_id, "s1", "a1")
    await scene.writer([match])
    await scene.watch.until(lambda: len(scene.watch.states) >= attempts)
    tried = await scene.attempts(match)
    row = await scene.row(match)
    return row.state, [each.outcome for each in tried][:attempts], str(tried[0].answer)


async def test_a_name_is_told_at_its_address(named: Scene, receiver: Receiver) -> None:
    receiver.script("/one", status(200))
    assert await ending(named, "newsroom") == ("delivered", ["delivered"], "told")
    (post,) = receiver.posts
    message = json.loads(post.body)
    assert "صادرات گاز از مسیر تازه آغاز شد" in message["title"] + message["message"]
    assert message["attachments"] == []


async def test_a_name_with_two_addresses_is_told_when_both_are(
    named: Scene, receiver: Receiver
) -> None:
    receiver.script("/one", status(200))
    receiver.script("/two", status(500), status(200))
    state, outcomes, words = await ending(named, "both", attempts=2)
    assert (state, outcomes) == ("delivered", ["not_told", "delivered"])
    assert words == "apprise could not tell every address of this name"
    assert [len(receiver.at(path)) for path in ("/one", "/two")] == [2, 2]


async def test_an_answer_that_breaks_is_tried_again_and_tells_no_address(
    named: Scene, receiver: Receiver, capfd: pytest.CaptureFixture[str]
) -> None:
    receiver.script("/one", reset, status(200))
    state, outcomes, words = await ending(named, "newsroom", attempts=2)
    assert (state, outcomes) == ("delivered", ["not_told", "delivered"])
    assert "verysecret" not in words + "".join(capfd.readouterr())


async def test_a_hanging_receiver_is_waited_for_no_longer_than_allowed(
    named: Scene, receiver: Receiver
) -> None:
    receiver.script("/one", receiver.hang, status(200))
    state, outcomes, _ = await ending(named, "newsroom", attempts=2)
    assert (state, outcomes) == ("delivered", ["timeout", "delivered"])
    receiver.released.set()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("json://127.0.0.1/", "the operator has named no target 'json://127.0.0.1/'"),
        ("desk", "the operator has named no target 'desk'"),
        ("wrong", "an address of this name is none that apprise knows"),
    ],
)
async def test_what_the_operator_has_not_named_well_is_never_told(
    named: Scene, receiver: Receiver, name: str, words: str
) -> None:
    state, outcomes, told = await ending(named, name)
    assert (state, outcomes) == ("pending", ["unset"])
    assert words in told
    assert receiver.posts == []


async def test_without_the_library_the_answer_says_what_to_install(
    named: Scene, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    state, outcomes, words = await ending(named, "newsroom")
    assert (state, outcomes) == ("pending", ["unset"])
    assert words == "apprise is not installed; install dideban[apprise]"


async def test_a_plugin_that_breaks_does_not_end_the_service(
    named: Scene, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> bool:
        raise ZeroDivisionError("json://user:verysecret@127.0.0.1/")

    monkeypatch.setattr(apprise.Apprise, "notify", broken)
    state, outcomes, words = await ending(named, "newsroom")
    assert (state, outcomes) == ("pending", ["not_told"])
    assert words == "apprise broke: ZeroDivisionError"
