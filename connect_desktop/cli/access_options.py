"""What `keys` and `tenants` can be told."""

from __future__ import annotations

import argparse

from connect_desktop.cli.shared_options import add_storage


def add_key_options(keys: argparse.ArgumentParser) -> None:
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


def add_tenant_options(tenants: argparse.ArgumentParser) -> None:
    tenants.add_argument("action", choices=("create", "list", "rename", "delete"))
    tenants.add_argument("id", nargs="?", default="", metavar="ID", help="of the tenant to rename or delete")
    tenants.add_argument("--name", default="", help="what the tenant is called from now on")
    tenants.add_argument("--force", action="store_true", help="delete its courses, learners and sessions too")
    add_storage(tenants)
