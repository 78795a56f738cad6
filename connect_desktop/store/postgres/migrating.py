"""Making the tables in PostgreSQL, by the very migrations that make them in SQLite."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from time import sleep
from typing import Any, cast

import psycopg
from sqlite_utils import Database

from connect_desktop.store.columns import moment_column
from connect_desktop.store.connection import Connection, Rows
from connect_desktop.store.connections import Connections
from connect_desktop.store.errors import AlreadyThere, DatabaseFromTheFuture, WritesCollided
from connect_desktop.store.migrations import MIGRATIONS, settle_in
from connect_desktop.store.postgres.errors import ServerDatabaseForeign
from connect_desktop.store.postgres.statements import table_made

# Who starts at the same moment may be quicker in making a table.
_TRIES = 10
_ALSO_MADE = (AlreadyThere, WritesCollided, psycopg.errors.DuplicateTable, psycopg.errors.DuplicateColumn)

_LEDGER = "CREATE TABLE connect_migration (name TEXT PRIMARY KEY, applied_at TEXT NOT NULL)"
_TABLES = "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()"


class _Tables:
    """What a migration is given: `execute` makes and changes tables, `conn` reads and writes them."""

    def __init__(self, connection: Connection, *, in_byte_order: bool) -> None:
        self.conn = connection
        self._in_byte_order = in_byte_order

    def execute(self, sql: str, parameters: tuple[Any, ...] = ()) -> Rows:
        return self.conn.execute(table_made(sql, in_byte_order=self._in_byte_order), parameters)


def bring_up_to_date(connections: Connections, clock: Callable[[], datetime]) -> None:
    """Take every step that is missing, all of them or none; raises `StoreError`."""
    for tries_left in reversed(range(_TRIES)):
        try:
            _take_steps(connections, moment_column(clock()))
            return
        except _ALSO_MADE:
            if not tries_left:
                raise
            sleep(random.uniform(0.05, 0.3))  # noqa: S311 - no secret


def _take_steps(connections: Connections, now: str) -> None:
    with closing(sqlite3.connect(":memory:")) as nothing:
        steps = MIGRATIONS.pending(Database(nothing))
    with connections.reading() as connection:
        taken = _taken(connection, connections.place)
        # CockroachDB sorts by bytes anyhow, and knows no such order by name.
        in_byte_order = connection.execute("SELECT version()").fetchone()[0].startswith("PostgreSQL")
    if taken - {step.name for step in steps}:
        raise DatabaseFromTheFuture(connections.place)
    missing = [step for step in steps if step.name not in taken]
    if not missing:
        return
    with connections.writing() as connection:
        tables = _Tables(connection, in_byte_order=in_byte_order)
        if not taken:
            tables.execute(_LEDGER)
        for step in missing:
            step.fn(cast(Database, tables))
            connection.execute("INSERT INTO connect_migration (name, applied_at) VALUES (?, ?)", (step.name, now))
        if not taken:
            settle_in(connection, now)


def _taken(connection: Connection, place: str) -> set[str]:
    """The steps that were taken; raises `DatabaseForeign` where there are tables and none of them ours."""
    there = {name for (name,) in connection.execute(_TABLES)}
    if "connect_migration" in there:
        return {name for (name,) in connection.execute("SELECT name FROM connect_migration")}
    if there:
        raise ServerDatabaseForeign(place)
    return set()
