"""The journal of one launch in an SQLite file: the hot path between a SCO's SetValue and the disk."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from connect_desktop.store.columns import text_column
from connect_desktop.store.errors import (
    DatabaseOutOfReach,
    LaunchClosed,
    LaunchWrittenElsewhere,
    StoreError,
)
from connect_desktop.store.records import EntryKind, LaunchRecord
from connect_desktop.store.sqlite_errors import store_error

APPEND = """
INSERT INTO entry (tenant_id, launch_id, seq, kind, activity, element, value) VALUES (?, ?, ?, ?, ?, ?, ?)
"""
MARK = """
INSERT INTO journal_commit (tenant_id, launch_id, seq) VALUES (?, ?, ?)
ON CONFLICT (tenant_id, launch_id) DO UPDATE SET seq = excluded.seq
"""

_BUSY_MILLISECONDS = 2000


class LaunchJournal:
    """Appends what a launch writes; the only writer of its entries, used by one thread at a time.

    It owns `connection`, which must be in autocommit. A refused entry leaves no trace: what was kept stays, and the
    next entry takes its place.
    """

    def __init__(self, connection: sqlite3.Connection, launch: LaunchRecord, *, tenant_id: str, path: Path) -> None:
        self._connection = connection
        self._path = path
        self._file = _identity(path)
        self._key = (tenant_id, launch.id)
        self._closed = False
        # With a write-ahead log, NORMAL hands every commit to the operating system before it returns, which survives a
        # crash of this process, and waits for the disk only when `commit` asks.
        connection.execute("PRAGMA synchronous = NORMAL")
        # A page, and the window it is in, wait for each answer: sooner an honest "false" than a window that hangs.
        connection.execute(f"PRAGMA busy_timeout = {_BUSY_MILLISECONDS}")
        self._last = self._highest("entry")
        self._durable = self._highest("journal_commit")

    def append(self, kind: EntryKind, activity: str, element: str, value: str) -> None:
        """Keep one entry, safe against a crash of this process when it returns; raises `StoreError`."""
        seq = self._last + 1
        try:
            self._connection.execute(APPEND, (*self._key, seq, kind.value, activity, element, value))
        except UnicodeEncodeError:
            self._append_bytes(seq, kind, activity, element, value)
        except sqlite3.Error as error:
            raise self._refusal(error) from error
        self._last = seq

    def commit(self) -> None:
        """Make every entry so far safe against loss of power; raises `StoreError`.

        A commit with `synchronous = FULL` waits until the whole write-ahead log is on the disk, so one small row takes
        all entries before it along. When there is nothing new, nothing is written.
        """
        if self._durable == self._last:
            return
        # A file that was deleted or replaced goes on taking what we write, and nobody will find it there.
        if _identity(self._path) != self._file:
            raise DatabaseOutOfReach(self._path)
        try:
            self._connection.execute("PRAGMA synchronous = FULL")
            try:
                self._connection.execute(MARK, (*self._key, self._last))
            finally:
                self._connection.execute("PRAGMA synchronous = NORMAL")
        except sqlite3.Error as error:
            raise self._refusal(error) from error
        self._durable = self._last

    def follow(self, count: int) -> None:
        """So many entries were kept after the last one, safe against loss of power, by who knows that this is open."""
        self._last += count
        self._durable = self._last

    def close(self) -> None:
        """Give the connection back to the system. Entries that were not committed stay as safe as they are."""
        self._closed = True
        self._connection.close()

    def _append_bytes(self, seq: int, kind: EntryKind, *texts: str) -> None:
        columns = (text_column(text) for text in texts)
        try:
            self._connection.execute(APPEND, (*self._key, seq, kind.value, *columns))
        except sqlite3.Error as error:
            raise self._refusal(error) from error

    def _refusal(self, error: sqlite3.Error) -> StoreError:
        if self._closed:
            return LaunchClosed()
        if isinstance(error, sqlite3.IntegrityError):
            return LaunchWrittenElsewhere()
        return store_error(error, self._path) or StoreError(
            "The journal does not take this value; please report it with these words: {detail}", detail=error
        )

    def _highest(self, table: str) -> int:
        query = f"SELECT coalesce(max(seq), 0) FROM {table} WHERE tenant_id = ? AND launch_id = ?"  # noqa: S608 - ours
        with closing(self._connection.execute(query, self._key)) as cursor:
            highest: int = cursor.fetchone()[0]
        return highest


def _identity(path: Path) -> tuple[int, int] | None:
    """What tells this file from another of its name; None if there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
