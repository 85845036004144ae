import json
from datetime import UTC, datetime

import pytest
import standardwebhooks
from delivery_samples import TITLES, outgoing, sample

from services.delivery.channels.http_answers import answer_words, storable
from services.delivery.channels.signing import SecretError, body_of, signature, signed_headers
from services.store.subscriptions import new_secret

# The example of the Standard Webhooks specification's reference libraries.
SPEC_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
SPEC_BODY = b'{"test": 2432232314}'
SPEC_SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_the_signature_is_that_of_the_specification() -> None:
    signed = signature(SPEC_SECRET, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, SPEC_BODY)
    assert signed == SPEC_SIGNATURE


@pytest.mark.parametrize("language", TITLES)
def test_the_standard_library_verifies_every_message(language: str) -> None:
    secret, match = new_secret(), sample(language)
    body = body_of(outgoing(match))
    headers = signed_headers(match.match_id, body, [secret], datetime.now(UTC))
    message = standardwebhooks.Webhook(secret).verify(body, headers)
    assert message["data"]["article"]["title"] == TITLES[language][0]


def test_a_changed_body_is_not_verified() -> None:
    secret, match = new_secret(), sample()
    body = body_of(outgoing(match))
    headers = signed_headers(match.match_id, body, [secret], datetime.now(UTC))
    with pytest.raises(standardwebhooks.WebhookVerificationError):
        standardwebhooks.Webhook(secret).verify(body + b" ", headers)


def test_the_message_holds_what_a_reader_needs() -> None:
    message = json.loads(body_of(outgoing(sample())))
    assert message["type"] == "alert"
    assert message["timestamp"] == "2025-12-17T08:30:05.040000Z"
    assert set(message["data"]) == {
        "subscription",
        "article",
        "story",
        "highlights",
        "clauses",
        "seen_at",
        "matched_at",
    }
    assert message["data"]["clauses"] == [{"text": "گاز OR gas", "pack": "gas-transfer"}]


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_%%%", "c2VjcmV0", "whsec_رمز"])
def test_a_malformed_secret_is_refused_and_not_shown(secret: str) -> None:
    with pytest.raises(SecretError) as caught:
        signature(secret, "m", 1, b"{}")
    assert secret in {"", "whsec_"} or secret not in str(caught.value)


def test_what_a_receiver_says_is_kept_short_and_harmless() -> None:
    assert answer_words(500, b"\xff\x00\x1b[2J  down\r\n") == "500: \ufffd [2J down"
    assert answer_words(200, b"") == "200"
    assert storable("خ" * 300) == "خ" * 199 + "…"
