import pytest

from services.delivery.settings import Settings
from services.runtime.settings import SettingsError, load


def test_loopback_is_allowed_only_where_the_operator_says_so() -> None:
    assert load(Settings, {}).address_rules.refusal("127.0.0.1", 8899) is not None
    allowed = load(Settings, {"DIDEBAN_HTTP_ALLOW": "127.0.0.1:8899"}).address_rules
    assert allowed.refusal("127.0.0.1", 8899) is None
    assert allowed.refusal("127.0.0.1", 8898) is not None


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("DIDEBAN_HTTP_ALLOW", "localhost:http"),
        ("DIDEBAN_DELIVERY_TIMEOUT_SECONDS", "0"),
        ("DIDEBAN_DELIVERY_RETRY_SCALE", "-1"),
        ("DIDEBAN_DELIVERY_PER_TARGET", "none"),
    ],
)
def test_a_bad_setting_is_named_with_its_value(variable: str, value: str) -> None:
    with pytest.raises(SettingsError, match=variable) as caught:
        load(Settings, {variable: value})
    assert value in str(caught.value)


TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0"


def test_a_bots_token_is_shown_nowhere() -> None:
    settings = load(Settings, {"DIDEBAN_TELEGRAM_TOKEN": TOKEN})
    assert settings.telegram_token == TOKEN
    assert TOKEN not in repr(settings)
    for wrong in (TOKEN + " ", "bot" + TOKEN, TOKEN.replace(":", "/"), "۱۲:" + "a" * 30):
        with pytest.raises(SettingsError, match=r"DIDEBAN_TELEGRAM_TOKEN=\(hidden\)") as caught:
            load(Settings, {"DIDEBAN_TELEGRAM_TOKEN": wrong})
        assert wrong not in str(caught.value)


def test_telegrams_api_has_a_web_address() -> None:
    assert load(Settings, {}).telegram_api == "https://api.telegram.org"
    with pytest.raises(SettingsError, match="DIDEBAN_TELEGRAM_API='"):
        load(Settings, {"DIDEBAN_TELEGRAM_API": "api.telegram.org"})
