"""How the store comes by connections, whichever database they lead to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, Protocol

from connect_desktop.store.connection import Connection
from connect_desktop.store.records import EntryKind, LaunchRecord


class Journal(Protocol):
    """What a launch's one writer writes to, one thread at a time."""

    def append(self, kind: EntryKind, activity: str, element: str, value: str) -> None:
        """Keep one entry, safe against a crash of this process when it returns; raises `StoreError`."""

    def commit(self) -> None:
        """Make every entry so far safe against loss of power; raises `StoreError`."""

    def follow(self, count: int) -> None:
        """So many entries were kept after the last one, safe against loss of power, by who knows that this is open."""

    def close(self) -> None:
        """Take nothing more. Entries that were not committed stay as safe as they are."""


class Connections(Protocol):
    """Lends connections, each to one thread at a time; any number of threads may ask.

    A statement that fails ends its transaction: what is inserted where something may be already says so by
    `ON CONFLICT`. A block under `writing` may meet another's write and fail with `WritesCollided`, to be done again.
    """

    @property
    def place(self) -> str:
        """Where the database is, as it is called before users."""

    @property
    def writers(self) -> int:
        """How many transactions, of whichever process, may well write at once."""

    def bring_up_to_date(self, clock: Callable[[], datetime]) -> None:
        """Make the tables those of this program's version; raises `StoreError`."""

    def row(self, sql: str, parameters: Sequence[Any] = ()) -> Any:
        """The first row that one statement finds, None where it finds none; it is a transaction of its own, and so
        costs less than `reading`. Raises `StoreError`."""

    def reading(self) -> AbstractContextManager[Connection]:
        """A connection whose statements all see one state of the database; raises `StoreError`."""

    def writing(self, *, guarded: bool = False) -> AbstractContextManager[Connection]:
        """A connection in a transaction that is kept whole, safe against loss of power, or not at all, as if it were
        alone with the database.

        `guarded` says that all it reads and relies on lies in rows that it changes too, such as a version that it
        raises, or under keys that it inserts: then it collides only with who changes the same rows.

        Raises `StoreError`, and `AlreadyThere` where a row would have the key of another.
        """

    def journal(self, tenant_id: str, launch: LaunchRecord) -> Journal:
        """A journal for the launch's one writer; raises `StoreError`."""

    def close(self) -> None:
        """Close what is idle now and what is lent when it comes back."""
