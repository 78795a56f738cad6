"""What SQLite's codes mean to a user."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from connect_desktop.store.errors import (
    AlreadyThere,
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseOutOfReach,
    DiskFailed,
    DiskFull,
    StoreError,
)

_BY_EXTENDED_CODE: dict[int, type[DiskFull]] = {
    # SQLite says "full" only for ENOSPC; quotas and size limits come as a failed write.
    sqlite3.SQLITE_IOERR_WRITE: DiskFull,
    sqlite3.SQLITE_IOERR_SHMSIZE: DiskFull,
}
_BY_PRIMARY_CODE: dict[int, type[DiskFull | DiskFailed | DatabaseBusy | DatabaseOutOfReach | DatabaseDamaged]] = {
    sqlite3.SQLITE_FULL: DiskFull,
    sqlite3.SQLITE_IOERR: DiskFailed,
    sqlite3.SQLITE_BUSY: DatabaseBusy,
    sqlite3.SQLITE_LOCKED: DatabaseBusy,
    sqlite3.SQLITE_PROTOCOL: DatabaseBusy,
    sqlite3.SQLITE_CANTOPEN: DatabaseOutOfReach,
    sqlite3.SQLITE_READONLY: DatabaseOutOfReach,
    sqlite3.SQLITE_PERM: DatabaseOutOfReach,
    sqlite3.SQLITE_CORRUPT: DatabaseDamaged,
    sqlite3.SQLITE_NOTADB: DatabaseDamaged,
}
_TAKEN = frozenset({sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY, sqlite3.SQLITE_CONSTRAINT_UNIQUE})


def store_error(error: sqlite3.Error, path: Path) -> StoreError | None:
    """What an SQLite error means to a user; None if it is a fault of our own, such as a wrong statement."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return None
    kind = _BY_EXTENDED_CODE.get(code) or _BY_PRIMARY_CODE.get(code & 0xFF)
    return kind(path) if kind else None


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Raise a `StoreError` for an error of SQLite that the world caused, `AlreadyThere` for a key that was taken; let
    our own faults through."""
    try:
        yield
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", None) in _TAKEN:
            raise AlreadyThere from error
        known = store_error(error, path)
        if known is None:
            raise
        raise known from error
