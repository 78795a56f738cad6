"""What `webhooks` can be told."""

from __future__ import annotations

import argparse

from connect_desktop.cli.shared_options import add_data_dir, add_database, add_json, add_server_key, parent_of


def add_webhook_commands(webhooks: argparse.ArgumentParser) -> None:
    """Every sub-command of `webhooks` with its options."""
    whose = argparse.ArgumentParser(add_help=False)
    whose.add_argument("--tenant", metavar="ID", help="whose webhooks (default: this machine's own tenant)")
    reach = argparse.ArgumentParser(add_help=False)
    reach.add_argument(
        "--webhooks-to-private-addresses",
        action="store_true",
        help="let it lead to this machine and its network, and without encryption",
    )
    everywhere = [parent_of(add_data_dir, add_json, add_database, add_server_key)]
    actions = webhooks.add_subparsers(dest="action", metavar="ACTION", required=True)
    common = [*everywhere, whose]

    create = actions.add_parser("create", parents=[*common, reach], help="have an address told of events from now on")
    create.add_argument("url", metavar="URL", help="where to tell")
    create.add_argument(
        "--event", action="append", required=True, metavar="EVENT", help="as session.completed; may be given more often"
    )
    create.add_argument("--secret", metavar="SECRET", help="what to sign with (default: one is made)")

    actions.add_parser("list", parents=common, help="list webhooks")
    for name, help_ in (("delete", "tell it nothing any more"), ("deliveries", "list what it was told")):
        actions.add_parser(name, parents=common, help=help_).add_argument("id", metavar="ID", help="of the webhook")
    test = actions.add_parser("test", parents=[*common, reach], help="deliver a test once, now")
    test.add_argument("id", metavar="ID", help="of the webhook")
    replay = actions.add_parser("replay", parents=common, help="have the server deliver something again")
    replay.add_argument("id", metavar="ID", help="of the webhook")
    replay.add_argument("delivery", metavar="DELIVERY", help="of what was or was not delivered")
