"""Settings: where a value comes from, and what is said of a bad one."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from services.runtime.settings import Common, SettingsError, load


@dataclass(frozen=True, slots=True, kw_only=True)
class Toy(Common):
    langs: tuple[str, ...] = ()
    token_secret: str


def common(**environ: str) -> Common:
    return load(Common, environ)


@pytest.mark.parametrize(
    ("variable", "value", "allowed"),
    [
        ("DIDEBAN_PARTITIONS", "many", "a whole number from 1 to 1000"),
        ("DIDEBAN_PARTITIONS", "0", "a whole number from 1 to 1000"),
        ("DIDEBAN_REPLICATION", "11", "a whole number from 1 to 10"),
        ("DIDEBAN_METRICS_PORT", "70000", "a whole number from 0 to 65535"),
        ("DIDEBAN_BROKER_KIND", "kafak", "one of kafka, embedded"),
        ("DIDEBAN_LOG_LEVEL", "loud", "one of debug, info, warning, error"),
        ("DIDEBAN_BREAKER", "maybe", "one of on, off"),
        ("DIDEBAN_SUPERVISED", "ja", "true or false"),
    ],
)
def test_a_bad_value_is_told_with_its_variable_and_what_is_allowed(
    variable: str, value: str, allowed: str
) -> None:
    with pytest.raises(SettingsError) as told:
        common(**{variable: value})
    assert f"{variable}={value!r}" in str(told.value)
    assert allowed in str(told.value)


def test_a_secret_is_never_shown() -> None:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Numbered:
        token_secret: int

    with pytest.raises(SettingsError) as told:
        load(Numbered, {"DIDEBAN_TOKEN_SECRET": "hunter2"})
    assert "hunter2" not in str(told.value)
    assert "DIDEBAN_TOKEN_SECRET=(hidden)" in str(told.value)


def test_what_has_no_default_must_be_set() -> None:
    with pytest.raises(SettingsError, match="DIDEBAN_TOKEN_SECRET is not set, and has no default"):
        load(Toy, {})


def test_a_value_may_lie_in_a_file_of_its_own(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("راز\n", encoding="utf-8")
    assert load(Toy, {"DIDEBAN_TOKEN_SECRET_FILE": str(secret)}).token_secret == "راز"


@pytest.mark.parametrize("content", [None, b"\xff"], ids=["missing", "no UTF-8"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "secret"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SettingsError) as told:
        load(Toy, {"DIDEBAN_TOKEN_SECRET_FILE": str(path)})
    assert f"DIDEBAN_TOKEN_SECRET_FILE={str(path)!r} cannot be read" in str(told.value)


def test_the_environment_comes_before_the_file_and_the_file_before_the_default(
    tmp_path: Path,
) -> None:
    path = tmp_path / "dideban.toml"
    path.write_text('partitions = 3\nbroker = "10.0.0.1:9092"\nlangs = ["fa", "az"]\n')
    environ = {
        "DIDEBAN_CONFIG": str(path),
        "DIDEBAN_PARTITIONS": "5",
        "DIDEBAN_TOKEN_SECRET": "s",
    }
    found = load(Toy, environ)
    assert (found.partitions, found.broker, found.replication) == (5, "10.0.0.1:9092", 1)
    assert found.langs == ("fa", "az")


def test_a_list_is_written_with_commas_in_the_environment() -> None:
    found = load(Toy, {"DIDEBAN_LANGS": "fa, ar ,,az", "DIDEBAN_TOKEN_SECRET": "s"})
    assert found.langs == ("fa", "ar", "az")


@pytest.mark.parametrize("content", ["partitions = ", None], ids=["no TOML", "missing"])
def test_a_settings_file_that_cannot_be_read_is_named(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "dideban.toml"
    if content is not None:
        path.write_text(content)
    with pytest.raises(SettingsError) as told:
        common(DIDEBAN_CONFIG=str(path))
    assert f"DIDEBAN_CONFIG={str(path)!r} cannot be read" in str(told.value)


def test_a_bad_value_in_the_file_is_told_as_well(tmp_path: Path) -> None:
    path = tmp_path / "dideban.toml"
    path.write_text("partitions = 0\n")
    with pytest.raises(SettingsError, match="DIDEBAN_PARTITIONS=0"):
        common(DIDEBAN_CONFIG=str(path))


def test_the_store_lies_in_the_home_folder_unless_it_is_named(tmp_path: Path) -> None:
    assert common(DIDEBAN_HOME=str(tmp_path)).store_url.endswith(f"{tmp_path}/dideban.sqlite")
    assert common(DIDEBAN_STORE="postgresql+asyncpg://db/x").store_url.startswith("postgresql")
