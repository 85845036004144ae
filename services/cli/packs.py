"""`dideban packs`: the topic packs that ship with the product."""

import click

from dideban.packs.loader import load_packs
from services.cli.context import fail


@click.group()
def packs() -> None:
    """List and show the topic packs."""


@packs.command("list")
def list_all() -> None:
    """Show every pack: name, version, title."""
    for pack in load_packs().values():
        click.echo(f"topic:{pack.name}  v{pack.version}  {pack.title['en']}")


@packs.command()
@click.argument("name")
def show(name: str) -> None:
    """Show the patterns of the pack NAME, language by language."""
    pack = load_packs().get(name)
    if pack is None:
        fail(f"no pack {name!r}; there are {', '.join(load_packs())}", 2)
    for language, patterns in pack.languages.items():
        click.echo(f"{language}: {pack.title[language]}")
        for pattern in (*patterns.sure, *patterns.likely):
            click.echo(f"  {pattern}")
