"""What `sync` can be told."""

from __future__ import annotations

import argparse
from pathlib import Path


def add_sync_options(sync: argparse.ArgumentParser) -> None:
    """Every option of `sync`."""
    how_often = sync.add_mutually_exclusive_group()
    how_often.add_argument("--once", action="store_true", help="exchange once with each server (the default)")
    how_often.add_argument("--watch", action="store_true", help="go on exchanging until interrupted")
    sync.add_argument("--account", metavar="ACCOUNT", help="its id, address or name (default: every one)")
    sync.add_argument("--retry", action="append", default=[], metavar="SESSION", help="send a refused session again")
    sync.add_argument(
        "--export", nargs=2, metavar=("SESSION", "FILE"), help="write a session's launches to a file, and nothing else"
    )


def export_of(options: argparse.Namespace) -> tuple[str, Path] | None:
    """The session to be written, and where to."""
    return (options.export[0], Path(options.export[1])) if options.export else None
