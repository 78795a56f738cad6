"""Every command with its options."""

from __future__ import annotations

import argparse

from connect_desktop import __version__
from connect_desktop.cli.command_parser import CommandParser
from connect_desktop.cli.library_options import (
    add_check_options,
    add_export_options,
    add_import_options,
    add_play_options,
    add_show_options,
)
from connect_desktop.cli.shared_options import AddOptions, add_data_dir, add_database, add_json, add_server_key


def build_parser() -> argparse.ArgumentParser:
    """The whole command line, as `--help` shows it; each command's parser is a `CommandParser`."""
    parser = CommandParser(
        prog="connect-desktop",
        description="Plays SCORM courses with no network and keeps every answer.",
        epilog="Without a command the library window opens.",
    )
    add_data_dir(parser)
    parser.add_argument("--version", action="version", version=f"connect-desktop {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=CommandParser)

    def add(name: str, text: str, *options: AddOptions) -> None:
        commands.add_parser(name, help=text, options=(add_data_dir, *options))

    add("play", "play a course", add_json, add_play_options)
    add("import", "add courses to the library", add_json, add_import_options)
    add("check", "say what is wrong with a package", add_json, add_check_options)
    add("list", "list courses and sessions", add_json)
    add("show", "show what a session holds", add_json, add_show_options)
    add("export", "write a course's package to a file", add_json, add_export_options)
    add("serve", "serve the REST API to other systems", add_json, add_database, add_server_key, _add_serve)
    add("keys", "make, list and revoke keys to the REST API", add_json, add_database, _add_keys)
    add("tenants", "make, list, rename and delete tenants of the REST API", add_json, add_database, _add_tenants)
    add("webhooks", "tell other systems of what happens", _add_webhooks)
    add("accounts", "say which servers to sync with, and as whom", _add_accounts)
    add("courses", "fetch courses from servers, and make room", _add_courses)
    add("sync", "exchange what was learnt with servers", add_json, _add_sync)
    add("outbox", "carry what was learnt as a signed file", _add_outbox)
    add("self-test", "say what works on this machine", add_json)
    return parser


def _add_serve(parser: argparse.ArgumentParser) -> None:
    from connect_desktop.cli.serve_options import add_serve_options

    add_serve_options(parser)


def _add_keys(parser: argparse.ArgumentParser) -> None:
    from connect_desktop.cli.access_options import add_key_options

    add_key_options(parser)


def _add_tenants(parser: argparse.ArgumentParser) -> None:
    from connect_desktop.cli.access_options import add_tenant_options

    add_tenant_options(parser)


def _add_webhooks(parser: argparse.ArgumentParser) -> None:
    from connect_desktop.cli.webhook_options import add_webhook_commands

    add_webhook_commands(parser)


def _add_accounts(parser: argparse.ArgumentParser) -> None:
    from connect_desktop.cli.account_options import add_account_commands

    add_account_commands(parser)


def _add_courses(parser: argparse.ArgumentParser) -> None:
    from connect_desktop.cli.course_options import add_course_commands

    add_course_commands(parser)


def _add_sync(parser: argparse.ArgumentParser) -> None:
    from connect_desktop.cli.sync_options import add_sync_options

    add_sync_options(parser)


def _add_outbox(parser: argparse.ArgumentParser) -> None:
    from connect_desktop.cli.outbox_options import add_outbox_commands

    add_outbox_commands(parser)
