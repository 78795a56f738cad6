"""kill -9 under all kinds of writes at once, of the server and of the PostgreSQL behind it: what was answered is so."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest

from tests.end2end.killed_server import Round, kill_postgres, lost_after, serving
from tests.packages_for_tests import build_zip, course_files
from tests.postgres_for_tests import Postgres
from tests.server_for_tests import add_package

ROUNDS = 2


@pytest.fixture
def zips(tmp_path: Path) -> list[bytes]:
    """Packages to send."""
    texts = ("one", "two", "three")
    return [build_zip(tmp_path / f"{text}.zip", {**course_files(), "t.txt": text}).read_bytes() for text in texts]


def _kill_servers(data: Path, zips: Sequence[bytes], database: str | None = None) -> None:
    chance, key, told = Random(5), "", None
    for _ in range(ROUNDS + 1):
        with serving(data, key, database) as server:
            key = server.key
            if told is not None:
                assert lost_after(server, told) == []
            told = Round(server, zips, chance).run(chance.randint(20, 60))


def test_on_sqlite(tmp_path: Path, zips: list[bytes]) -> None:
    add_package(tmp_path / "data", build_zip(tmp_path / "course.zip"))
    _kill_servers(tmp_path / "data", zips)


def test_on_postgresql(tmp_path: Path, zips: list[bytes], postgres: Postgres) -> None:
    database = postgres.new_database()
    add_package(tmp_path / "data", build_zip(tmp_path / "course.zip"), database=database)
    _kill_servers(tmp_path / "data", zips, database)
    postgres.drop_database(database)


if sys.platform == "linux":

    def test_when_postgresql_itself_is_killed(tmp_path: Path, zips: list[bytes], postgres: Postgres) -> None:
        """The server lives on, says that it cannot for now, and goes on when the database is there again."""
        database = postgres.new_database()
        add_package(tmp_path / "data", build_zip(tmp_path / "course.zip"), database=database)
        chance = Random(6)

        def lose_power() -> None:
            kill_postgres(postgres.folder)
            postgres.control("start")

        with serving(tmp_path / "data", "", database) as server:
            for _ in range(ROUNDS):
                told = Round(server, zips, chance).run(chance.randint(20, 60), lose_power)
                assert lost_after(server, told) == []
        postgres.drop_database(database)
