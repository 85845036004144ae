"""The rows and columns of the table of text quality, and how each figure is written."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

OURS: Final = "dideban"
TOOLS: Final = (OURS, "hazm", "shekar", "langdetect", "lingua")
NORMALISERS: Final = (OURS, "hazm", "shekar")
IDENTIFIERS: Final = (OURS, "langdetect", "lingua")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A figure: its key, its name, who has it, the goal, and how it is written."""

    key: str
    title: str
    tools: tuple[str, ...] = (OURS,)
    goal: str = ""
    written: Callable[[float], str]


def _thousandths(value: float) -> str:
    return f"{value:.3f}".removeprefix("0")


def _percent(value: float) -> str:
    return f"{value:.1f}"


def _million(value: float) -> str:
    return f"{value / 1e6:.2f} M"


def _megabytes(value: float) -> str:
    return f"{value / 1e6:.0f} MB"


def _half_spaces(kind: str, name: str, title: str, goal: str) -> Row:
    return Row(
        key=f"half_spaces.{kind}.{name}",
        title=title,
        tools=NORMALISERS,
        goal=goal,
        written=_thousandths,
    )


def _language(key: str, title: str, goal: str, written: Callable[[float], str] = _percent) -> Row:
    return Row(key=f"languages.{key}", title=title, tools=IDENTIFIERS, goal=goal, written=written)


def _cost(
    key: str,
    title: str,
    goal: str,
    written: Callable[[float], str],
    tools: tuple[str, ...] = (OURS,),
) -> Row:
    return Row(key=f"cost.{key}", title=title, goal=goal, written=written, tools=tools)


ROWS: Final = (
    _half_spaces("deleted", "perdt_dev", "half-spaces deleted, PerDT: F1", "≥ .985"),
    _half_spaces("deleted", "seraji_dev", "half-spaces deleted, Seraji: F1", "≥ .95"),
    _half_spaces("deleted", "ntrexfilt_dev", "half-spaces deleted, NTREX: F1", "≥ .958"),
    _half_spaces("spaced", "perdt_dev", "half-spaces become spaces, PerDT: F1", "≥ .965"),
    _half_spaces("spaced", "seraji_dev", "half-spaces become spaces, Seraji: F1", ""),
    _half_spaces("spaced", "ntrexfilt_dev", "half-spaces become spaces, NTREX: F1", "≥ .94"),
    _half_spaces("right", "perdt_dev", "text already right, PerDT: precision", "≥ .99"),
    _half_spaces("right", "seraji_dev", "text already right, Seraji: precision", "≥ .975"),
    _half_spaces("right", "ntrexfilt_dev", "text already right, NTREX: precision", ""),
    _language("accuracy.sentence", "language of sentences, %", "≥ 99.9"),
    _language("accuracy.headline", "language of headlines, %", "≥ 99.8"),
    _language("accuracy.30 characters", "language of ≤ 30 characters, %", "≥ 98"),
    _language("hard", "look-alike languages, sentences, %", "≥ 97"),
    _language("hard.least", "the least of these, %", "≥ 97"),
    _language("calibration.error", "calibration error of languages", "≤ .02", _thousandths),
    _language("noise.all", "texts in no language that are `und`, %", "≥ 95"),
    _cost("language_microseconds", "µs to identify a text", "≤ 150", "{:.0f}".format, IDENTIFIERS),
    _cost("display", "Persian text for reading, characters/s", "", _million, NORMALISERS),
    _cost("persian", "Persian, both texts with maps, characters/s", "≥ 1 M", _million),
    _cost("analyser", "tokens of other languages, characters/s", "≥ 3 M", _million),
    _cost("worst_case", "the costliest hostile text, × the normal cost", "≤ 5", "{:.1f}".format),
    _cost("load_seconds", "loading of the normalize service, s", "< 3", "{:.1f}".format),
    _cost("memory_bytes", "its memory when loaded", "< 250 MB", _megabytes),
)
