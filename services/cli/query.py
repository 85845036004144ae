"""`dideban query`: check a query, or try it on articles."""

import sys
from datetime import UTC, datetime
from typing import TextIO

import click
import orjson

from dideban.query.check import check, test_lines
from dideban.query.errors import QueryError
from dideban.query.parser import canonical, parse
from dideban.query.rows import RowError
from dideban.query.told import explained_lines, for_people, for_programs
from dideban.text import analyser
from services.cli import saved_queries
from services.cli.context import fail
from services.cli.query_errors import parsed


@click.group()
def query() -> None:
    """Check a query, or try it on articles."""


query.add_command(saved_queries.save)
query.add_command(saved_queries.saved)
query.add_command(saved_queries.forget)


_of_rows = click.option(
    "--jsonl",
    "rows",
    type=click.File(encoding="utf-8", errors="surrogateescape"),
    required=True,
    help="Articles, one JSON object a line with id, title, text; - is standard input.",
)


@query.command("check")
@click.argument("text", metavar="QUERY")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def check_(text: str, *, as_json: bool) -> None:
    """Say how QUERY is understood, or where it is wrong and how to mend it."""
    names = saved_queries.names_for(text)
    if not as_json:
        click.echo(check(parsed(text, names)))
        return
    try:
        read = parse(text, names=names)
    except QueryError as error:
        problem = {
            "ok": False,
            "column": error.column,
            "found": error.found,
            "expected": error.expected,
            "fix": error.fix,
        }
        click.echo(orjson.dumps(problem).decode())
        sys.exit(2)
    click.echo(orjson.dumps({"ok": True, "canonical": canonical(read)}).decode())


@query.command("test")
@click.argument("text", metavar="QUERY")
@_of_rows
def test(text: str, *, rows: TextIO) -> None:
    """Try QUERY on articles; one JSON object a line: id, match, highlights."""
    asked = parsed(text, saved_queries.names_for(text))
    analyser.load()
    try:
        for result in test_lines(asked, rows, datetime.now(UTC)):
            click.echo(orjson.dumps(result).decode())
    except RowError as error:
        fail(str(error), 2)


@query.command("explain")
@click.argument("text", metavar="QUERY")
@_of_rows
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line for each article.")
def explain(text: str, *, rows: TextIO, as_json: bool) -> None:
    """Tell why QUERY matches articles, or does not: each clause, with words or the nearest miss."""
    asked = parsed(text, saved_queries.names_for(text))
    analyser.load()
    try:
        for row, explanation in explained_lines(asked, rows, datetime.now(UTC)):
            if as_json:
                click.echo(orjson.dumps(for_programs(row, explanation)).decode())
            else:
                click.echo(for_people(row, explanation))
    except RowError as error:
        fail(str(error), 2)
