#!/usr/bin/env python3
"""Prints prometheus.yml for services at other addresses than those of compose.yaml.

    configure.py [--interval 15s] [--alertmanager HOST:PORT] NAME=HOST:PORT… > prometheus.yml
    prometheus --config.file=prometheus.yml --web.listen-address=127.0.0.1:9090

The rules are named by their absolute path, so that the file may lie anywhere.
"""

import argparse
import re
import sys
from pathlib import Path
from typing import Any, Final

import yaml

HERE: Final = Path(__file__).resolve().parent
TARGET: Final = re.compile(r"(?P<name>[a-z]+)=(?P<address>\S+:\d+)")


def configuration(
    targets: list[tuple[str, str]], interval: str, alertmanager: str | None
) -> dict[str, Any]:
    """Return the configuration of prometheus.yml with (name, address) as its services."""
    settings: dict[str, Any] = yaml.safe_load((HERE / "prometheus.yml").read_text(encoding="utf-8"))
    settings["global"] |= {"scrape_interval": interval, "evaluation_interval": interval}
    settings["global"]["scrape_timeout"] = interval
    settings["rule_files"] = [str(HERE / "rules" / "*.yml")]
    if alertmanager is None:
        del settings["alerting"]
    else:
        settings["alerting"]["alertmanagers"] = [{"static_configs": [{"targets": [alertmanager]}]}]
    (services,) = (job for job in settings["scrape_configs"] if job["job_name"] == "dideban")
    services["static_configs"] = [
        {"targets": [address], "labels": {"instance": name}} for name, address in targets
    ]
    del services["relabel_configs"]
    settings["scrape_configs"] = [services]
    return settings


def target(text: str) -> tuple[str, str]:
    """Return name and address of `NAME=HOST:PORT`.

    Raises:
        argparse.ArgumentTypeError: the text has another form.
    """
    found = TARGET.fullmatch(text)
    if found is None:
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form NAME=HOST:PORT")
    return found["name"], found["address"]


def main() -> None:
    """Print the configuration that the arguments ask for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("targets", nargs="+", type=target, metavar="NAME=HOST:PORT")
    parser.add_argument("--interval", default="15s")
    parser.add_argument("--alertmanager", metavar="HOST:PORT")
    options = parser.parse_args()
    settings = configuration(options.targets, options.interval, options.alertmanager)
    yaml.safe_dump(settings, sys.stdout, sort_keys=False)


if __name__ == "__main__":
    main()
