"""Which version of the tables this program reads, and the quick look that most starts get by with."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from connect_desktop.store.errors import DatabaseForeign, DatabaseFromTheFuture

# Marks the file as ours in its header ("CnDt").
APPLICATION_ID = 0x436E4474
# As many as there are migrations.
VERSION = 19


def is_current(connection: sqlite3.Connection, path: Path, version: int = VERSION) -> bool:
    """Whether the tables are of `version`; False if they are older or there are none yet.

    Raises `DatabaseFromTheFuture` if they are newer and `DatabaseForeign` if they are not ours; nothing is changed.
    """
    application_id, found = header(connection)
    if application_id != APPLICATION_ID:
        if found or connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            raise DatabaseForeign(path)
        return False
    if found > version:
        raise DatabaseFromTheFuture(path)
    return found == version


def header(connection: sqlite3.Connection) -> tuple[int, int]:
    """The application id and the version of the tables."""
    return (
        connection.execute("PRAGMA application_id").fetchone()[0],
        connection.execute("PRAGMA user_version").fetchone()[0],
    )
