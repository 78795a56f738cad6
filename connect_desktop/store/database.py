"""The one database, and the store on top of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from connect_desktop.store.answers import Answers
from connect_desktop.store.connections import Connections
from connect_desktop.store.errors import DatabaseOutOfReach
from connect_desktop.store.journal import LaunchJournal
from connect_desktop.store.launches import Launches
from connect_desktop.store.learners import Learners
from connect_desktop.store.outbox import Outbox
from connect_desktop.store.packages import PackageRecords
from connect_desktop.store.records import LaunchRecord
from connect_desktop.store.schema import is_current
from connect_desktop.store.sessions import Sessions

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The wall clock."""
    return datetime.now(UTC)


class Database:
    """An SQLite file whose tables are of this program's version.

    Opening creates the file, or brings an older one up to date after a copy of it was kept. Raises `StoreError`.
    """

    def __init__(self, path: Path, clock: Clock = utc_now) -> None:
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DatabaseOutOfReach(path) from error
        self.connections = Connections(path)
        try:
            self._bring_up_to_date(clock)
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

    def _bring_up_to_date(self, clock: Clock) -> None:
        with self.connections.administering() as connection:
            current = is_current(connection, self.path)
            connection.execute("PRAGMA journal_mode = WAL")
            if not current:
                from connect_desktop.store.migrations import migrate

                migrate(connection, self.path, clock)


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """What is kept, by kind. Every part may be used from any thread, each journal from one at a time."""

    database: Database
    tenant_id: str
    learners: Learners
    packages: PackageRecords
    sessions: Sessions
    launches: Launches
    answers: Answers
    outbox: Outbox

    def journal(self, launch: LaunchRecord) -> LaunchJournal:
        """A journal for the launch's one writer, on a connection of its own; raises `StoreError`."""
        return LaunchJournal.open(self.database.connections, self.tenant_id, launch)

    def close(self) -> None:
        """Close the database; journals are closed by who opened them."""
        self.database.close()


def open_store(path: Path, clock: Clock = utc_now) -> Store:
    """The store in the database at `path`, which is created or brought up to date first; raises `StoreError`."""
    database = Database(path, clock)
    return store_of(database, database.tenant_id, database.device_id, clock)


def store_of(database: Database, tenant_id: str, device_id: str, clock: Clock = utc_now) -> Store:
    """What the database holds of one tenant, whose launches are written as `device_id`."""
    connections = database.connections
    return Store(
        database=database,
        tenant_id=tenant_id,
        learners=Learners(connections, tenant_id, clock),
        packages=PackageRecords(connections, tenant_id),
        sessions=Sessions(connections, tenant_id, clock),
        launches=Launches(connections, tenant_id, device_id, clock),
        answers=Answers(connections, tenant_id, clock),
        outbox=Outbox(tenant_id, clock),
    )
