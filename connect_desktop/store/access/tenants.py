"""Whose data this database holds: each tenant sees its own and nothing else."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime

from msgspec import Struct

from connect_desktop.store.columns import column_moment, column_text, moment_column, text_column
from connect_desktop.store.connection import Connection
from connect_desktop.store.connections import Connections
from connect_desktop.store.errors import StoreError
from connect_desktop.store.paging import Page

# Every table that holds rows of tenants, each before those it refers to: the order in which a tenant's rows can go.
TABLES = (
    "sync_history",
    "sync_receipt",
    "sync_session",
    "catalog_package",
    "carried_receipt",
    "trusted_device",
    "account_learner",
    "account",
    "sitting",
    "package_job",
    "package_upload",
    "session_tally",
    "score_tally",
    "interaction_tally",
    "response_tally",
    "deleted_session",
    "webhook_delivery",
    "webhook",
    "dispatch_registration",
    "dispatch_link",
    "dispatch",
    "answer",
    "failed_try",
    "signing_key",
    "key_in_force",
    "api_key",
    "journal_commit",
    "entry",
    "launch_parent",
    "launch",
    "session",
    "package",
    "learner",
    "device",
)
# What a tenant would miss.
_DATA = {"package": "packages", "learner": "learners", "session": "sessions"}
_SELECT = "SELECT id, name, created_at FROM tenant"


class TenantHasData(StoreError):
    """A tenant with courses or learners is to be deleted, and nobody said that they may go with it."""

    code = "tenant-has-data"

    def __init__(self, name: str, packages: int, learners: int, sessions: int) -> None:
        super().__init__(
            "“{name}” has {packages} packages, {learners} learners and {sessions} sessions; delete it with “force” if "
            "all of that may be lost.",
            name=name,
            packages=packages,
            learners=learners,
            sessions=sessions,
        )


class TenantAtHome(StoreError):
    """The tenant whose courses this machine's own library shows is to be deleted."""

    code = "tenant-at-home"

    def __init__(self, name: str) -> None:
        super().__init__("“{name}” is this machine's own tenant and cannot be deleted.", name=name)


class Tenant(Struct, frozen=True, kw_only=True):
    """A tenant; names need not differ."""

    id: str
    name: str
    created_at: datetime


class Tenants:
    """The tenants of a database. Each writes its launches as a device of its own."""

    def __init__(self, connections: Connections, clock: Callable[[], datetime]) -> None:
        self._connections = connections
        self._clock = clock

    def add(self, name: str) -> str:
        """The id of a new tenant; raises `StoreError`."""
        with self._connections.writing() as connection:
            return self.add_within(connection, name).id

    def add_within(self, connection: Connection, name: str) -> Tenant:
        """A new tenant, in the transaction of whoever asks."""
        tenant = Tenant(id=str(uuid.uuid4()), name=name, created_at=self._clock())
        now = moment_column(tenant.created_at)
        connection.execute(
            "INSERT INTO tenant (id, name, created_at) VALUES (?, ?, ?)", (tenant.id, text_column(name), now)
        )
        connection.execute(
            "INSERT INTO device (tenant_id, id, created_at) VALUES (?, ?, ?)", (tenant.id, str(uuid.uuid4()), now)
        )
        return tenant

    def get(self, tenant_id: str) -> Tenant | None:
        """The tenant with this id; raises `StoreError`."""
        with self._connections.reading() as connection:
            row = connection.execute(f"{_SELECT} WHERE id = ?", (text_column(tenant_id),)).fetchone()
        return _tenant(row) if row else None

    def page(self, page: Page) -> tuple[Tenant, ...]:
        """A page of the tenants, the last one made first; raises `StoreError`."""
        rest, parameters = page.sql()
        with self._connections.reading() as connection:
            rows = connection.execute(f"{_SELECT} WHERE 1 = 1{rest}", parameters).fetchall()
        return tuple(map(_tenant, rows))

    def rename(self, tenant_id: str, name: str) -> Tenant | None:
        """The tenant under its new name, None if there is none; raises `StoreError`."""
        with self._connections.writing() as connection:
            connection.execute("UPDATE tenant SET name = ? WHERE id = ?", (text_column(name), text_column(tenant_id)))
            row = connection.execute(f"{_SELECT} WHERE id = ?", (text_column(tenant_id),)).fetchone()
        return _tenant(row) if row else None

    def check_removable(self, tenant_id: str, *, force: bool = False) -> None:
        """Raises what `remove` would raise."""
        with self._connections.reading() as connection:
            _removable(connection, tenant_id, force=force)

    def remove(self, tenant_id: str, *, force: bool = False) -> tuple[str, ...] | None:
        """Delete a tenant and whatever is its; the ids of the packages it had, None if there is no such tenant.

        Raises `TenantAtHome` for this machine's own, `TenantHasData` unless forced, and `StoreError`.
        """
        key = (text_column(tenant_id),)
        with self._connections.writing() as connection:
            if not _removable(connection, tenant_id, force=force):
                return None
            packages = connection.execute("SELECT id FROM package WHERE tenant_id = ?", key).fetchall()
            for table in TABLES:
                connection.execute(f"DELETE FROM {table} WHERE tenant_id = ?", key)  # noqa: S608
            connection.execute("DELETE FROM tenant WHERE id = ?", key)
        return tuple(column_text(package_id) for (package_id,) in packages)

    def device_of(self, tenant_id: str) -> str:
        """The device that writes this tenant's launches here; raises `KeyError` for a tenant there is not."""
        query = "SELECT id FROM device WHERE tenant_id = ? AND here = 1 ORDER BY created_at, id LIMIT 1"
        with self._connections.reading() as connection:
            row = connection.execute(query, (tenant_id,)).fetchone()
        if row is None:
            raise KeyError(tenant_id)
        device_id: str = row[0]
        return device_id


def _removable(connection: Connection, tenant_id: str, *, force: bool) -> bool:
    """Whether there is such a tenant; raises what keeps it."""
    key = (text_column(tenant_id),)
    row = connection.execute(f"{_SELECT} WHERE id = ?", key).fetchone()
    if row is None:
        return False
    name = column_text(row[1])
    if connection.execute("SELECT 1 FROM meta WHERE name = 'tenant' AND value = ?", key).fetchone():
        raise TenantAtHome(name)
    held = {
        word: connection.execute(f"SELECT count(*) FROM {table} WHERE tenant_id = ?", key).fetchone()[0]  # noqa: S608
        for table, word in _DATA.items()
    }
    if any(held.values()) and not force:
        raise TenantHasData(name, **held)
    return True


def _tenant(row: tuple[str, str | bytes, str]) -> Tenant:
    tenant_id, name, created_at = row
    return Tenant(id=tenant_id, name=column_text(name), created_at=column_moment(created_at))
