"""Connections to an SQLite file: lent out for one reading or one transaction, or given away for good to a journal."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import Lock
from time import monotonic, sleep
from typing import Any

from connect_desktop.store.errors import DatabaseOutOfReach
from connect_desktop.store.journal import LaunchJournal
from connect_desktop.store.records import LaunchRecord
from connect_desktop.store.schema import is_current
from connect_desktop.store.sqlite_errors import translated

# How long we wait for another program's write before we call the database busy.
BUSY_SECONDS = 5.0
_A_MOMENT = 0.01
# In bytes. Each value that content sets is a page written, and content waits for it: with SQLite's own 4 KB a tenth
# longer. Smaller ones slow down what writes much at a time. A file keeps what it was made with.
_PAGE = 2048
# So many until what was written is moved into the file: sessions that are written again and again are moved once.
_PAGES_AHEAD = 8000


class SqliteConnections:
    """The `Connections` of an SQLite file.

    They are pooled rather than tied to threads because a thread of Qt's pool is a new one to Python in every job.
    """

    writers = 1

    def __init__(self, path: Path) -> None:
        self.path = path
        self._idle: list[sqlite3.Connection] = []
        self._lock = Lock()
        self._closed = False

    @property
    def place(self) -> str:
        return str(self.path)

    def bring_up_to_date(self, clock: Callable[[], datetime]) -> None:
        """Create the file, or bring an older one up to date after a copy of it was kept; raises `StoreError`."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DatabaseOutOfReach(self.path) from error
        with self.administering() as connection:
            current = is_current(connection, self.path)
            connection.execute(f"PRAGMA page_size = {_PAGE}")
            _keep_log(connection)
            if not current:
                from connect_desktop.store.migrations import migrate

                migrate(connection, self.path, clock)

    def row(self, sql: str, parameters: Sequence[Any] = ()) -> Any:
        with translated(self.path), self._lent() as connection:
            found = connection.execute(sql, parameters)
            row = found.fetchone()
            # Unless it was walked to its end, the statement goes on seeing the database as it is now.
            found.close()
            return row

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        with translated(self.path), self._lent() as connection, _transaction(connection, "BEGIN"):
            yield connection

    @contextmanager
    def writing(self, *, guarded: bool = False) -> Iterator[sqlite3.Connection]:  # noqa: ARG002 - one writes at a time
        with translated(self.path), self._lent() as connection, _transaction(connection, "BEGIN IMMEDIATE"):
            yield connection

    @contextmanager
    def administering(self) -> Iterator[sqlite3.Connection]:
        """A connection outside any transaction, for what cannot be done within one; raises `StoreError`."""
        with translated(self.path), self._lent() as connection:
            # All rows may be sorted then, which are more than memory may hold.
            connection.execute("PRAGMA temp_store = FILE")
            try:
                yield connection
            finally:
                connection.execute("PRAGMA temp_store = MEMORY")

    def open(self) -> sqlite3.Connection:
        """A connection of the caller's own, in autocommit, `synchronous = FULL`; raises `sqlite3.Error`.

        It may pass from thread to thread, as long as one at a time uses it.
        """
        connection = sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA wal_autocheckpoint = {_PAGES_AHEAD}")
        # What a savepoint may take back would go to a file of its own, made anew for each transaction.
        connection.execute("PRAGMA temp_store = MEMORY")
        # On macOS a plain fsync leaves the data in the drive's cache; elsewhere these do nothing.
        connection.execute("PRAGMA fullfsync = ON")
        connection.execute("PRAGMA checkpoint_fullfsync = ON")
        return connection

    def journal(self, tenant_id: str, launch: LaunchRecord) -> LaunchJournal:
        with translated(self.path):
            connection = self.open()
            try:
                return LaunchJournal(connection, launch, tenant_id=tenant_id, path=self.path)
            except BaseException:
                connection.close()
                raise

    def close(self) -> None:
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    @contextmanager
    def _lent(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            connection = self._idle.pop() if self._idle else None
        connection = connection or self.open()
        try:
            yield connection
        finally:
            with self._lock:
                keep = not self._closed
                if keep:
                    self._idle.append(connection)
            if not keep:
                connection.close()


def _keep_log(connection: sqlite3.Connection) -> None:
    """Have a write-ahead log from now on. While another program makes the same file SQLite refuses that at once, and
    does not wait as it does for all else."""
    patience = monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or monotonic() > patience:
                raise
            sleep(_A_MOMENT)


@contextmanager
def _transaction(connection: sqlite3.Connection, begin: str) -> Iterator[None]:
    connection.execute(begin)
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # Some errors, a full disk among them, have rolled back already.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
