"""A browser's subscription: a point on the curve, a secret, an address; anything else refused."""

import json
from typing import Any

import pytest

from dideban.alerting.push_target import base64url, push_target
from dideban.alerting.targets import TargetError, checked_target

# The receiver of RFC 8291, appendix A.
P256DH = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
ENDPOINT = "https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV"


def told(endpoint: Any = ENDPOINT, p256dh: Any = P256DH, auth: Any = AUTH, **more: Any) -> str:
    keys = {"p256dh": p256dh, "auth": auth}
    return json.dumps({"endpoint": endpoint, "keys": keys, **more})


def test_what_a_browser_tells_is_kept_in_its_one_form() -> None:
    kept = checked_target("webpush", told(expirationTime=None, extra="ویژه"))
    assert json.loads(kept) == {"endpoint": ENDPOINT, "keys": {"p256dh": P256DH, "auth": AUTH}}
    assert checked_target("webpush", told(p256dh=P256DH + "=", auth=AUTH + "==")) == kept
    target = push_target(kept)
    assert (len(target.p256dh), len(target.auth)) == (65, 16)


POINT = b"\x04" + bytes(63) + b"\x01"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "cannot be read"),
        ("https://push.example.net/push/1", "cannot be read"),
        ("{}", "cannot be read"),
        (told(endpoint=None), "cannot be read"),
        (told(p256dh=7), "cannot be read"),
        (told(more="x" * 4_000), "longer than 4,000"),
        (told(endpoint="http://push.example.net/x"), "does not begin with https"),
        (told(endpoint="//push.example.net/x"), "does not begin with https"),
        (told(endpoint="https:///x"), "names no host"),
        (told(endpoint="https://a@push.example.net/"), "a user name or a password"),
        (told(endpoint="https://push.example.net/\u202e"), "no address has"),
        (told(auth="BTBZMqHH6r4Tts7J_aSI"), "keys.auth has 15 bytes, not 16"),
        (told(auth="گ" * 22), "keys.auth is no base64url"),
        (told(p256dh=P256DH[:-1]), "keys.p256dh has 64 bytes, not 65"),
        (told(p256dh=base64url(POINT)), "no point of the curve P-256"),
        (told(p256dh=base64url(b"\x02" + POINT[1:])), "no point of the curve P-256"),
        (told(p256dh=base64url(b"\x04" + b"\xff" * 64)), "no point of the curve P-256"),
    ],
)
def test_another_is_refused_with_what_is_wrong(text: str, reason: str) -> None:
    with pytest.raises(TargetError, match=reason):
        checked_target("webpush", text)
