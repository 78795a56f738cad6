"""A database that was restored from a backup gets a new epoch, and one that was not keeps its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from connect_desktop.store.database import Database
from connect_desktop.store.epoch import Epoch, witness_of


@contextmanager
def epoch_in(folder: Path) -> Iterator[Epoch]:
    path = folder / "connect.db"
    with closing(Database(path)) as database:
        yield Epoch(database.connections, witness_of(path))


def begin(folder: Path, *, restored: bool = False) -> str:
    with epoch_in(folder) as epoch:
        return epoch.begin(restored=restored)


def back_up(folder: Path) -> Path:
    copy = folder / "backup.db"
    shutil.copy(folder / "connect.db", copy)
    return copy


def test_an_epoch_outlives_the_server(tmp_path: Path) -> None:
    assert begin(tmp_path) == begin(tmp_path) == begin(tmp_path)


def test_a_database_behind_its_witness_was_restored(tmp_path: Path) -> None:
    first = begin(tmp_path)
    backup = back_up(tmp_path)
    with epoch_in(tmp_path) as epoch:
        epoch.count()
    backup.replace(tmp_path / "connect.db")
    second = begin(tmp_path)
    assert second != first
    assert begin(tmp_path) == second


def test_a_backup_from_before_a_restoration_is_noticed_too(tmp_path: Path) -> None:
    begin(tmp_path)
    backup = back_up(tmp_path)
    second = begin(tmp_path, restored=True)
    backup.replace(tmp_path / "connect.db")
    assert begin(tmp_path) != second


def test_who_restored_may_say_so(tmp_path: Path) -> None:
    assert begin(tmp_path) != begin(tmp_path, restored=True)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"epoch": 1}', '{"epoch": "a", "count": "b"}'])
def test_a_witness_that_cannot_be_read_is_no_sign(tmp_path: Path, text: str) -> None:
    first = begin(tmp_path)
    witness_of(tmp_path / "connect.db").write_text(text)
    assert begin(tmp_path) == first


def test_a_folder_that_takes_no_witness_does_no_harm(tmp_path: Path) -> None:
    (witness_of(tmp_path / "connect.db").with_name("connect.epoch.part")).mkdir()
    assert begin(tmp_path) == begin(tmp_path)


def test_a_database_without_witness_keeps_its_epoch(tmp_path: Path) -> None:
    with closing(Database(tmp_path / "connect.db")) as database:
        epoch = Epoch(database.connections)
        begun = epoch.begin()
        epoch.count()
        with database.connections.reading() as connection:
            assert epoch.within(connection) == begun
