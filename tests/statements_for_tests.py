"""Every statement that this program says to SQLite while tests run, and whether it keeps to one tenant.

What would be done is asked of SQLite itself: a statement keeps to one tenant if it looks into each table that has
tenants by a key that begins with the tenant, and inserts the tenant first. That is what a database in parts wants too,
which has each tenant in one of them; and statements are written once for all databases.
"""

from __future__ import annotations

import re
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Any

import connect_desktop
from connect_desktop.store.sqlite import SqliteConnections

_ROOT = f"{Path(connect_desktop.__file__).parent}/"
_STORE = f"{_ROOT}store/"
# What makes the tables, and tells how old they are, is about all that is there.
_MAKES_TABLES = tuple(_STORE + name for name in ("migrations.py", "schema.py"))
_PASSES_ON = f"{_STORE}transaction.py"

_TEXT = re.compile(r"'(?:[^']|'')*'")
_SPACES = re.compile(r"\s+")
_INSERTED = re.compile(r"INSERT INTO (\w+) \((\w+)", re.IGNORECASE)
_NAMED = re.compile(r"\b(?:FROM|JOIN|UPDATE|INTO) (\w+)(?: AS)?(?: (\w+))?", re.IGNORECASE)
_LOOK = re.compile(r"(?:SCAN|SEARCH) (\w+)(?: USING .*?\((\w+)=\?)?")

# Which tenant a key is of is not known before it is found: a database in parts has this table whole in each of them.
_SHARED = {"key_in_force"}

BEYOND_TENANTS = {
    ("store/packages.py", "package"): "a package's bytes are kept once, and go when no tenant has it any more",
    ("store/webhooks/delivery_queue.py", "webhook"): "one worker delivers for all tenants",
    ("store/access/sealing.py", "webhook"): "another server key seals everybody's secrets anew",
    ("store/access/sealing.py", "signing_key"): "another server key seals everybody's secrets anew",
}
"""What must look at all tenants, by the module that asks and the table it looks through, and why."""


@dataclass
class Statements:
    """What was said since the tests began: each statement as it is written, and the module that said it; `new` are
    those that nobody has looked at yet."""

    said: dict[str, str] = field(default_factory=dict)
    new: list[str] = field(default_factory=list)

    def hear(self, statement: str, asked_by: FrameType) -> None:
        frame: FrameType | None = asked_by
        while frame is not None and frame.f_code.co_filename == _PASSES_ON:
            frame = frame.f_back
        file = frame.f_code.co_filename if frame is not None else ""
        # What a test looks up for itself is none of the program's.
        if file.startswith(_ROOT) and file not in _MAKES_TABLES:
            self.said[statement] = file.removeprefix(_ROOT)
            self.new.append(statement)

    def stray(self, tables: sqlite3.Connection) -> list[str]:
        """Those of the new ones that leave their tenant and may not."""
        new, self.new = self.new, []
        return [
            f"{self.said[statement]}: {step} - {statement}"
            for statement in new
            for table, step in strays(statement, tables)
            if (self.said[statement], table) not in BEYOND_TENANTS
        ]


@contextmanager
def heard() -> Iterator[Statements]:
    """All statements of this process until the block ends."""
    statements, connect = Statements(), sqlite3.connect

    class Heard(sqlite3.Connection):
        def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
            if sql not in statements.said:
                statements.hear(sql, sys._getframe(1))
            return super().execute(sql, parameters)

        def executemany(self, sql: str, parameters: Iterable[Any], /) -> sqlite3.Cursor:
            if sql not in statements.said:
                statements.hear(sql, sys._getframe(1))
            return super().executemany(sql, parameters)

    def connect_heard(*arguments: Any, **more: Any) -> sqlite3.Connection:
        connected: sqlite3.Connection = connect(*arguments, **{"factory": Heard, **more})
        return connected

    sqlite3.connect = connect_heard  # type: ignore[assignment]
    try:
        yield statements
    finally:
        sqlite3.connect = connect


@contextmanager
def empty_tables(folder: Path) -> Iterator[sqlite3.Connection]:
    """The tables of the store, with nothing in them."""
    connections = SqliteConnections(folder / "empty.sqlite")
    connections.bring_up_to_date(lambda: datetime.now(UTC))
    with closing(connections.open()) as connection:
        yield connection
    connections.close()


def strays(statement: str, tables: sqlite3.Connection) -> Sequence[tuple[str, str]]:
    """Which tables the statement would look through beyond its tenant, and the step of its plan that does."""
    written = _SPACES.sub(" ", _TEXT.sub("?", statement)).strip()
    if not written.upper().startswith(("SELECT", "WITH", "INSERT", "UPDATE", "DELETE")):
        return ()
    of_tenants = tables_of_tenants(tables)
    names = {alias or table: table for table, alias in _NAMED.findall(written)}
    names |= {table: table for table in of_tenants}
    found = [
        (table, f"INSERT INTO {table} ({first}, …)")
        for table, first in _INSERTED.findall(written)
        if table in of_tenants and first != "tenant_id"
    ]
    values = [None] * _TEXT.sub("", statement).count("?")
    for row in tables.execute(f"EXPLAIN QUERY PLAN {statement}", values):
        look = _LOOK.match(row[3])
        if look and names.get(look[1]) in of_tenants and look[2] != "tenant_id":
            found.append((names[look[1]], row[3]))
    return found


def tables_of_tenants(tables: sqlite3.Connection) -> set[str]:
    """Those whose rows belong to a tenant each."""
    query = "SELECT t.name FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table' AND c.name = ?"
    return {row[0] for row in tables.execute(query, ("tenant_id",))} - _SHARED
