"""A transaction of several parts: each can be taken back by itself, and what they all add to is written once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol, Self, TypeVar

from connect_desktop.store.connection import Connection, Rows
from connect_desktop.store.connections import Connections

T = TypeVar("T")
S = TypeVar("S", bound="Sum")


class Sum(Protocol):
    """What is to be added to the database."""

    def add(self, other: Self, /) -> None:
        """Add this too."""


_Writing = Callable[[Connection, Any], None]


class Transaction:
    """A connection in a transaction, made by `in_parts`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        # What is to be added, of the whole and then of each part that is under way, the innermost last.
        self._added: list[dict[Hashable, tuple[Any, _Writing]]] = [{}]
        self._found: dict[Hashable, Any] = {}

    def execute(self, sql: str, parameters: Sequence[Any] = (), /) -> Rows:
        return self._connection.execute(sql, parameters)

    def executemany(self, sql: str, parameters: Sequence[Sequence[Any]], /) -> Rows:
        return self._connection.executemany(sql, parameters)

    def part(self, work: Callable[[Connection], T], taken_back: tuple[type[Exception], ...]) -> T:
        """What the work gives. Where it raises one of `taken_back`, nothing of it stays; where it raises something
        else, nothing of the transaction can."""
        self.execute("SAVEPOINT part")
        self._added.append({})
        try:
            value = work(self)
        except taken_back:
            self._added.pop()
            self.execute("ROLLBACK TO SAVEPOINT part")
            self.execute("RELEASE SAVEPOINT part")
            raise
        for key, (what, write) in self._added.pop().items():
            self.add(key, what, write)
        self.execute("RELEASE SAVEPOINT part")
        return value

    def add(self, key: Hashable, what: S, write: Callable[[Connection, S], None]) -> None:
        """Have this written at the end, in one with all of the same key. Who reads it before does not find it."""
        known = self._added[-1].get(key)
        if known is None:
            self._added[-1][key] = (what, write)
        else:
            known[0].add(what)

    def once(self, key: Hashable, find: Callable[[], T]) -> T:
        """What `find` gives, found for the first part that asks for what has this key."""
        if key not in self._found:
            self._found[key] = find()
        found: T = self._found[key]
        return found

    def finish(self) -> None:
        """Write what was added."""
        for what, write in self._added.pop().values():
            write(self._connection, what)


@contextmanager
def in_parts(connections: Connections, *, guarded: bool = False) -> Iterator[Transaction]:
    """A transaction as `Connections.writing` gives it."""
    with connections.writing(guarded=guarded) as connection:
        transaction = Transaction(connection)
        yield transaction
        transaction.finish()


def once(connection: Connection, key: Hashable, find: Callable[[], T]) -> T:
    """What `find` gives, which no part of a transaction changes; with many parts it is found once for all of them."""
    return connection.once(key, find) if isinstance(connection, Transaction) else find()
