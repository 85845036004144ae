"""Settings from the environment or one TOML file, checked before anything starts."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Annotated, Any, Final, Literal, get_args, get_origin, get_type_hints

import msgspec

PREFIX: Final = "DIDEBAN_"

Port = Annotated[int, msgspec.Meta(ge=0, le=65535)]
Seconds = Annotated[float, msgspec.Meta(gt=0)]
Count = Annotated[int, msgspec.Meta(ge=1)]


class SettingsError(ValueError):
    """A setting has no allowed value; the message names variable, value and what is allowed."""


def default_home() -> Path:
    """Return the folder for everything kept: `$XDG_DATA_HOME/dideban`."""
    base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(base) / "dideban"


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """What every service must know; field `broker` is read from `DIDEBAN_BROKER`, and so on."""

    home: str = ""
    broker: str = "127.0.0.1:9092"
    broker_kind: Literal["kafka", "embedded"] = "kafka"
    store: str = ""
    store_password: str = ""
    partitions: Annotated[int, msgspec.Meta(ge=1, le=1000)] = 12
    replication: Annotated[int, msgspec.Meta(ge=1, le=10)] = 1
    metrics_host: str = "127.0.0.1"
    metrics_port: Port = 0
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    breaker: Literal["on", "off"] = "on"
    failpoint: str = ""
    supervised: bool = False

    @property
    def home_path(self) -> Path:
        """The folder for everything kept."""
        return Path(self.home) if self.home else default_home()

    @property
    def store_url(self) -> str:
        """The store's SQLAlchemy URL; SQLite in the home folder unless set."""
        return self.store or f"sqlite+aiosqlite:///{self.home_path / 'dideban.sqlite'}"

    @property
    def embedded(self) -> bool:
        """Whether the broker is the embedded one, with its limits."""
        return self.broker_kind == "embedded"

    @property
    def session_seconds(self) -> int:
        """How long a silent consumer stays in its group.

        After a kill its partitions wait that long; the embedded broker's joins wait half of it.
        """
        return 6 if self.embedded else 10

    @property
    def fetch_wait_ms(self) -> int:
        """How long a fetch may wait; the embedded broker answers only then, new records or not.

        Its idle cost goes with the number of answers: 100 ms took 26 % of a core in all.
        """
        return 150 if self.embedded else 500


_WORDS: Final = {
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    str: "any text",
}


def load[T](cls: type[T], environ: Mapping[str, str] | None = None) -> T:
    """Return the settings of `cls`: environment, then the file `DIDEBAN_CONFIG`, then defaults.

    A variable `DIDEBAN_X_FILE` names a file that holds the value of `DIDEBAN_X`.

    Raises:
        SettingsError: a value is not allowed, a required one is missing, or a file unreadable.
    """
    environ = os.environ if environ is None else environ
    from_file = _read_toml(environ)
    hints = get_type_hints(cls, include_extras=True)
    values: dict[str, Any] = {}
    for field in fields(cls):  # type: ignore[arg-type]
        variable = PREFIX + field.name.upper()
        raw = _raw(variable, environ, from_file.get(field.name))
        if raw is not None:
            values[field.name] = _convert(variable, raw, hints[field.name])
        elif field.default is MISSING and field.default_factory is MISSING:
            raise SettingsError(f"{variable} is not set, and has no default")
    return cls(**values)


def _raw(variable: str, environ: Mapping[str, str], fallback: Any) -> Any:  # noqa: ANN401
    if variable in environ:
        return environ[variable]
    if (name := environ.get(variable + "_FILE")) is not None:
        try:
            return Path(name).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(f"{variable}_FILE={name!r} cannot be read: {error}") from error
    return fallback


def _convert(variable: str, raw: Any, hint: Any) -> Any:  # noqa: ANN401
    if isinstance(raw, str) and getattr(hint, "__origin__", None) is tuple:
        raw = [part.strip() for part in raw.split(",") if part.strip()]
    try:
        return msgspec.convert(raw, hint, strict=False)
    except msgspec.ValidationError as error:
        hidden = any(word in variable for word in ("PASSWORD", "SECRET", "TOKEN"))
        shown = "(hidden)" if hidden else repr(raw)
        raise SettingsError(f"{variable}={shown}: allowed is {allowed(hint)}") from error


def allowed(hint: Any) -> str:  # noqa: ANN401  a type as a settings class annotates it
    """Return in words which values a setting may have."""
    if get_origin(hint) is Literal:
        return "one of " + ", ".join(map(str, get_args(hint)))
    kind, *meta = get_args(hint) if get_origin(hint) is Annotated else (hint,)
    words = _WORDS.get(kind, "a list, with commas")
    for bound in meta:
        named = {"from": bound.ge, "above": bound.gt, "to": bound.le}
        words += "".join(f" {name} {value:g}" for name, value in named.items() if value is not None)
    return words


def _read_toml(environ: Mapping[str, str]) -> dict[str, Any]:
    name = environ.get(PREFIX + "CONFIG")
    if not name:
        return {}
    try:
        return tomllib.loads(Path(name).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SettingsError(f"{PREFIX}CONFIG={name!r} cannot be read: {error}") from error
