"""The journal of one launch in PostgreSQL."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol

from psycopg.errors import ForeignKeyViolation

from connect_desktop.store.connection import Connection
from connect_desktop.store.errors import AlreadyThere, DatabaseOutOfReach, LaunchClosed, LaunchWrittenElsewhere
from connect_desktop.store.journal import APPEND, MARK
from connect_desktop.store.records import EntryKind, LaunchRecord

_AGAIN = f"{APPEND} ON CONFLICT (tenant_id, launch_id, seq) DO NOTHING"
_KEPT = "SELECT count(*) FROM entry WHERE tenant_id = ? AND launch_id = ? AND seq > ? AND seq <= ?"
_TAKE_BACK = """
DELETE FROM entry
WHERE tenant_id = ? AND launch_id = ? AND seq = ? AND kind = ? AND activity = ? AND element = ? AND value = ?
"""
_LAST = "SELECT coalesce(max(seq), 0) FROM entry WHERE tenant_id = ? AND launch_id = ?"
_DURABLE = "SELECT coalesce(max(seq), 0) FROM journal_commit WHERE tenant_id = ? AND launch_id = ?"

# Somebody wrote where this one was to write, or deleted the launch.
_NOT_OURS = (AlreadyThere, ForeignKeyViolation)

Row = tuple[str, str, int, str, str, str, str]


class SingleStatements(Protocol):
    """Lends a connection whose every statement is a transaction, whose end waits for the server's disk where that is to
    be `durable`. Raises `StoreError` and `AlreadyThere`."""

    def __call__(self, *, durable: bool) -> AbstractContextManager[Connection]: ...


class PostgresJournal:
    """Appends what a launch writes; the only writer of its entries, used by one thread at a time.

    An entry is with the server when `append` returns, which a crash of this process does not change; the server may
    write it to its disk a little later. Were it to crash before, the entries that no `commit` has made safe are sent
    again by the next one.
    """

    def __init__(self, single: SingleStatements, tenant_id: str, launch: LaunchRecord) -> None:
        self._single = single
        self._key = (tenant_id, launch.id)
        self._closed = False
        self._unsafe: list[Row] = []
        self._in_doubt: Row | None = None
        with single(durable=True) as connection:
            self._last: int = connection.execute(_LAST, self._key).fetchone()[0]
            self._durable: int = connection.execute(_DURABLE, self._key).fetchone()[0]

    def append(self, kind: EntryKind, activity: str, element: str, value: str) -> None:
        self._require_open()
        row = (*self._key, self._last + 1, kind.value, activity, element, value)
        try:
            with self._single(durable=False) as connection:
                if self._in_doubt is not None:
                    connection.execute(_TAKE_BACK, self._in_doubt)
                    self._in_doubt = None
                connection.execute(APPEND, row)
        except _NOT_OURS as error:
            raise LaunchWrittenElsewhere from error
        except DatabaseOutOfReach:
            # It may have been kept without our knowing, and was not promised.
            self._in_doubt = self._in_doubt or row
            raise
        self._unsafe.append(row)
        self._last += 1

    def commit(self) -> None:
        self._require_open()
        if self._durable == self._last:
            return
        try:
            # On one connection, which a crash of the server breaks: it cannot come between the look and the commit.
            with self._single(durable=True) as connection:
                kept = connection.execute(_KEPT, (*self._key, self._durable, self._last)).fetchone()[0]
                if kept < self._last - self._durable:
                    connection.executemany(_AGAIN, self._unsafe)
                # The server writes its log in order: this row takes along all that were written before it.
                connection.execute(MARK, (*self._key, self._last))
        except _NOT_OURS as error:
            raise LaunchWrittenElsewhere from error
        self._durable = self._last
        self._unsafe.clear()

    def follow(self, count: int) -> None:
        self._last += count
        self._durable = self._last
        self._unsafe.clear()

    def close(self) -> None:
        self._closed = True

    def _require_open(self) -> None:
        if self._closed:
            raise LaunchClosed
