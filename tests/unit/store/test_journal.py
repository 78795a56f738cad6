"""The journal of a launch: what it took is there, whatever happens next."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connect_desktop.store.connections import Journal
from connect_desktop.store.database import Store, open_store
from connect_desktop.store.errors import (
    DatabaseBusy,
    DatabaseOutOfReach,
    DiskFull,
    LaunchClosed,
    LaunchWrittenElsewhere,
    StoreError,
)
from connect_desktop.store.journal import LaunchJournal
from connect_desktop.store.records import Entry, EntryKind, LaunchRecord
from tests.store_for_tests import sqlite_of


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path / "connect.sqlite3")
    yield store
    store.close()


@pytest.fixture
def launch(store: Store) -> LaunchRecord:
    return store.launches.begin(store.sessions.open_for(store.learners.add("Curie, Marie").id, "pkg_a").id)


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


def test_an_entry_can_be_read_by_others_as_soon_as_it_is_taken(
    store: Store, launch: LaunchRecord, journal: LaunchJournal
) -> None:
    journal.append(EntryKind.OPENED, "item", "", "")
    journal.append(EntryKind.SET, "item", "cmi.location", "page 3")
    assert store.launches.entries(launch.id) == (
        Entry(1, EntryKind.OPENED, "item", "", ""),
        Entry(2, EntryKind.SET, "item", "cmi.location", "page 3"),
    )


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.text(alphabet=st.characters(), max_size=30), min_size=1, max_size=5))
def test_any_text_comes_back_verbatim(store: Store, texts: list[str]) -> None:
    learner = store.learners.by_name("Any") or store.learners.add("Any")
    launch = store.launches.begin(store.sessions.open_for(learner.id, "pkg_a").id)
    with closing(store.journal(launch)) as journal:
        for text in texts:
            _set(journal, text)
    assert _values(store, launch) == texts


@pytest.mark.parametrize(
    "value", ["", "\0", "a\0b", "\ud83d", "\ud83d\ude00 half", "😀", "x" * 64_001, "ä" * 1_000_000]
)
def test_odd_and_long_values_come_back_verbatim(
    store: Store, launch: LaunchRecord, journal: LaunchJournal, value: str
) -> None:
    _set(journal, value)
    journal.commit()
    assert _values(store, launch) == [value]


def test_a_journal_opened_again_goes_on(store: Store, launch: LaunchRecord) -> None:
    for number in range(3):
        with closing(store.journal(launch)) as journal:
            _set(journal, str(number))
    assert [entry.seq for entry in store.launches.entries(launch.id)] == [1, 2, 3]


def test_it_may_be_opened_in_one_thread_and_used_in_another(store: Store, launch: LaunchRecord) -> None:
    with ThreadPoolExecutor(1) as pool:
        journal = pool.submit(store.journal, launch).result()
    _set(journal, "from the first thread")
    journal.commit()
    journal.close()
    assert _values(store, launch) == ["from the first thread"]


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

    def test_because_somebody_else_wrote_to_the_launch_does_not_overwrite_it(
        self, store: Store, launch: LaunchRecord, journal: LaunchJournal
    ) -> None:
        with closing(store.journal(launch)) as other:
            _set(other, "theirs")
        with pytest.raises(LaunchWrittenElsewhere):
            _set(journal, "ours")
        assert _values(store, launch) == ["theirs"]

    def test_that_nobody_foresaw_is_a_store_error_too(
        self, journal: LaunchJournal, connection: sqlite3.Connection
    ) -> None:
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 1_000)
        with pytest.raises(StoreError, match="please report"):
            _set(journal, "x" * 2_000)


def test_a_closed_journal_keeps_nothing_more(store: Store, launch: LaunchRecord) -> None:
    journal = store.journal(launch)
    _set(journal, "a")
    journal.close()
    journal.close()
    with pytest.raises(LaunchClosed):
        _set(journal, "b")
    with pytest.raises(LaunchClosed):
        journal.commit()
    assert _values(store, launch) == ["a"]


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
