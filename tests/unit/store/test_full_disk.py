"""A disk that takes no more: the operating system itself refuses the write, and later takes it again."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from connect_desktop.store.database import Store, open_store
from connect_desktop.store.errors import DiskFull
from connect_desktop.store.records import EntryKind, LaunchRecord
from tests.store_for_tests import sqlite_of

if sys.platform != "win32":
    from tests.full_disk_for_tests import no_file_grows_beyond

    @pytest.fixture
    def store(tmp_path: Path) -> Iterator[Store]:
        store = open_store(tmp_path / "connect.sqlite3")
        yield store
        store.close()

    def test_loses_nothing_it_had_taken_and_goes_on_when_there_is_room(
        tmp_path: Path, store: Store, launch: LaunchRecord
    ) -> None:
        taken = []
        with closing(store.journal(launch)) as journal:

            def fill_up() -> None:
                for number in range(10_000):
                    journal.append(EntryKind.SET, "item", "cmi.location", str(number))
                    taken.append(str(number))

            size = (tmp_path / "connect.sqlite3-wal").stat().st_size
            with no_file_grows_beyond(size + 100_000), pytest.raises(DiskFull):
                fill_up()
            # What was refused may have needed several pages, and left room for one.
            with no_file_grows_beyond(size):
                with pytest.raises(DiskFull):
                    journal.commit()
                with pytest.raises(DiskFull):
                    store.learners.add("Meitner, Lise")
                assert [entry.value for entry in store.launches.entries(launch.id)] == taken
            assert taken
            journal.append(EntryKind.SET, "item", "cmi.suspend_data", "x" * 200_000)
            journal.commit()
        assert [entry.value for entry in store.launches.entries(launch.id)] == [*taken, "x" * 200_000]
        assert [learner.name for learner in store.learners.all()] == ["Curie, Marie"]
        with sqlite_of(store).administering() as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)

    @pytest.mark.parametrize("size", [0, 4_096, 20_000, 60_000])
    def test_at_the_first_start_is_said_and_the_next_start_works(tmp_path: Path, size: int) -> None:
        path = tmp_path / "new" / "connect.sqlite3"
        with no_file_grows_beyond(size), pytest.raises(DiskFull):
            open_store(path)
        with closing(open_store(path)) as store:
            assert store.learners.all() == ()
