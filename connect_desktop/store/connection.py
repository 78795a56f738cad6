"""What the store asks of a database connection, whichever database it leads to.

Statements are written once, in the SQL that every database here speaks: `?` for parameters, `ON CONFLICT` for upserts,
the tenant first in every key; no rowid, no `INSERT OR`, no functions of time, booleans as 0 and 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Protocol


class Rows(Protocol):
    """What a statement found. `rowcount` is how many rows it changed."""

    @property
    def rowcount(self) -> int: ...
    def fetchone(self) -> Any: ...
    def fetchall(self) -> list[Any]: ...
    def __iter__(self) -> Iterator[Any]: ...


class Connection(Protocol):
    """A connection in a transaction; `sqlite3.Connection` is one."""

    def execute(self, sql: str, parameters: Sequence[Any] = (), /) -> Rows: ...
    def executemany(self, sql: str, parameters: Sequence[Sequence[Any]], /) -> Rows: ...
