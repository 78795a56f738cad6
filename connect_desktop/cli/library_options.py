"""What the commands on this machine's own library can be told."""

from __future__ import annotations

import argparse
from pathlib import Path


def add_play_options(play: argparse.ArgumentParser) -> None:
    play.add_argument("target", metavar="PATH|ID", help="a .zip, a folder, an imported course's id, or “sample”")
    play.add_argument("--learner", metavar="NAME", help="who learns; added if new (default: the first learner)")
    play.add_argument("--mode", choices=("normal", "browse", "review"), default="normal", help="default: normal")
    play.add_argument(
        "--lenient", action="store_true", help="accept over-long texts and odd time formats from the content"
    )
    play.add_argument("--headless-script", type=Path, metavar="FILE", help="play by these steps and print the session")
    play.add_argument("--screenshots", type=Path, metavar="DIR", help="where the script's screenshots go")


def add_import_options(importing: argparse.ArgumentParser) -> None:
    importing.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a .zip or a folder")


def add_check_options(check: argparse.ArgumentParser) -> None:
    check.add_argument("target", metavar="PATH|ID", help="a .zip, a folder, or an imported course's id")


def add_show_options(show: argparse.ArgumentParser) -> None:
    show.add_argument("session", metavar="SESSION", help="a session's id")


def add_export_options(export: argparse.ArgumentParser) -> None:
    export.add_argument("id", metavar="ID", help="an imported course's id")
    export.add_argument("destination", type=Path, metavar="DEST", help="a .zip to write")
