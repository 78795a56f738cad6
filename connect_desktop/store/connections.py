"""Connections to the database: lent out for one reading or one transaction, or given away for good to a journal."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from connect_desktop.store.errors import translated

# How long we wait for another program's write before we call the database busy.
BUSY_SECONDS = 5.0


class Connections:
    """Lends each connection to one thread at a time, so any number of threads may ask.

    They are pooled rather than tied to threads because a thread of Qt's pool is a new one to Python in every job.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._idle: list[sqlite3.Connection] = []
        self._lock = Lock()
        self._closed = False

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection whose statements all see one state of the database; raises `StoreError`."""
        with translated(self.path), self._lent() as connection, _transaction(connection, "BEGIN"):
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A connection in a transaction that is kept whole, safe against loss of power, or not at all.

        Raises `StoreError`.
        """
        with translated(self.path), self._lent() as connection, _transaction(connection, "BEGIN IMMEDIATE"):
            yield connection

    @contextmanager
    def administering(self) -> Iterator[sqlite3.Connection]:
        """A connection outside any transaction, for what cannot be done within one; raises `StoreError`."""
        with translated(self.path), self._lent() as connection:
            yield connection

    def open(self) -> sqlite3.Connection:
        """A connection of the caller's own, in autocommit, `synchronous = FULL`; raises `sqlite3.Error`.

        It may pass from thread to thread, as long as one at a time uses it.
        """
        connection = sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        # On macOS a plain fsync leaves the data in the drive's cache; elsewhere these do nothing.
        connection.execute("PRAGMA fullfsync = ON")
        connection.execute("PRAGMA checkpoint_fullfsync = ON")
        return connection

    def close(self) -> None:
        """Close what is idle now and what is lent when it comes back."""
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
