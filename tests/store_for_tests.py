"""Stores, clocks and launches that tests share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from connect_desktop.store.access.seal import Seal
from connect_desktop.store.database import Store
from connect_desktop.store.records import Entry, EntryKind, LaunchRecord
from connect_desktop.store.sqlite import SqliteConnections

# Where programs started by tests find the code.
ROOT = Path(__file__).resolve().parent.parent
SEAL = Seal(["a server key that only tests know of"], "the tests")
MORNING = datetime(2026, 5, 4, 8, 30, tzinfo=UTC)


class SteppingClock:
    """A clock that a test sets; it stands still until told."""

    def __init__(self, now: datetime = MORNING) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def step(self, seconds: float = 1) -> None:
        self.now += timedelta(seconds=seconds)


def launch_record(
    launch_id: str = "launch-1",
    *,
    lamport: int = 1,
    rev: int = 0,
    mode: str = "normal",
    credit: str = "credit",
    parents: tuple[str, ...] = (),
    base: Mapping[str, Any] | None = None,
) -> LaunchRecord:
    """A launch that never was in a database."""
    return LaunchRecord(
        id=launch_id,
        session_id="session-1",
        device_id="device-1",
        rev=rev,
        lamport=lamport,
        parents=parents,
        mode=mode,
        credit=credit,
        started_at=MORNING,
        base=base or {},
    )


def entries(*rows: tuple[EntryKind, str, str, str]) -> tuple[Entry, ...]:
    """Entries numbered from 1."""
    return tuple(Entry(number, *row) for number, row in enumerate(rows, start=1))


def sets(activity: str, values: Iterable[tuple[str, str]]) -> list[tuple[EntryKind, str, str, str]]:
    """What a SCO wrote, as rows for `entries`."""
    return [(EntryKind.SET, activity, element, value) for element, value in values]


def sqlite_of(store: Store) -> SqliteConnections:
    """The connections of a store that is an SQLite file."""
    connections = store.database.connections
    assert isinstance(connections, SqliteConnections)
    return connections
