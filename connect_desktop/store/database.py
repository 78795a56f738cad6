"""The one database, and the store on top of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from connect_desktop.store.connections import Connections, Journal
from connect_desktop.store.errors import DatabaseUnknown, DriverMissing
from connect_desktop.store.launches import Launches
from connect_desktop.store.learners import Learners
from connect_desktop.store.packages import PackageRecords
from connect_desktop.store.records import LaunchRecord
from connect_desktop.store.sessions import Sessions
from connect_desktop.store.sqlite import SqliteConnections

if TYPE_CHECKING:
    from connect_desktop.store.access.answers import Answers
    from connect_desktop.store.launch_history import LaunchHistory
    from connect_desktop.store.webhooks.outbox import Outbox

_URIS = ("postgresql://", "postgres://")

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The wall clock."""
    return datetime.now(UTC)


class Database:
    """A database whose tables are of this program's version.

    Opening creates it, or brings an older one up to date. It is an SQLite file where `address` is a path, a PostgreSQL
    database where it is a URI. Raises `StoreError`.
    """

    def __init__(self, address: Path | str, clock: Clock = utc_now) -> None:
        self.connections = _connections(address)
        try:
            self.connections.bring_up_to_date(clock)
            with self.connections.reading() as connection:
                meta = dict(connection.execute("SELECT name, value FROM meta"))
        except BaseException:
            self.connections.close()
            raise
        self.tenant_id: str = meta["tenant"]
        self.device_id: str = meta["device"]

    def close(self) -> None:
        """Close every connection that was not given away."""
        self.connections.close()


def _connections(address: Path | str) -> Connections:
    if isinstance(address, Path):
        return SqliteConnections(address)
    if not address.startswith(_URIS):
        raise DatabaseUnknown(address)
    try:
        # Only a server of a team needs it, and it is slow to load.
        from connect_desktop.store.postgres.connections import PostgresConnections
    except ImportError as error:
        raise DriverMissing from error
    return PostgresConnections(address)


class Store:
    """What the database holds of one tenant, by kind. Every part may be used from any thread, each journal from one at
    a time. What a course does not need to begin is loaded when it is first asked for."""

    def __init__(self, database: Database, tenant_id: str, device_id: str, clock: Clock = utc_now) -> None:
        self.database = database
        self.tenant_id = tenant_id
        self._clock = clock
        connections = database.connections
        self.learners = Learners(connections, tenant_id, clock)
        self.packages = PackageRecords(connections, tenant_id)
        self.sessions = Sessions(connections, tenant_id, clock)
        self.launches = Launches(connections, tenant_id, device_id, clock)

    @cached_property
    def answers(self) -> Answers:
        from connect_desktop.store.access.answers import Answers

        return Answers(self.database.connections, self.tenant_id, self._clock)

    @cached_property
    def outbox(self) -> Outbox:
        from connect_desktop.store.webhooks.outbox import Outbox

        return Outbox(self.tenant_id, self._clock)

    @cached_property
    def history(self) -> LaunchHistory:
        from connect_desktop.store.launch_history import LaunchHistory

        return LaunchHistory(self.database.connections, self.tenant_id)

    def journal(self, launch: LaunchRecord) -> Journal:
        """A journal for the launch's one writer; raises `StoreError`."""
        return self.database.connections.journal(self.tenant_id, launch)

    def close(self) -> None:
        """Close the database; journals are closed by who opened them."""
        self.database.close()


def open_store(address: Path | str, clock: Clock = utc_now) -> Store:
    """The store in the database at `address`, which is created or brought up to date first; raises `StoreError`."""
    database = Database(address, clock)
    return store_of(database, database.tenant_id, database.device_id, clock)


def store_of(database: Database, tenant_id: str, device_id: str, clock: Clock = utc_now) -> Store:
    """What the database holds of one tenant, whose launches are written as `device_id`."""
    return Store(database, tenant_id, device_id, clock)
