"""keys: who may use the REST API."""

from __future__ import annotations

import argparse

from connect_desktop.app import open_keys, open_tenants
from connect_desktop.cli.tenants import known_tenant
from connect_desktop.cli.terminal import Terminal, table
from connect_desktop.errors import ConnectError
from connect_desktop.paths import DataPaths
from connect_desktop.runtime.access_documents import key_document
from connect_desktop.runtime.json_values import timestamp
from connect_desktop.store.access.api_keys import ApiKey, ApiKeys, Scope


class NoSuchKey(ConnectError):
    """No key in force has this id."""

    code = "no-such-key"

    def __init__(self, key_id: str) -> None:
        super().__init__("There is no key “{id}” in force; “keys list” shows those there are.", id=key_id)


def manage_keys(options: argparse.Namespace, paths: DataPaths, terminal: Terminal) -> int:
    """Create, list or revoke; raises `NoSuchKey`, `NoSuchTenant` and `StoreError`."""
    with open_keys(paths) as (keys, own), open_tenants(paths) as tenants:
        tenant_id = known_tenant(tenants, options.tenant).id if options.tenant else own
        match options.action:
            case "create":
                _create(keys, tenant_id, options.name, Scope(options.scope), terminal)
            case "revoke":
                if not keys.revoke(tenant_id, options.id or ""):
                    raise NoSuchKey(options.id or "")
                terminal.answer({"revoked": options.id}, f"{options.id} opens nothing any more.")
            case _:
                _list(keys.of_tenant(tenant_id), terminal)
    return 0


def _create(keys: ApiKeys, tenant_id: str, name: str, scope: Scope, terminal: Terminal) -> None:
    key, text = keys.create(tenant_id, name, scope)
    terminal.answer({**key_document(key), "key": text}, f"{text}\nShown this once; its scope is {scope.value}.")


def _list(keys: tuple[ApiKey, ...], terminal: Terminal) -> None:
    rows = [(key.id, key.scope.value, timestamp(key.created_at), _state(key), key.name) for key in keys]
    text = table([("ID", "SCOPE", "CREATED", "STATE", "NAME"), *rows]) if rows else "There are no keys yet."
    terminal.answer([key_document(key) for key in keys], text)


def _state(key: ApiKey) -> str:
    return "revoked" if key.revoked_at else "in force"
