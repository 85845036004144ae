"""The examples of the page on why an alert came, taken from the approved explanations."""

from pathlib import Path
from typing import Any, Final

import yaml

PAGE: Final = "../explanation/why-an-alert-came.md"
GOLDEN: Final = Path(__file__).parents[1] / "tests" / "data" / "golden" / "explanations"
SHOWN: Final = (
    ("fa", "two words near enough"),
    ("fa", "two words too far apart"),
    ("fa", "a topic pack that a sign of another meaning silences"),
    ("ar", "another form than the one asked for"),
    ("ar", "a thing by its name in another language"),
    ("ru", "near, but in the other order"),
    ("tr", "a word that comes only in a later paragraph"),
    ("tr", "a slip of the pen in the query"),
    ("az", "a topic pack fires"),
    ("en", "published too late"),
)
_HEADING: Final = "## Ten articles"
_LANGUAGES: Final = {
    "fa": "Persian",
    "ar": "Arabic",
    "ru": "Russian",
    "tr": "Turkish",
    "az": "Azerbaijani",
    "en": "English",
}


def page() -> str:
    """Return the page: what is written by hand, and the examples as they are approved now."""
    path = Path(__file__).parent / "explanation" / Path(PAGE).name
    before, _, after = path.read_text(encoding="utf-8").partition(_HEADING)
    introduction = after.split("\n### ", 1)[0].rstrip("\n")
    examples = (_example(language, _case(language, name)) for language, name in SHOWN)
    return f"{before}{_HEADING}{introduction}\n\n{'\n'.join(examples)}"


def _case(language: str, name: str) -> dict[str, Any]:
    cases = yaml.safe_load((GOLDEN / f"{language}.yaml").read_text(encoding="utf-8"))
    return next(case for case in cases if case["name"] == name)


def _example(language: str, case: dict[str, Any]) -> str:
    known = [
        f"{name}: {told}" for name, told in case["metadata"].items() if name != "lang" and told
    ]
    body = case["text"].strip().replace("\n\n", "\n>\n> ")
    lines = [
        f"### {_LANGUAGES[language]}: {case['name']}",
        "",
        f"> **{case['title']}**",
        ">",
        f"> {body}",
        "",
        *([f"({'; '.join(known)})", ""] if known else []),
        "```",
        f"query: {case['query']}",
        "",
        case["told"].rstrip("\n"),
        "```",
        "",
    ]
    return "\n".join(lines)
