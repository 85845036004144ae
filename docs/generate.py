"""Writes the reference pages that can be read off the code; `--check` says whether they are new."""

import dataclasses
import importlib
import sys
from pathlib import Path
from typing import Any, Final, get_type_hints

import click
from prometheus_client import REGISTRY

from docs import first_article_page, folding_page, hazm_page, why_page
from schemas.topics import every_topic
from services.cli.__main__ import main as command
from services.runtime import metrics
from services.runtime.settings import Common, allowed

FOLDER: Final = Path(__file__).parent / "reference"
SERVICES: Final = (
    "fetch",
    "langid",
    "normalize",
    "entities",
    "stories",
    "alerts",
    "delivery",
    "archive",
    "gateway",
    "monitor",
)


def pages() -> dict[str, str]:
    """Return the text of each generated page by its file name."""
    return {
        "settings.md": _settings(),
        "topics.md": _topics(),
        "metrics.md": _metrics(),
        "commands.md": _commands(),
        "folding.md": folding_page.page(),
        "hazm.md": hazm_page.page(),
        first_article_page.PAGE: first_article_page.page(),
        why_page.PAGE: why_page.page(),
    }


def _settings() -> str:
    lines = [
        "# Settings",
        "",
        "Read from the environment, or from the TOML file that `DIDEBAN_CONFIG` names (there",
        "without the prefix and in small letters). `DIDEBAN_X_FILE` names a file that holds",
        "the value of `DIDEBAN_X`. A value that is not allowed ends the service with code 2 and",
        "a sentence.",
    ]
    own = {name: importlib.import_module(f"services.{name}.settings").Settings for name in SERVICES}
    lines += _table("Every service", Common, set())
    for name, cls in own.items():
        inherited = {field.name for field in dataclasses.fields(Common)}
        if len(dataclasses.fields(cls)) > len(inherited):
            lines += _table(name, cls, inherited)
    return "\n".join(lines) + "\n"


def _table(title: str, cls: type[Any], without: set[str]) -> list[str]:
    hints = get_type_hints(cls, include_extras=True)
    rows = ["", f"## {title}", "", "| variable | allowed | default |", "|---|---|---|"]
    for field in dataclasses.fields(cls):
        if field.name not in without:
            told = allowed(hints[field.name])
            default = "" if field.default in {"", ()} else f"`{field.default}`"
            rows.append(f"| `DIDEBAN_{field.name.upper()}` | {told} | {default} |")
    return rows


def _topics() -> str:
    lines = [
        "# Topics",
        "",
        "Created by `dideban topics create` and by each service at its start, never implicitly.",
        "The JSON Schema of each record is in `schemas/json/`.",
        "",
        "| topic | key | record | partitions | kept |",
        "|---|---|---|---|---|",
    ]
    for topic in every_topic():
        kept = "newest of each key"
        if topic.retention_seconds is not None:
            kept = f"{topic.retention_seconds // 86_400} days"
        record = topic.record.__name__ if topic.record else "bytes as they came"
        row = (f"`{topic.name}`", topic.key, record, str(topic.partitions), kept)
        lines.append(f"| {' | '.join(row)} |")
    return "\n".join(lines) + "\n"


def _metrics() -> str:
    lines = [
        "# Metrics",
        "",
        "Each service serves them at `/metrics` on `DIDEBAN_METRICS_PORT`.",
        "",
        "| metric | type | labels | what |",
        "|---|---|---|---|",
    ]
    for collector in vars(metrics).values():
        if hasattr(collector, "describe") and collector in REGISTRY._collector_to_names:  # noqa: SLF001
            family = collector.describe()[0]
            name = family.name + ("_total" if family.type == "counter" else "")
            labels = ", ".join(collector._labelnames)  # noqa: SLF001  no public view of them
            lines.append(f"| `{name}` | {family.type} | {labels} | {family.documentation} |")
    return "\n".join(lines) + "\n"


def _commands() -> str:
    lines = ["# Commands", "", "Exit codes: 0 done, 1 failed, 2 wrong use or a bad setting,"]
    lines.append("3 a taken port.")
    context = click.Context(command, info_name="dideban")
    for name in command.list_commands(context):
        found = command.get_command(context, name)
        if found is not None:
            lines += _help(found, f"dideban {name}")
    return "\n".join(lines) + "\n"


def _help(found: click.Command, path: str) -> list[str]:
    context = click.Context(found, info_name=path, max_content_width=90, terminal_width=90)
    lines = ["", f"## `{path}`", "", "```", found.get_help(context), "```"]
    if isinstance(found, click.Group):
        for name, inner in found.commands.items():
            lines += _help(inner, f"{path} {name}")
    return lines


def main(arguments: list[str]) -> int:
    """Write the pages, or check them; return the exit code."""
    stale = [
        name
        for name, text in pages().items()
        if not (FOLDER / name).exists() or (FOLDER / name).read_text(encoding="utf-8") != text
    ]
    if "--check" in arguments:
        for name in stale:
            sys.stderr.write(f"docs/reference/{name} is stale: run python -m docs.generate\n")
        return 1 if stale else 0
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
