"""What is the operator's to mend counts against no target."""

import json

import pytest
from delivery_samples import outgoing, sample

from services.delivery.channels.telegram_answers import answer_of
from services.delivery.dispatch import Dispatch
from services.runtime.http import Response


@pytest.mark.parametrize(("status", "said"), [(401, "Unauthorized"), (404, "Not Found")])
def test_a_bots_wrong_token_is_ours(status: int, said: str) -> None:
    body = json.dumps({"ok": False, "error_code": status, "description": said}).encode()
    answer = answer_of(Response(status=status, url="https://api.example/", body=body))
    assert (answer.ours, answer.ending) == (True, "again")


async def test_a_channel_that_is_not_set_up_is_ours() -> None:
    answer = await Dispatch({}, 1.0)("telegram", outgoing(sample()))
    assert (answer.ours, answer.ending, answer.outcome) == (True, "again", "unset")
    assert "telegram" in answer.words
