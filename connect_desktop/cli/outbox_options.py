"""What `outbox` can be told."""

from __future__ import annotations

import argparse
from pathlib import Path

from connect_desktop.cli.shared_options import add_data_dir, add_database, add_json, add_storage, parent_of


def add_outbox_commands(outbox: argparse.ArgumentParser) -> None:
    """Every sub-command of `outbox` with its options."""
    everywhere = [parent_of(add_data_dir, add_json, add_database)]
    actions = outbox.add_subparsers(dest="action", metavar="ACTION", required=True)
    export = actions.add_parser("export", parents=everywhere, help="write what was learnt here to a signed file")
    export.add_argument("file", type=Path, metavar="FILE", help="to write; it is a zip")
    export.add_argument(
        "--learner", action="append", metavar="NAME", help="only theirs; may be given more than once (default: all)"
    )
    export.add_argument(
        "--unsent", action="store_true", help="only what no device gave a receipt for (default: everything)"
    )
    export.add_argument("--with-courses", action="store_true", help="the courses too, for devices that lack them")
    importing = actions.add_parser(
        "import", parents=everywhere, help="take in a file from another device, or a receipt"
    )
    importing.add_argument("file", type=Path, metavar="FILE", help="as the other device wrote it")
    importing.add_argument(
        "--trust", action="store_true", help="trust the device that signed it, from now on; compare its words first"
    )
    importing.add_argument(
        "--receipt",
        type=Path,
        metavar="FILE",
        help="where the receipt for the other device goes (default: beside the file)",
    )
    for action in (export, importing):
        add_storage(action)
    actions.add_parser("devices", parents=everywhere, help="show this device's words, and which devices it trusts")
    forget = actions.add_parser("forget", parents=everywhere, help="trust a device no more")
    forget.add_argument("words", nargs="+", metavar="WORD", help="the device's words, as “outbox devices” shows them")
