"""Opening the database: first start, older, newer, foreign, damaged, out of reach, and several at once."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database as SqliteUtils
from sqlite_utils import Migrations

from connect_desktop.store import database as database_module
from connect_desktop.store import migrations as migrations_module
from connect_desktop.store.access.api_keys import ApiKeys, KeyInForce, Scope
from connect_desktop.store.access.sealing import take_over
from connect_desktop.store.access.signing_keys import SigningKeys
from connect_desktop.store.database import Store, open_store
from connect_desktop.store.errors import (
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseForeign,
    DatabaseFromTheFuture,
    DatabaseOutOfReach,
    DiskFull,
    StoreError,
)
from connect_desktop.store.migrations import MIGRATIONS, backup_path, migrate
from connect_desktop.store.schema import VERSION, header
from connect_desktop.store.sqlite import SqliteConnections
from tests.store_for_tests import MORNING, ROOT, SEAL, SteppingClock, sqlite_of


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "connect.sqlite3"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    store = open_store(path, SteppingClock())
    yield store
    store.close()


def test_the_version_counts_the_migrations() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        assert len(MIGRATIONS.pending(SqliteUtils(connection))) == VERSION


def test_a_first_start_makes_the_folder_the_tables_one_tenant_and_one_device(path: Path, store: Store) -> None:
    tenant, device = store.database.tenant_id, store.database.device_id
    store.close()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT id FROM tenant").fetchall() == [(tenant,)]
        assert connection.execute("SELECT tenant_id, id FROM device").fetchall() == [(tenant, device)]
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert len(MIGRATIONS.applied(SqliteUtils(connection))) == VERSION


def test_a_second_start_finds_what_the_first_left(path: Path, store: Store) -> None:
    learner = store.learners.add("Curie, Marie")
    tenant = store.database.tenant_id
    store.close()
    with closing(open_store(path)) as again:
        assert again.database.tenant_id == tenant
        assert again.learners.all() == (learner,)


def test_a_start_that_migrates_nothing_does_not_load_sqlite_utils(path: Path, store: Store) -> None:
    store.close()
    program = (
        "import sys; from pathlib import Path; from connect_desktop.store.database import open_store;"
        "open_store(Path(sys.argv[1])).close(); print('sqlite_utils' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.strip() == "False"


# What all tenants share: a database in parts has it whole in each of them.
SHARED = {"meta", "tenant", "worker", "key_in_force", "_sqlite_migrations"}


def test_every_key_and_every_index_begins_with_the_tenant(path: Path, store: Store) -> None:
    store.close()
    with closing(sqlite3.connect(path)) as connection:
        tables = SqliteUtils(connection)
        owned = [table for table in tables.tables if table.name not in SHARED]
        keyed = {table.name: table.pks[0] for table in owned}
        indexed = {(table.name, index.name): index.columns[0] for table in owned for index in table.indexes}
        referring = {
            (key.table, key.other_table, key.columns[0])
            for table in owned
            for key in table.foreign_keys
            if key.other_table != "tenant"
        }
    assert len(owned) > 30
    assert set(keyed.values()) | set(indexed.values()) == {"tenant_id"}
    assert {column for _, _, column in referring} == {"tenant_id"}


def test_keys_made_before_they_were_the_tenants_own_open_what_they_did(tmp_path: Path) -> None:
    path = tmp_path / "connect.db"
    before = Migrations("connect-desktop")
    for step in MIGRATIONS.pending(SqliteUtils(memory=True)):
        if step.name == "keys_of_their_tenants":
            break
        before(name=step.name)(step.fn)
    text, hashed = "ck_live_old", hashlib.sha256(b"ck_live_old").hexdigest()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        migrate(connection, path, lambda: MORNING, before, 15)
        tenant_id = connection.execute("SELECT id FROM tenant").fetchone()[0]
        for key_id, kept, revoked_at in (("kept", hashed, None), ("revoked", "0" * 64, "2026-01-01T00:00:00.000000Z")):
            connection.execute(
                "INSERT INTO api_key (tenant_id, id, name, scope, hash, created_at, revoked_at)"
                " VALUES (?, ?, 'K', 'write', ?, '2026-01-01T00:00:00.000000Z', ?)",
                (tenant_id, key_id, kept, revoked_at),
            )
        connection.execute("INSERT INTO signing_key VALUES (?, 'kid', 's3cret', '2026-01-01T00:00:00')", (tenant_id,))
    with closing(open_store(path)) as store:
        keys = ApiKeys(store.database.connections, lambda: MORNING)
        assert keys.find(text) == KeyInForce(id="kept", tenant_id=tenant_id, scope=Scope.WRITE)
        assert {(key.id, key.revoked_at is None) for key in keys.of_tenant(tenant_id)} == {
            ("kept", True),
            ("revoked", False),
        }
        take_over(store.database.connections, SEAL, forget=False)
        signing = SigningKeys(store.database.connections, SEAL, lambda: MORNING).find(tenant_id, "kid")
        assert signing is not None
        assert signing.secret == "s3cret"
        assert keys.revoke(tenant_id, "kept")
        assert keys.find(text) is None


class TestANewerDatabase:
    def test_is_refused_and_left_as_it_is(self, path: Path, store: Store) -> None:
        store.close()
        with closing(sqlite3.connect(path)) as connection:
            connection.execute(f"PRAGMA user_version = {VERSION + 1}")
        before = path.read_bytes()
        with pytest.raises(DatabaseFromTheFuture, match=r"newer version .* install that version"):
            open_store(path)
        assert path.read_bytes() == before
        assert [it.name for it in path.parent.iterdir()] == [path.name]


class TestAForeignFile:
    def test_another_programs_database_is_refused_and_left_as_it_is(self, path: Path) -> None:
        path.parent.mkdir()
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("CREATE TABLE bookmark (url TEXT)")
        before = path.read_bytes()
        with pytest.raises(DatabaseForeign):
            open_store(path)
        assert path.read_bytes() == before

    @pytest.mark.parametrize("content", [b"not a database at all" * 100, b"SQLite format 3\0" + b"\xff" * 5000])
    def test_what_is_no_database_is_called_damaged_and_left_as_it_is(self, path: Path, content: bytes) -> None:
        path.parent.mkdir()
        path.write_bytes(content)
        with pytest.raises(DatabaseDamaged):
            open_store(path)
        assert path.read_bytes() == content

    def test_an_empty_file_is_a_new_database(self, path: Path) -> None:
        path.parent.mkdir()
        path.touch()
        with closing(open_store(path)) as store:
            assert store.learners.all() == ()


def test_a_folder_that_cannot_be_is_said_to_be_out_of_reach(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DatabaseOutOfReach):
        open_store(tmp_path / "file" / "connect.sqlite3")


def test_a_path_that_is_a_folder_is_said_to_be_out_of_reach(tmp_path: Path) -> None:
    with pytest.raises(DatabaseOutOfReach):
        open_store(tmp_path)


class TestMigration:
    """From this version to one that a test makes up."""

    @pytest.fixture
    def next_version(self) -> Migrations:
        later = Migrations(MIGRATIONS.name)
        with closing(sqlite3.connect(":memory:")) as connection:
            for step in MIGRATIONS.pending(SqliteUtils(connection)):
                later(name=step.name)(step.fn)
        return later

    def test_keeps_the_data_and_a_copy_of_what_was_before(
        self, path: Path, store: Store, next_version: Migrations
    ) -> None:
        learner = store.learners.add("Curie, Marie")

        @next_version()
        def nicknames(db: SqliteUtils) -> None:
            db.execute("ALTER TABLE learner ADD COLUMN nickname TEXT")
            db.execute("UPDATE learner SET nickname = 'M.'")

        with sqlite_of(store).administering() as connection:
            migrate(connection, path, SteppingClock(), next_version, VERSION + 1)
            assert header(connection)[1] == VERSION + 1
            assert connection.execute("SELECT id, nickname FROM learner").fetchall() == [(learner.id, "M.")]
            assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
        with closing(open_store(backup_path(path, VERSION))) as copy:
            assert copy.learners.all() == (learner,)
        assert {it.name for it in path.parent.iterdir()} >= {"connect.sqlite3", f"connect.v{VERSION}.sqlite3"}
        assert not list(path.parent.glob("*.part"))

    def test_that_fails_changes_nothing_and_may_be_tried_again(
        self, path: Path, store: Store, next_version: Migrations
    ) -> None:
        learner = store.learners.add("Curie, Marie")
        faults = [ZeroDivisionError()]

        @next_version()
        def first(db: SqliteUtils) -> None:
            db.execute("ALTER TABLE learner ADD COLUMN nickname TEXT")

        @next_version()
        def second(db: SqliteUtils) -> None:
            db.execute("DROP TABLE package")
            if faults:
                raise faults.pop()

        with sqlite_of(store).administering() as connection:
            with pytest.raises(ZeroDivisionError):
                migrate(connection, path, SteppingClock(), next_version, VERSION + 2)
            assert header(connection)[1] == VERSION
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert store.learners.all() == (learner,)
        assert store.packages.all() == ()
        with sqlite_of(store).administering() as connection:
            migrate(connection, path, SteppingClock(), next_version, VERSION + 2)
            assert header(connection)[1] == VERSION + 2

    def test_of_a_first_start_that_fails_leaves_an_empty_file_that_opens(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(connection: sqlite3.Connection, now: str) -> None:
            connection.execute("PRAGMA max_page_count = 1")
            connection.execute("CREATE TABLE too_much AS SELECT zeroblob(100000)")

        with monkeypatch.context() as patch:
            patch.setattr(migrations_module, "settle_in", full)
            with pytest.raises(DiskFull):
                open_store(path)
        with closing(open_store(path)) as store:
            assert store.database.device_id

    def test_that_another_program_did_meanwhile_is_not_done_twice(self, path: Path, store: Store) -> None:
        with sqlite_of(store).administering() as connection:
            migrate(connection, path, SteppingClock())
        assert not backup_path(path, VERSION).exists()


def test_many_programs_starting_at_once_make_one_database(path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from connect_desktop.store.database import open_store;"
        "sys.stdin.readline(); store = open_store(Path(sys.argv[1])); print(store.database.device_id); store.close()"
    )
    starts = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        for _ in range(6)
    ]
    for start in starts:
        assert start.stdin is not None
        start.stdin.write("go\n")
        start.stdin.flush()
    answers = [start.communicate()[0].strip() for start in starts]
    assert len(set(answers)) == 1
    assert answers[0]
    assert [start.returncode for start in starts] == [0] * 6


class TestConnections:
    def test_threads_each_work_on_their_own_and_lose_nothing(self, store: Store) -> None:
        def add(number: int) -> None:
            store.learners.add(f"Learner {number}")
            assert store.learners.by_name(f"learner {number}") is not None

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(add, range(60)))
        assert {learner.name for learner in store.learners.all()} == {f"Learner {number}" for number in range(60)}

    def test_are_lent_again(self, store: Store) -> None:
        with store.database.connections.reading() as first:
            pass
        with store.database.connections.reading() as second:
            assert second is first

    def test_savepoints_need_no_file_and_what_is_administered_no_memory(self, store: Store) -> None:
        connections = store.database.connections
        assert isinstance(connections, SqliteConnections)
        with connections.administering() as connection:
            assert connection.execute("PRAGMA temp_store").fetchone() == (1,)
        with connections.writing() as connection:
            assert connection.execute("PRAGMA temp_store").fetchone() == (2,)

    def test_what_is_lent_when_the_database_closes_is_closed_when_it_comes_back(self, path: Path, store: Store) -> None:
        with store.database.connections.reading() as connection:
            store.close()
            assert connection.execute("SELECT 1").fetchone() == (1,)
        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            connection.execute("SELECT 1")

    def test_a_transaction_that_fails_leaves_nothing(self, store: Store) -> None:
        def write_half() -> None:
            with store.database.connections.writing() as connection:
                connection.execute("INSERT INTO meta (name, value) VALUES ('half', 'way')")
                raise RuntimeError("half way")

        with pytest.raises(RuntimeError, match="half way"):
            write_half()
        with store.database.connections.reading() as connection:
            assert connection.execute("SELECT count(*) FROM meta WHERE name = 'half'").fetchone() == (0,)

    def test_readings_see_one_state_while_others_write(self, store: Store) -> None:
        with store.database.connections.reading() as connection:
            count = "SELECT count(*) FROM learner"
            assert connection.execute(count).fetchone() == (0,)
            store.learners.add("Curie, Marie")
            assert connection.execute(count).fetchone() == (0,)
        assert len(store.learners.all()) == 1

    def test_a_lock_held_for_too_long_is_called_busy(self, path: Path, store: Store) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with sqlite_of(store).administering() as connection:
                connection.execute("PRAGMA busy_timeout = 20")
            with pytest.raises(DatabaseBusy, match="Another program"):
                store.learners.add("Curie, Marie")
            other.execute("ROLLBACK")
        assert store.learners.add("Curie, Marie").name == "Curie, Marie"

    def test_our_own_faults_are_not_dressed_up(self, store: Store) -> None:
        with pytest.raises(sqlite3.OperationalError), store.database.connections.reading() as connection:
            connection.execute("SELECT nonsense")

    def test_commits_wait_for_the_disk(self, store: Store) -> None:
        with sqlite_of(store).administering() as connection:
            assert connection.execute("PRAGMA synchronous").fetchone() == (2,)


def test_a_damaged_page_is_called_damaged(path: Path, store: Store) -> None:
    store.learners.add("Curie, Marie")
    store.close()
    content = bytearray(path.read_bytes())
    content[4096:] = os.urandom(len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(DatabaseDamaged), closing(open_store(path)) as damaged:
        damaged.learners.all()


def test_every_error_is_one_sentence_with_its_own_code() -> None:
    kinds: list[type[StoreError]] = [StoreError, *StoreError.__subclasses__()]
    assert len({kind.code for kind in kinds}) == len(kinds)
    sentence = str(DatabaseBusy(Path("a.sqlite3")))
    assert sentence.endswith(".")
    assert "a.sqlite3" in sentence


def test_the_wall_clock_is_aware() -> None:
    assert database_module.utc_now().utcoffset() == MORNING.utcoffset()


def test_a_closed_pool_opens_nothing_it_would_leave_open(path: Path, store: Store) -> None:
    connections = SqliteConnections(path)
    connections.close()
    with connections.reading() as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        connection.execute("SELECT 1")
