"""The command line: one sub-command a module; no sub-command opens the library window."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from connect_desktop.cli.command_line import build_parser
from connect_desktop.cli.logs import log_to
from connect_desktop.cli.terminal import Terminal
from connect_desktop.errors import ConnectError
from connect_desktop.paths import DataPaths, data_paths


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; 0 when all went well, 1 after an error, which is one sentence."""
    arguments = sys.argv[1:] if arguments is None else arguments
    terminal = Terminal(sys.stdout, sys.stderr, as_json="--json" in arguments)
    try:
        options = build_parser().parse_args(arguments)
        terminal.as_json = getattr(options, "json", False)
        paths = data_paths(*(getattr(options, name, None) for name in ("data_dir", "database", "server_key")))
        paths.prepare()
        log_to(paths)
        return _run(options, paths, terminal)
    except ConnectError as error:
        terminal.error(error)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read along has seen enough; what is left must not fail again when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _run(options: argparse.Namespace, paths: DataPaths, terminal: Terminal) -> int:
    # Each command brings its own imports: a course's first page should not wait for another command's libraries.
    match options.command:
        case None:
            from connect_desktop.desktop.library_window import open_library_window

            return open_library_window(paths)
        case "play":
            from connect_desktop.cli.play import play

            return play(options, paths, terminal)
        case "import":
            from connect_desktop.cli.courses import import_courses

            return import_courses(options, paths, terminal)
        case "check":
            from connect_desktop.cli.courses import check_course

            return check_course(options, paths, terminal)
        case "list":
            from connect_desktop.cli.courses import list_courses

            return list_courses(paths, terminal)
        case "export":
            from connect_desktop.cli.courses import export_course

            return export_course(options, paths, terminal)
        case "show":
            from connect_desktop.cli.sessions import show_session

            return show_session(options, paths, terminal)
        case "serve":
            from connect_desktop.cli.serve import serve

            return serve(options, paths, terminal)
        case "keys":
            from connect_desktop.cli.keys import manage_keys

            return manage_keys(options, paths, terminal)
        case "tenants":
            from connect_desktop.cli.tenants import manage_tenants

            return manage_tenants(options, paths, terminal)
        case "courses":
            from connect_desktop.cli.server_courses import manage_server_courses

            return manage_server_courses(options, paths, terminal)
        case "outbox":
            from connect_desktop.cli.outbox import carry

            return carry(options, paths, terminal)
        case "accounts":
            from connect_desktop.cli.accounts import manage_accounts

            return manage_accounts(options, paths, terminal)
        case "webhooks":
            from connect_desktop.cli.webhooks import manage_webhooks

            return manage_webhooks(options, paths, terminal)
        case "sync":
            from connect_desktop.cli.sync import sync

            return sync(options, paths, terminal)
        case _:
            from connect_desktop.cli.self_test import self_test

            return self_test(paths, terminal)
