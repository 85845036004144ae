"""`dideban packs`: the topic packs that ship with the product, and those being written."""

import sys
from pathlib import Path

import click

from dideban.packs.judging import judged, missing
from dideban.packs.loader import Pack, PackError, load_packs, pack_from_yaml
from dideban.text import analyser
from dideban.text.one_line import isolated, plain
from services.cli.context import fail


@click.group()
def packs() -> None:
    """List, show and test the topic packs."""


@packs.command("list")
def list_all() -> None:
    """Show every pack: name, version, title."""
    for pack in load_packs().values():
        click.echo(f"topic:{pack.name}  v{pack.version}  {pack.title['en']}")


@packs.command()
@click.argument("name")
def show(name: str) -> None:
    """Show the patterns of the pack NAME, language by language."""
    pack = _known(name)
    for language, patterns in pack.languages.items():
        click.echo(f"{language}: {pack.title[language]}")
        for pattern in (*patterns.sure, *patterns.likely):
            click.echo(f"  {pattern}")


@packs.command()
@click.argument("names", nargs=-1)
@click.option(
    "--file",
    "files",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A pack (YAML) that does not ship; may be given again.",
)
def test(names: tuple[str, ...], files: tuple[Path, ...]) -> None:
    """Judge the packs NAMES, or all, by their own examples.

    The exit code is 1 where an example that must fire stays silent, or the other way round.
    """
    chosen = [_known(name) for name in names] + [_read(path) for path in files]
    analyser.load()
    results = [_tested(pack) for pack in chosen or load_packs().values()]
    sys.exit(0 if all(results) else 1)


def _known(name: str) -> Pack:
    pack = load_packs().get(name)
    if pack is None:
        fail(f"no pack {name!r}; there are {', '.join(load_packs())}", 2)
    return pack


def _read(path: Path) -> Pack:
    try:
        return pack_from_yaml(path.read_text(encoding="utf-8"), path.name)
    except (PackError, UnicodeDecodeError) as error:
        fail(str(error), 2)


def _tested(pack: Pack) -> bool:
    """Print what is wrong with a pack and how many of its examples are right."""
    examples = list(judged(pack))
    wrong = [each for each in examples if not each.right]
    for each in wrong:
        what = "should fire" if each.wanted else "should stay silent"
        click.echo(f"{pack.name}, {each.language}, {what}: {isolated(plain(each.text))}")
    for sentence in missing(pack):
        click.echo(f"{pack.name}, {sentence}")
    right = len(examples) - len(wrong)
    click.echo(f"topic:{pack.name}  v{pack.version}  {right} of {len(examples)} examples right")
    return not wrong and not missing(pack)
