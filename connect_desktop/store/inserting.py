"""Rows inserted together, by as few statements as that takes: each is a change of hands beside its work."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from connect_desktop.store.connection import Connection

# A statement for each number of rows is kept prepared, and databases bound its parameters.
_AT_ONCE = 16


def insert(connection: Connection, into: str, rows: Sequence[Sequence[Any]]) -> None:
    """Insert the rows, all as long as each other, `into` being the statement up to its values."""
    for start in range(0, len(rows), _AT_ONCE):
        some = rows[start : start + _AT_ONCE]
        connection.execute(_statement(into, len(some), len(some[0])), [value for row in some for value in row])


@cache
def _statement(into: str, rows: int, columns: int) -> str:
    row = f"({', '.join('?' * columns)})"
    return f"{into} VALUES {', '.join([row] * rows)}"
