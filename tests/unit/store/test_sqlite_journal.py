"""The journal in an SQLite file: what it waits for, and what it does when the file takes no more."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from connect_desktop.store.connections import Journal
from connect_desktop.store.database import Store, open_store
from connect_desktop.store.errors import (
    DatabaseBusy,
    DatabaseOutOfReach,
    DiskFull,
    StoreError,
)
from connect_desktop.store.journal import LaunchJournal
from connect_desktop.store.records import EntryKind, LaunchRecord
from tests.store_for_tests import sqlite_of


@pytest.fixture
def store(sqlite_store: Store) -> Store:
    return sqlite_store


@pytest.fixture
def connection(store: Store) -> Iterator[sqlite3.Connection]:
    """The journal's own connection, for making it fail."""
    connection = sqlite_of(store).open()
    yield connection
    connection.close()


@pytest.fixture
def journal(store: Store, launch: LaunchRecord, connection: sqlite3.Connection) -> LaunchJournal:
    database = store.database
    return LaunchJournal(connection, launch, tenant_id=database.tenant_id, path=sqlite_of(store).path)


def _set(journal: Journal, value: str) -> None:
    journal.append(EntryKind.SET, "item", "cmi.suspend_data", value)


def _values(store: Store, launch: LaunchRecord) -> list[str]:
    return [entry.value for entry in store.launches.entries(launch.id)]


class TestCommit:
    """Whether the disk was waited for is what `synchronous` says at the moment of a write."""

    def test_waits_for_the_disk_with_a_row_of_its_own(
        self, launch: LaunchRecord, journal: LaunchJournal, connection: sqlite3.Connection
    ) -> None:
        writes: list[str] = []
        _set(journal, "a")
        connection.set_trace_callback(writes.append)
        journal.commit()
        connection.set_trace_callback(None)
        full, row, normal = writes
        assert (full, normal) == ("PRAGMA synchronous = FULL", "PRAGMA synchronous = NORMAL")
        assert "INSERT INTO journal_commit" in row
        marked = connection.execute("SELECT launch_id, seq FROM journal_commit").fetchall()
        assert marked == [(launch.id, 1)]

    def test_with_nothing_new_writes_nothing(self, journal: LaunchJournal, connection: sqlite3.Connection) -> None:
        _set(journal, "a")
        journal.commit()
        before = connection.total_changes
        journal.commit()
        assert connection.total_changes == before

    def test_of_what_an_earlier_journal_left_uncommitted_is_not_skipped(
        self, store: Store, launch: LaunchRecord, journal: LaunchJournal, connection: sqlite3.Connection
    ) -> None:
        _set(journal, "a")
        with closing(store.journal(launch)) as next_journal:
            next_journal.commit()
        assert connection.execute("SELECT seq FROM journal_commit").fetchall() == [(1,)]

    def test_that_fails_is_still_to_be_done(
        self, store: Store, journal: LaunchJournal, connection: sqlite3.Connection
    ) -> None:
        connection.execute("PRAGMA busy_timeout = 10")
        _set(journal, "a")
        with store.database.connections.writing(), pytest.raises(DatabaseBusy):
            journal.commit()
        assert connection.execute("PRAGMA synchronous").fetchone() == (1,)
        journal.commit()
        assert connection.execute("SELECT seq FROM journal_commit").fetchall() == [(1,)]


class TestARefusedEntry:
    def test_leaves_no_trace_on_a_full_disk_and_the_next_is_taken_when_there_is_room(
        self, store: Store, launch: LaunchRecord, journal: LaunchJournal, connection: sqlite3.Connection
    ) -> None:
        _set(journal, "before")
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(DiskFull, match="free some space"):
            _set(journal, "x" * 100_000)
        _set(journal, "small")
        connection.execute("PRAGMA max_page_count = 1000000")
        _set(journal, "y" * 100_000)
        journal.commit()
        assert _values(store, launch) == ["before", "small", "y" * 100_000]
        assert [entry.seq for entry in store.launches.entries(launch.id)] == [1, 2, 3]
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)

    def test_of_odd_text_is_refused_like_any_other(
        self, store: Store, launch: LaunchRecord, journal: LaunchJournal, connection: sqlite3.Connection
    ) -> None:
        connection.execute("PRAGMA busy_timeout = 10")
        with store.database.connections.writing(), pytest.raises(DatabaseBusy):
            _set(journal, "\ud83d")
        _set(journal, "\ud83e")
        assert _values(store, launch) == ["\ud83e"]

    def test_because_another_program_holds_the_lock_can_be_written_later(
        self, store: Store, launch: LaunchRecord, journal: LaunchJournal, connection: sqlite3.Connection
    ) -> None:
        connection.execute("PRAGMA busy_timeout = 10")
        with store.database.connections.writing(), pytest.raises(DatabaseBusy):
            _set(journal, "a")
        _set(journal, "b")
        assert _values(store, launch) == ["b"]

    def test_that_nobody_foresaw_is_a_store_error_too(
        self, journal: LaunchJournal, connection: sqlite3.Connection
    ) -> None:
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 1_000)
        with pytest.raises(StoreError, match="please report"):
            _set(journal, "x" * 2_000)


def test_a_journal_of_a_database_that_is_gone_says_so(store: Store, launch: LaunchRecord, tmp_path: Path) -> None:
    store.close()
    (tmp_path / "connect.sqlite3").unlink()
    (tmp_path / "connect.sqlite3").mkdir()
    with pytest.raises(StoreError):
        store.journal(launch)


if sys.platform != "win32":
    # Windows deletes no file that is open.
    def test_nothing_is_said_to_be_safe_in_a_file_that_was_deleted(
        store: Store, journal: LaunchJournal, tmp_path: Path
    ) -> None:
        journal.append(EntryKind.SET, "item", "cmi.location", "1")
        for file in tmp_path.glob("connect.sqlite3*"):
            file.unlink()
        with pytest.raises(DatabaseOutOfReach):
            journal.commit()
        open_store(sqlite_of(store).path).close()
        journal.append(EntryKind.SET, "item", "cmi.location", "2")
        with pytest.raises(DatabaseOutOfReach):
            journal.commit()
