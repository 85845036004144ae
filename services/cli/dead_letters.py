"""`dideban dead-letters`: what could not be handled, why, and trying it again."""

import sys
from typing import Any

import click
import orjson

from schemas.dead_letters import DeadLetter, is_dead_letter_header, parse
from schemas.topics import READERS
from schemas.topics import dead_letters as topic_of
from services.cli.context import common, fail, finish
from services.runtime.bus import Bus, Message
from services.runtime.handling import ATTEMPTS_HEADER
from services.runtime.outcomes import Taken
from services.runtime.reader import read_all

ID_FORM = "SERVICE/PARTITION/OFFSET"


@click.group()
def dead_letters() -> None:
    """List, show and replay what could not be handled."""


async def _letters() -> list[tuple[str, DeadLetter, Taken]]:
    found = []
    for taken in await read_all(common(), [topic_of(service) for service in READERS]):
        letter = parse(list(taken.headers))
        found.append((f"{letter.service}/{taken.partition}/{taken.offset}", letter, taken))
    return found


@dead_letters.command("list")
@click.option("--service", type=click.Choice(sorted(READERS)), help="Only of this service.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def list_all(*, service: str | None, as_json: bool) -> None:
    """Show every dead letter: id, time, reason."""
    for name, letter, taken in finish(_letters()):
        if service in {None, letter.service}:
            if as_json:
                click.echo(orjson.dumps(_told(name, letter, taken)).decode())
            else:
                click.echo(f"{name}  {letter.time:%Y-%m-%d %H:%M:%S}  {letter.error}")


def _told(name: str, letter: DeadLetter, taken: Taken) -> dict[str, Any]:
    return {
        "id": name,
        "error": letter.error,
        "service": letter.service,
        "release": letter.release,
        "topic": letter.topic,
        "partition": letter.partition,
        "offset": letter.offset,
        "time": letter.time,
        "attempts": letter.attempts,
        "bytes": len(taken.value or b""),
    }


async def _one(wanted: str) -> tuple[str, DeadLetter, Taken]:
    found = next((each for each in await _letters() if each[0] == wanted), None)
    if found is None:
        fail(f"no dead letter {wanted!r} ({ID_FORM}); see `dideban dead-letters list`")
    return found


@dead_letters.command()
@click.argument("wanted", metavar=ID_FORM)
@click.option("--raw", is_flag=True, help="Only the original bytes.")
def show(wanted: str, *, raw: bool) -> None:
    """Show one dead letter: where it lay, why it is here, its bytes."""
    name, letter, taken = finish(_one(wanted))
    if raw:
        sys.stdout.buffer.write(taken.value or b"")
        return
    for field, value in _told(name, letter, taken).items():
        click.echo(f"{field:10} {value}")
    click.echo(f"key        {taken.key!r}")
    click.echo((taken.value or b"")[:2000].decode("utf-8", "backslashreplace"))


@dead_letters.command()
@click.argument("wanted", nargs=-1, metavar=f"{ID_FORM}…")
@click.option("--every", is_flag=True, help="All of them.")
def replay(wanted: tuple[str, ...], *, every: bool) -> None:
    """Send dead letters to the topic they came from, bytes unchanged."""
    if every == bool(wanted):
        fail("name dead letters, or say --every", 2)
    click.echo(f"sent {finish(_replay(set(wanted)))} again")


async def _replay(wanted: set[str]) -> int:
    letters = await _letters()
    if missing := wanted - {name for name, _, _ in letters}:
        fail(f"no dead letter {', '.join(sorted(missing))}; see `dideban dead-letters list`")
    chosen = [each for each in letters if not wanted or each[0] in wanted]
    async with Bus("cli", common()) as bus:
        await bus.send([_again(letter, taken) for _, letter, taken in chosen])
    return len(chosen)


def _again(letter: DeadLetter, taken: Taken) -> Message:
    kept = [
        (name, value)
        for name, value in taken.headers
        if not is_dead_letter_header(name) and name != ATTEMPTS_HEADER
    ]
    attempts = (ATTEMPTS_HEADER, str(letter.attempts).encode())
    return Message(letter.topic, taken.key, taken.value, [*kept, attempts])
