"""tenants: whose data the server keeps apart."""

from __future__ import annotations

import argparse

from connect_desktop.app import delete_tenant, open_tenants
from connect_desktop.cli.terminal import Terminal, table
from connect_desktop.errors import ConnectError
from connect_desktop.paths import DataPaths
from connect_desktop.runtime.access_documents import tenant_document
from connect_desktop.runtime.json_values import timestamp
from connect_desktop.store.access.tenants import Tenant, Tenants
from connect_desktop.store.paging import Page

_PAGE = 200


class NoSuchTenant(ConnectError):
    """No tenant has this id."""

    code = "no-such-tenant"

    def __init__(self, tenant_id: str) -> None:
        super().__init__("There is no tenant “{id}”; “tenants list” shows those there are.", id=tenant_id)


class TenantNameMissing(ConnectError):
    """A tenant needs a name."""

    code = "tenant-name-missing"

    def __init__(self) -> None:
        super().__init__("A tenant needs a name; say it with --name.")


def manage_tenants(options: argparse.Namespace, paths: DataPaths, terminal: Terminal) -> int:
    """Create, list, rename or delete; raises `NoSuchTenant`, `TenantNameMissing`, `StorageUnusable`,
    `StorageOutOfReach` and `StoreError`."""
    with open_tenants(paths) as tenants:
        match options.action:
            case "create":
                tenant = known_tenant(tenants, tenants.add(_name(options)))
                terminal.answer(
                    tenant_document(tenant), f"{tenant.id}\n“keys create --tenant {tenant.id}” makes its first key."
                )
            case "rename":
                known_tenant(tenants, options.id)
                tenant = tenants.rename(options.id, _name(options)) or known_tenant(tenants, options.id)
                terminal.answer(tenant_document(tenant), f"{tenant.id} is called “{tenant.name}” now.")
            case "delete":
                known_tenant(tenants, options.id)
                delete_tenant(paths, options.id, force=options.force, storage=options.storage)
                terminal.answer({"deleted": options.id}, f"{options.id} is gone, with all that was its.")
            case _:
                _list(tenants, terminal)
    return 0


def _name(options: argparse.Namespace) -> str:
    name = " ".join(options.name.split())
    if not name:
        raise TenantNameMissing
    return name


def known_tenant(tenants: Tenants, tenant_id: str) -> Tenant:
    """The tenant with this id; raises `NoSuchTenant` and `StoreError`."""
    tenant = tenants.get(tenant_id)
    if tenant is None:
        raise NoSuchTenant(tenant_id)
    return tenant


def _list(tenants: Tenants, terminal: Terminal) -> None:
    found: list[Tenant] = []
    after = None
    while page := tenants.page(Page(limit=_PAGE, after=after)):
        found += page
        after = page[-1].created_at, page[-1].id
    rows = [(tenant.id, timestamp(tenant.created_at), tenant.name) for tenant in found]
    terminal.answer([tenant_document(tenant) for tenant in found], table([("ID", "CREATED", "NAME"), *rows]))
