"""The command line: one sub-command a module; no sub-command opens the library window."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from connect_desktop import __version__
from connect_desktop.cli.account_options import add_account_commands
from connect_desktop.cli.course_options import add_course_commands
from connect_desktop.cli.logs import log_to
from connect_desktop.cli.outbox_options import add_outbox_commands
from connect_desktop.cli.serve_options import add_serve_options
from connect_desktop.cli.sync_options import add_sync_options
from connect_desktop.cli.terminal import Terminal
from connect_desktop.cli.webhook_options import add_webhook_commands
from connect_desktop.errors import ConnectError
from connect_desktop.paths import DataPaths, data_paths

__all__ = ["build_parser", "main"]


def build_parser() -> argparse.ArgumentParser:
    """The whole command line, as `--help` shows it."""
    everywhere = argparse.ArgumentParser(add_help=False)
    everywhere.add_argument(
        "--data-dir",
        type=Path,
        default=argparse.SUPPRESS,
        metavar="DIR",
        help="keep everything in this folder instead of the place for your user's application data",
    )
    as_json = argparse.ArgumentParser(add_help=False)
    as_json.add_argument("--json", action="store_true", help="print JSON, errors included")

    of_server = argparse.ArgumentParser(add_help=False)
    of_server.add_argument(
        "--database",
        metavar="postgresql://…",
        help="the database of a server for teams (default: an SQLite file in the data folder)",
    )

    of_secrets = argparse.ArgumentParser(add_help=False)
    of_secrets.add_argument(
        "--server-key",
        type=Path,
        metavar="FILE",
        help="the key to what is secret in the database (default: CONNECT_DESKTOP_SERVER_KEY, else server.key in the "
        "data folder)",
    )

    parser = argparse.ArgumentParser(
        prog="connect-desktop",
        description="Plays SCORM courses with no network and keeps every answer.",
        epilog="Without a command the library window opens.",
        parents=[everywhere],
    )
    parser.add_argument("--version", action="version", version=f"connect-desktop {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")

    play = commands.add_parser("play", parents=[everywhere, as_json], help="play a course")
    play.add_argument("target", metavar="PATH|ID", help="a .zip, a folder, an imported course's id, or “sample”")
    play.add_argument("--learner", metavar="NAME", help="who learns; added if new (default: the first learner)")
    play.add_argument("--mode", choices=("normal", "browse", "review"), default="normal", help="default: normal")
    play.add_argument(
        "--lenient", action="store_true", help="accept over-long texts and odd time formats from the content"
    )
    play.add_argument("--headless-script", type=Path, metavar="FILE", help="play by these steps and print the session")
    play.add_argument("--screenshots", type=Path, metavar="DIR", help="where the script's screenshots go")

    importing = commands.add_parser("import", parents=[everywhere, as_json], help="add courses to the library")
    importing.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a .zip or a folder")

    check = commands.add_parser("check", parents=[everywhere, as_json], help="say what is wrong with a package")
    check.add_argument("target", metavar="PATH|ID", help="a .zip, a folder, or an imported course's id")

    commands.add_parser("list", parents=[everywhere, as_json], help="list courses and sessions")

    show = commands.add_parser("show", parents=[everywhere, as_json], help="show what a session holds")
    show.add_argument("session", metavar="SESSION", help="a session's id")

    export = commands.add_parser("export", parents=[everywhere, as_json], help="write a course's package to a file")
    export.add_argument("id", metavar="ID", help="an imported course's id")
    export.add_argument("destination", type=Path, metavar="DEST", help="a .zip to write")

    serve = commands.add_parser(
        "serve", parents=[everywhere, as_json, of_server, of_secrets], help="serve the REST API to other systems"
    )
    add_serve_options(serve)

    keys = commands.add_parser(
        "keys", parents=[everywhere, as_json, of_server], help="make, list and revoke keys to the REST API"
    )
    keys.add_argument("action", choices=("create", "list", "revoke"))
    keys.add_argument("id", nargs="?", metavar="ID", help="of the key to revoke")
    keys.add_argument("--name", default="", help="what the new key is for")
    keys.add_argument(
        "--scope",
        choices=("read", "write", "admin", "system"),
        default="write",
        help="read < write < admin of one tenant < system: tenants too (default: write)",
    )
    keys.add_argument("--tenant", metavar="ID", help="whose keys (default: this machine's own tenant)")

    tenants = commands.add_parser(
        "tenants",
        parents=[everywhere, as_json, of_server],
        help="make, list, rename and delete tenants of the REST API",
    )
    tenants.add_argument("action", choices=("create", "list", "rename", "delete"))
    tenants.add_argument("id", nargs="?", default="", metavar="ID", help="of the tenant to rename or delete")
    tenants.add_argument("--name", default="", help="what the tenant is called from now on")
    tenants.add_argument("--force", action="store_true", help="delete its courses, learners and sessions too")

    webhooks = commands.add_parser("webhooks", parents=[everywhere], help="tell other systems of what happens")
    add_webhook_commands(webhooks, [everywhere, as_json, of_server, of_secrets])

    accounts = commands.add_parser("accounts", parents=[everywhere], help="say which servers to sync with, and as whom")
    add_account_commands(accounts, [everywhere, as_json])

    courses = commands.add_parser("courses", parents=[everywhere], help="fetch courses from servers, and make room")
    add_course_commands(courses, [everywhere, as_json])

    syncing = commands.add_parser("sync", parents=[everywhere, as_json], help="exchange what was learnt with servers")
    add_sync_options(syncing)

    outbox = commands.add_parser("outbox", parents=[everywhere], help="carry what was learnt as a signed file")
    add_outbox_commands(outbox, [everywhere, as_json, of_server])

    commands.add_parser("self-test", parents=[everywhere, as_json], help="say what works on this machine")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; 0 when all went well, 1 after an error, which is one sentence."""
    options = build_parser().parse_args(arguments)
    terminal = Terminal(sys.stdout, sys.stderr, as_json=getattr(options, "json", False))
    try:
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
            _hold_garbage_collection()
            from connect_desktop.app import open_library_window

            return open_library_window(paths)
        case "play":
            _hold_garbage_collection()
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


def _hold_garbage_collection() -> None:
    """Starting makes very many objects and next to no garbage: looking for it costs a tenth of the time to the first
    page. `create_application` has it resumed when the windows are up."""
    gc.disable()
