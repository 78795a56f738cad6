"""The store of each tenant over the one database."""

from __future__ import annotations

from functools import cache

from connect_desktop.store.access.tenants import Tenants
from connect_desktop.store.database import Clock, Database, Store, store_of


class TenantStores:
    """Gives each tenant a store that sees nothing of another's."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.database = database
        self._clock = clock
        self._tenants = Tenants(database.connections, clock)
        self.of = cache(self._open)

    def _open(self, tenant_id: str) -> Store:
        """The tenant's store; raises `KeyError` for a tenant there is not, and `StoreError`."""
        return store_of(self.database, tenant_id, self._tenants.device_of(tenant_id), self._clock)
