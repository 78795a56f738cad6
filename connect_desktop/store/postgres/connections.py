"""Connections to a PostgreSQL database."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg_pool import ConnectionPool

from connect_desktop.store.connection import Connection, Rows
from connect_desktop.store.postgres.errors import translated
from connect_desktop.store.postgres.journal import PostgresJournal
from connect_desktop.store.postgres.migrating import bring_up_to_date
from connect_desktop.store.postgres.statements import placed
from connect_desktop.store.postgres.texts import adapt
from connect_desktop.store.records import LaunchRecord

# As many as the threads of one process may want at once.
_MOST = 20
_MOST_APPENDING = 4
# How long to wait for a connection, in seconds.
_PATIENCE = 5.0
_READ = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
_WRITE = "BEGIN ISOLATION LEVEL SERIALIZABLE"
_WRITE_GUARDED = "BEGIN ISOLATION LEVEL REPEATABLE READ"


class PostgresConnection:
    """A connection that takes the store's SQL."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection

    def execute(self, sql: str, parameters: Sequence[Any] = (), /) -> Rows:
        return self._connection.execute(placed(sql), parameters)

    def executemany(self, sql: str, parameters: Sequence[Sequence[Any]], /) -> Rows:
        cursor = self._connection.cursor()
        cursor.executemany(placed(sql), parameters)
        return cursor


class PostgresConnections:
    """The `Connections` of a PostgreSQL database.

    Every write is serializable: who would have seen or done something else had the writers come one after the other
    gets `WritesCollided`, and so, since the server guesses by pages of its tables, do some who would not. A guarded one
    is a snapshot, whose writes the server compares row by row. `address` is a URI that libpq takes.
    """

    writers = 32

    def __init__(self, address: str) -> None:
        self._address = address
        self._place = _without_secrets(address)
        self._durable = self._pool(_MOST, "on")
        self._hasty = self._pool(_MOST_APPENDING, "off")

    @property
    def place(self) -> str:
        return self._place

    def bring_up_to_date(self, clock: Callable[[], datetime]) -> None:
        # A pool tries again and again; who starts a program wants to know at once why it cannot.
        with translated(self._place):
            psycopg.connect(self._address, connect_timeout=10).close()
        bring_up_to_date(self, clock)

    def row(self, sql: str, parameters: Sequence[Any] = ()) -> Any:
        with self.single(durable=True) as connection:
            return connection.execute(sql, parameters).fetchone()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with self._transaction(_READ) as connection:
            yield connection

    @contextmanager
    def writing(self, *, guarded: bool = False) -> Iterator[Connection]:
        with self._transaction(_WRITE_GUARDED if guarded else _WRITE) as connection:
            yield connection

    @contextmanager
    def single(self, *, durable: bool) -> Iterator[Connection]:
        """The connections of `SingleStatements`."""
        pool = self._durable if durable else self._hasty
        with translated(self._place), pool.connection() as connection:
            yield PostgresConnection(connection)

    def journal(self, tenant_id: str, launch: LaunchRecord) -> PostgresJournal:
        return PostgresJournal(self.single, tenant_id, launch)

    def close(self) -> None:
        self._durable.close()
        self._hasty.close()

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[Connection]:
        with translated(self._place), self._durable.connection() as connection:
            connection.execute(begin)
            try:
                yield PostgresConnection(connection)
                connection.execute("COMMIT")
            except BaseException:
                if not connection.closed:
                    connection.execute("ROLLBACK")
                raise

    def _pool(self, most: int, synchronous_commit: str) -> ConnectionPool[psycopg.Connection[Any]]:
        def configure(connection: psycopg.Connection[Any]) -> None:
            adapt(connection)
            connection.execute(f"SET synchronous_commit = {synchronous_commit}")

        return ConnectionPool(
            self._address,
            kwargs={"autocommit": True},
            min_size=0,
            max_size=most,
            timeout=_PATIENCE,
            configure=configure,
            # A server that was started anew has broken what we hold.
            check=ConnectionPool.check_connection,
            open=True,
        )


def _without_secrets(address: str) -> str:
    """Where the database is, without who asks and by which password."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
