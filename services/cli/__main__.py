"""The command's entry: its groups and commands, each loaded when it is called."""

import importlib
import logging
import sys
from typing import Final

import click

_COMMANDS: Final = {
    "run": ("run", "Start the broker, every service and the page; alerts appear here."),
    "service": ("service", "Run one service by its name."),
    "sources": ("sources", "Add, list, test and remove feeds."),
    "subscribe": ("subscribe", "Ask to be told about articles that match a query."),
    "subscriptions": ("subscribe", "List, import, export, test and remove subscriptions."),
    "alerts": ("alerts", "Read the alerts, as they come."),
    "ingest": ("ingest", "Put articles from JSONL files into the pipe."),
    "query": ("query", "Check a query, or try it on articles."),
    "text": ("text", "Say a text's language, and show it normalised, its words, its dates."),
    "stories": ("stories", "Group articles into stories, as the stage does."),
    "backtest": ("backtest", "Say what a query would have found in the archive."),
    "shadow": ("shadow", "Compare other packs or rules with the live ones, on live articles."),
    "packs": ("packs", "List, show and test the topic packs."),
    "deliveries": ("deliveries", "Show what became of each match; send again what is dead."),
    "trace": ("trace", "Tell what happened to one article, stage by stage."),
    "dead-letters": ("dead_letters", "List, show and replay what could not be handled."),
    "topics": ("topics", "Create the Kafka topics."),
    "store": ("topics", "Create or update the tables of the store."),
    "doctor": ("doctor", "Check every part, and name the remedy for each fault."),
}


class _Lazy(click.Group):
    """Imports a command's module when it is needed: `--help` answers at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(f"services.cli.{_COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, cmd_name.replace("-", "_"))
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in _COMMANDS.items()])


@click.group(cls=_Lazy)
@click.version_option(package_name="dideban")
def main() -> None:
    """Dideban (دیده‌بان) watches the news of many languages for what you asked for."""
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)  # a command says it in a sentence


if __name__ == "__main__":
    sys.exit(main())
