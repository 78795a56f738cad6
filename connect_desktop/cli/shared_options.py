"""What several commands can be told."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

AddOptions = Callable[[argparse.ArgumentParser], None]
"""Gives a parser options of its own."""


def add_data_dir(parser: argparse.ArgumentParser) -> None:
    """Where everything is kept; the program and each command take it."""
    parser.add_argument(
        "--data-dir",
        type=Path,
        default=argparse.SUPPRESS,
        metavar="DIR",
        help="keep everything in this folder instead of the place for your user's application data",
    )


def add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON, errors included")


def add_database(parser: argparse.ArgumentParser) -> None:
    """For what works on a server's database."""
    parser.add_argument(
        "--database",
        metavar="postgresql://…",
        help="the database of a server for teams (default: an SQLite file in the data folder)",
    )


def add_storage(parser: argparse.ArgumentParser) -> None:
    """For what works on a server's packages."""
    parser.add_argument(
        "--storage",
        default="",
        metavar="s3://BUCKET[/PREFIX]",
        help="where a server's packages are, as for “serve” (default: under the data folder)",
    )


def add_server_key(parser: argparse.ArgumentParser) -> None:
    """For what reads the secrets of a server."""
    parser.add_argument(
        "--server-key",
        type=Path,
        metavar="FILE",
        help="the key to what is secret in the database (default: CONNECT_DESKTOP_SERVER_KEY, else server.key in the "
        "data folder)",
    )


def parent_of(*shared: AddOptions) -> argparse.ArgumentParser:
    """A parent for the sub-commands of a command, with these options."""
    parent = argparse.ArgumentParser(add_help=False)
    for add in shared:
        add(parent)
    return parent
