"""`dideban text`: what the text rules say of any text, for people or as JSON lines."""

from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from typing import Final, TextIO

import click

from dideban.languages import backends
from services.cli import text_answers as answering
from services.cli import text_told as telling
from services.cli.text_rows import (
    TAG_EXPECTED,
    TIME_EXPECTED,
    ZONE_EXPECTED,
    Answer,
    Row,
    RowError,
    answers,
    aware_time,
    is_tag,
    zone_named,
)

ROWS_HELP: Final = "One JSON object a line in, one a line out, in order; - is standard input."
WRONG_USE: Final = 2

type Command = Callable[..., None]


class _Refusal(click.ClickException):
    """A line that is refused: its sentence on standard error, and the code of wrong use."""

    exit_code = WRONG_USE

    def show(self, file: object = None) -> None:  # noqa: ARG002  click's signature
        click.echo(self.message, err=True)


def _tag(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    if value is None or is_tag(value):
        return value
    raise click.BadParameter(f"{value!r} is not {TAG_EXPECTED}")


def _time(_: click.Context, __: click.Parameter, value: str | None) -> datetime | None:
    moment = None if value is None else aware_time(value)
    if value is None or moment:
        return moment
    raise click.BadParameter(f"{value!r} is not {TIME_EXPECTED}")


def _zone(_: click.Context, __: click.Parameter, value: str | None) -> tzinfo | None:
    found = None if value is None else zone_named(value)
    if value is None or found:
        return found
    raise click.BadParameter(f"{value!r} is not {ZONE_EXPECTED}")


def _given(command: Command) -> Command:
    """Add what all four commands take: texts or rows, and what a bad row does."""
    for add in (
        click.option("--keep-going", is_flag=True, help="Answer a bad line by {id, error}."),
        click.option(
            "--jsonl",
            "rows",
            metavar="FILE",
            type=click.File(encoding="utf-8", errors="surrogateescape"),
            help=ROWS_HELP,
        ),
        click.argument("texts", metavar="[TEXT]...", nargs=-1),
    ):
        command = add(command)
    return command


_language: Final = click.option(
    "--language", callback=_tag, help="BCP 47 tag of texts that give none; else it is identified."
)


@click.group()
def text() -> None:
    """Say a text's language, and show it normalised, its words, its dates.

    The text is what stands behind the command, or standard input. With --jsonl each line is one
    object with "text" and perhaps "id"; other fields are ignored. A line that is none ends the
    command with code 2 and a sentence. All offsets count code points of the text as given.
    """


def _answered(
    texts: tuple[str, ...],
    rows: TextIO | None,
    answer: Callable[[Row], Answer],
    told: Callable[[str], str],
    *,
    keep_going: bool,
) -> None:
    if rows is None:
        click.echo(told(_one(texts)))
        return
    if texts:
        raise click.UsageError("give a TEXT or --jsonl, not both")
    try:
        for line in answers(rows, answer, keep_going=keep_going):
            click.echo(line)
    except RowError as error:
        raise _Refusal(str(error)) from error


def _one(texts: tuple[str, ...]) -> str:
    if texts:
        return " ".join(texts)
    given = click.get_text_stream("stdin", encoding="utf-8", errors="surrogateescape")
    return given.read().removesuffix("\n")


@text.command()
@_given
@click.option("--hint", callback=_tag, help="BCP 47 tag of the source, for texts without a hint.")
@click.option(
    "--backend",
    type=click.Choice([backends.Py3Langid.name, backends.LangDetect.name]),
    default=backends.Py3Langid.name,
    show_default=True,
    help="The detector that is asked where letters and words leave a doubt.",
)
def identify(
    texts: tuple[str, ...],
    *,
    rows: TextIO | None,
    keep_going: bool,
    hint: str | None,
    backend: str,
) -> None:
    """Say which language TEXT is in, or why that cannot be said.

    Rows {id, text, hint?} give {id, language, script, confidence, reason, runners_up, parts}.
    The reason is null where a language is claimed. Parts are empty where the whole text is in
    one language.
    """
    detector = backends.backend(backend)
    _answered(
        texts,
        rows,
        lambda row: answering.language_answer(
            answering.identified(row.text, row.tag("hint") or hint, detector)
        ),
        lambda one: telling.language_told(one, answering.identified(one, hint, detector)),
        keep_going=keep_going,
    )


@text.command()
@_given
@_language
def normalize(
    texts: tuple[str, ...], *, rows: TextIO | None, keep_going: bool, language: str | None
) -> None:
    """Show TEXT as it is read and as it is matched.

    Rows {id, text, language?} give {id, display, match, language, offsets}. In display nothing
    of the text is missing and lines end where they ended; match is the folded words, joined by
    single spaces. A mixed text is read part by part, each in its own language.

    The offsets of both are breakpoints [here, original], ascending: position here of the form
    stood at position original of the text. From one breakpoint to the next both sides advance
    together, but the original never past that of the next. To find where position p stood, take
    the last breakpoint with here <= p: it is original + p - here, at most the original of the
    next breakpoint. A text that was not changed has [[0, 0]].
    """
    _answered(
        texts,
        rows,
        lambda row: answering.forms_answer(
            *answering.normalized(row.text, row.tag("language") or language)
        ),
        lambda one: telling.forms_told(one, answering.normalized(one, language)[1]),
        keep_going=keep_going,
    )


@text.command()
@_given
@_language
def tokens(
    texts: tuple[str, ...], *, rows: TextIO | None, keep_going: bool, language: str | None
) -> None:
    """Show the words of TEXT: as written, folded, the stem, and where they stand.

    Rows {id, text, language?} give {id, language, tokens: [{text, folded, stem, start, end,
    sentence}]}. Start and end cut the word out of the text; sentences count from 0.
    """
    _answered(
        texts,
        rows,
        lambda row: answering.tokens_answer(
            *answering.normalized(row.text, row.tag("language") or language)
        ),
        lambda one: telling.tokens_told(answering.normalized(one, language)[1]),
        keep_going=keep_going,
    )


@text.command()
@_given
@_language
@click.option(
    "--published-at",
    callback=_time,
    help="Time of publication with its zone, for texts that give none; of a TEXT it is now.",
)
@click.option("--zone", callback=_zone, help="IANA zone of the source; else by the language.")
def dates(
    texts: tuple[str, ...],
    *,
    rows: TextIO | None,
    keep_going: bool,
    language: str | None,
    published_at: datetime | None,
    zone: tzinfo | None,
) -> None:
    """Show the dates told in TEXT, and the days they mean.

    Rows {id, text, published_at, language?, zone?} give {id, language, dates: [{surface, start,
    end, first, last, calendar, relative}]}. First and last are days of the Gregorian calendar.
    """

    def found(row: Row) -> Answer:
        moment = row.time("published_at") or published_at
        if moment is None:
            mend = 'add "published_at", or give --published-at for all lines'
            raise row.missing("published_at", TIME_EXPECTED, mend)
        own = row.zone("zone") or zone
        return answering.dates_answer(
            *answering.dated(row.text, row.tag("language") or language, moment, own)
        )

    def told(one: str) -> str:
        now = published_at or datetime.now(UTC)
        return telling.dates_told(answering.dated(one, language, now, zone)[1])

    _answered(texts, rows, found, told, keep_going=keep_going)
