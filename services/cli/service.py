"""`dideban service NAME`: one service, for those who run each on its own."""

import runpy

import click

from services.cli.context import fail
from services.cli.supervisor import SERVICES


@click.command()
@click.argument("name")
def service(name: str) -> None:
    """Run the service NAME until it is told to stop."""
    if name not in SERVICES:
        fail(f"no service {name!r}; there are {', '.join(sorted(SERVICES))}", 2)
    runpy.run_module(f"services.{name}", run_name="__main__")
