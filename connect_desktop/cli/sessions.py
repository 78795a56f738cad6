"""show: what a session holds."""

from __future__ import annotations

import argparse
import json

from connect_desktop.app import open_library
from connect_desktop.cli.terminal import Terminal, table
from connect_desktop.paths import DataPaths


def show_session(options: argparse.Namespace, paths: DataPaths, terminal: Terminal) -> int:
    """Print the session as the REST API would give it."""
    with open_library(paths) as library:
        document = library.session_document(options.session)
    rows = [
        (key, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
        for key, value in document.items()
        if key != "cmi_data"
    ]
    terminal.answer(document, "\n".join([table(rows), "", table(list(document["cmi_data"].items()))]).rstrip())
    return 0
