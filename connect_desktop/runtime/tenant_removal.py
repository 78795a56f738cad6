"""A tenant that goes, with all that is its."""

from __future__ import annotations

from connect_desktop.packages.library import PackageLibrary
from connect_desktop.runtime.package_keeping import forget_bytes
from connect_desktop.store.access.tenants import Tenants
from connect_desktop.store.database import Database, utc_now


def remove_tenant(database: Database, library: PackageLibrary, tenant_id: str, *, force: bool = False) -> bool:
    """Delete a tenant, its data, and the bytes of packages that nobody else has; whether there was such a tenant.

    Raises `TenantAtHome`, `TenantHasData` unless forced, and `StoreError`.
    """
    packages = Tenants(database.connections, utc_now).remove(tenant_id, force=force)
    if packages is None:
        return False
    for package_id in packages:
        forget_bytes(database, library, package_id)
    return True
