"""What `accounts` can be told."""

from __future__ import annotations

import argparse

from connect_desktop.cli.shared_options import add_data_dir, add_json, parent_of


def add_account_commands(accounts: argparse.ArgumentParser) -> None:
    """Every sub-command of `accounts` with its options."""
    everywhere = [parent_of(add_data_dir, add_json)]
    actions = accounts.add_subparsers(dest="action", metavar="ACTION", required=True)
    add = actions.add_parser("add", parents=everywhere, help="sync with a server from now on, or give it another key")
    add.add_argument("address", metavar="ADDRESS", help="of the server, as https://connect.example.com")
    add.add_argument(
        "--key-stdin",
        action="store_true",
        help="read the key from standard input (default: the variable CONNECT_DESKTOP_KEY)",
    )
    add.add_argument("--name", default="", help="what to call the server (default: its address)")
    actions.add_parser("list", parents=everywhere, help="list accounts, and whether their keys are here")
    discover = actions.add_parser("discover", parents=everywhere, help="list the servers and hubs on this network")
    discover.add_argument("--seconds", type=float, default=3.0, metavar="N", help="how long to listen (default: 3)")
    remove = actions.add_parser("remove", parents=everywhere, help="sync with a server no more; deletes nothing else")
    remove.add_argument("account", metavar="ACCOUNT", help="its id, address or name")
    link = actions.add_parser("link", parents=everywhere, help="say as whom a server knows a learner")
    link.add_argument("learner", metavar="LEARNER", help="a learner's name or id")
    link.add_argument("user_id", metavar="USER_ID", nargs="?", default="", help="(default: the learner's own id)")
    link.add_argument("--account", metavar="ACCOUNT", help="its id, address or name (default: the only one)")
