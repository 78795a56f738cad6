"""Whose data this database holds: each tenant sees its own and nothing else."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime

from connect_desktop.store.columns import moment_column, text_column
from connect_desktop.store.connections import Connections


class Tenants:
    """The tenants of a database. Each writes its launches as a device of its own."""

    def __init__(self, connections: Connections, clock: Callable[[], datetime]) -> None:
        self._connections = connections
        self._clock = clock

    def add(self, name: str) -> str:
        """The id of a new tenant; raises `StoreError`."""
        tenant_id, now = str(uuid.uuid4()), moment_column(self._clock())
        with self._connections.writing() as connection:
            connection.execute(
                "INSERT INTO tenant (id, name, created_at) VALUES (?, ?, ?)", (tenant_id, text_column(name), now)
            )
            connection.execute(
                "INSERT INTO device (tenant_id, id, created_at) VALUES (?, ?, ?)", (tenant_id, str(uuid.uuid4()), now)
            )
        return tenant_id

    def device_of(self, tenant_id: str) -> str:
        """The device that writes this tenant's launches here; raises `KeyError` for a tenant there is not."""
        query = "SELECT id FROM device WHERE tenant_id = ? ORDER BY created_at, id LIMIT 1"
        with self._connections.reading() as connection:
            row = connection.execute(query, (tenant_id,)).fetchone()
        if row is None:
            raise KeyError(tenant_id)
        device_id: str = row[0]
        return device_id
