"""What is PostgreSQL's own: languages, collisions, servers that crash, many programs that start at once."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from threading import Barrier, Thread

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connect_desktop.store.connections import Connections
from connect_desktop.store.database import Database, Store, open_store
from connect_desktop.store.errors import (
    AlreadyThere,
    DatabaseForeign,
    DatabaseFromTheFuture,
    DatabaseOutOfReach,
    DatabaseUnknown,
    WritesCollided,
)
from connect_desktop.store.postgres.errors import store_error
from connect_desktop.store.postgres.statements import placed, table_made
from connect_desktop.store.postgres.texts import escaped, unescaped
from connect_desktop.store.records import EntryKind
from tests.postgres_for_tests import Postgres
from tests.store_for_tests import ROOT


@pytest.fixture
def store(postgres_store: Store) -> Store:
    return postgres_store


@given(st.text(alphabet=st.characters() | st.sampled_from("\0\x10\ud83d0001")))
def test_every_text_has_one_column_and_comes_back(text: str) -> None:
    column = escaped(text)
    assert unescaped(column) == text
    assert "\0" not in column
    column.encode()


def test_only_what_is_no_text_takes_a_parameter() -> None:
    assert placed("SELECT '?%', \"a?\" FROM t WHERE x % 2 = ? AND y = ?") == (
        "SELECT '?%%', \"a?\" FROM t WHERE x %% 2 = %s AND y = %s"
    )


def test_a_table_is_made_to_sort_by_bytes() -> None:
    made = table_made("CREATE TABLE t (a TEXT NOT NULL, b BIGINT) WITHOUT ROWID", in_byte_order=True)
    assert made == 'CREATE TABLE t (a TEXT COLLATE "C" NOT NULL, b BIGINT)'


def test_texts_sort_as_in_sqlite(store: Store) -> None:
    names = ["b", "B", "a", "ä", "Z", "_", "-", " ", "😀", "\uffff"]
    with store.database.connections.writing() as connection:
        connection.executemany(
            "INSERT INTO device (tenant_id, id, created_at) VALUES (?, ?, '')", [(store.tenant_id, it) for it in names]
        )
        rows = connection.execute(
            "SELECT id FROM device WHERE tenant_id = ? AND created_at = '' ORDER BY id", (store.tenant_id,)
        )
        assert [name for (name,) in rows] == sorted(names)


def test_sums_are_numbers(store: Store) -> None:
    with store.database.connections.reading() as connection:
        row = connection.execute("SELECT sum(x), avg(x), sum(x) > ? FROM (VALUES (1), (2)) AS t (x)", (2.5,)).fetchone()
    assert row == (3, 1.5, True)
    assert [type(value) for value in row] == [int, float, bool]


class TestWriters:
    @pytest.mark.parametrize(
        ("guarded", "names", "expected"),
        [
            (False, "ab", ["collided", "kept"]),
            # Who says that their keys guard them is taken at their word.
            (True, "ab", ["kept", "kept"]),
            (True, "aa", ["collided", "kept"]),
        ],
    )
    def test_of_two_who_read_what_the_other_writes_one_is_to_begin_again(
        self, store: Store, guarded: bool, names: str, expected: list[str]
    ) -> None:
        count = "SELECT count(*) FROM device WHERE tenant_id = ?"
        met, outcomes = Barrier(2), []

        def write(name: str) -> None:
            try:
                with store.database.connections.writing(guarded=guarded) as connection:
                    found = connection.execute(count, (store.tenant_id,)).fetchone()[0]
                    met.wait()
                    connection.execute(
                        "INSERT INTO device (tenant_id, id, created_at) VALUES (?, ?, ?)"
                        " ON CONFLICT (tenant_id, id) DO UPDATE SET created_at = excluded.created_at",
                        (store.tenant_id, name, str(found)),
                    )
                    if len(set(names)) == 2:
                        met.wait()
                outcomes.append("kept")
            except WritesCollided:
                outcomes.append("collided")

        threads = [Thread(target=write, args=(name,)) for name in names]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(outcomes) == expected

    def test_a_key_that_is_taken_is_told_and_nothing_of_the_transaction_stays(self, store: Store) -> None:
        def write_twice(connections: Connections) -> None:
            with connections.writing() as connection:
                for _ in range(2):
                    connection.execute(
                        "INSERT INTO device (tenant_id, id, created_at) VALUES (?, 'same', '')", (store.tenant_id,)
                    )

        for _ in range(2):
            with pytest.raises(AlreadyThere):
                write_twice(store.database.connections)

    def test_readings_see_one_state_while_others_write(self, store: Store) -> None:
        with store.database.connections.reading() as connection:
            count = "SELECT count(*) FROM learner WHERE tenant_id = ?"
            assert connection.execute(count, (store.tenant_id,)).fetchone() == (0,)
            store.learners.add("Curie, Marie")
            assert connection.execute(count, (store.tenant_id,)).fetchone() == (0,)
        assert len(store.learners.all()) == 1


class TestAServerThatCrashes:
    def test_loses_nothing_that_was_committed(self, postgres: Postgres, store: Store) -> None:
        launch = store.launches.begin(store.sessions.open_for(store.learners.add("Curie, Marie").id, "pkg").id)
        with closing(store.journal(launch)) as journal:
            for number in range(20):
                journal.append(EntryKind.SET, "a", "cmi.location", str(number))
            # What was answered "true" up to here was not waited for; the commit after the crash must know.
            postgres.crash()
            journal.append(EntryKind.SET, "a", "cmi.location", "after")
            journal.commit()
            postgres.crash()
        values = [entry.value for entry in store.launches.entries(launch.id)]
        assert values == [*map(str, range(20)), "after"]

    def test_is_out_of_reach_until_it_is_back(self, postgres: Postgres, store: Store) -> None:
        launch = store.launches.begin(store.sessions.open_for(store.learners.add("Curie, Marie").id, "pkg").id)
        with closing(store.journal(launch)) as journal:
            journal.append(EntryKind.SET, "a", "cmi.location", "before")
            with pytest.raises(DatabaseOutOfReach):
                self._write_over_a_crash(postgres, store)
            journal.append(EntryKind.SET, "a", "cmi.location", "after")
            journal.commit()
        assert store.learners.all()

    def _write_over_a_crash(self, postgres: Postgres, store: Store) -> None:
        with store.database.connections.writing() as connection:
            postgres.crash()
            connection.execute("SELECT 1")


def test_many_programs_starting_at_once_make_one_database(postgres: Postgres) -> None:
    address = postgres.new_database()
    program = (
        "import sys; from connect_desktop.store.database import open_store; sys.stdin.readline();"
        "store = open_store(sys.argv[1]); print(store.database.device_id); store.close()"
    )
    starts = [
        subprocess.Popen(
            [sys.executable, "-c", program, address],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        for _ in range(3)
    ]
    answers = [start.communicate("go\n")[0].strip() for start in starts]
    assert [start.returncode for start in starts] == [0] * 3
    assert len(set(answers)) == 1
    postgres.drop_database(address)


class TestADatabase:
    def test_of_another_program_is_left_as_it_is(self, postgres: Postgres) -> None:
        address = postgres.new_database()
        with psycopg.connect(address) as connection:
            connection.execute("CREATE TABLE bookmark (url TEXT)")
        with pytest.raises(DatabaseForeign, match="choose an empty database"):
            open_store(address)
        postgres.drop_database(address)

    def test_of_a_newer_program_is_left_as_it_is(self, postgres: Postgres) -> None:
        address = postgres.new_database()
        open_store(address).close()
        with psycopg.connect(address) as connection:
            connection.execute("INSERT INTO connect_migration VALUES ('of tomorrow', '')")
        with pytest.raises(DatabaseFromTheFuture, match="install that version"):
            open_store(address)
        postgres.drop_database(address)

    def test_that_is_not_there_is_out_of_reach_and_no_password_is_told(self, postgres: Postgres) -> None:
        address = f"postgresql://me:secret@/nowhere?host={postgres.folder}"
        with pytest.raises(DatabaseOutOfReach, match="postgresql:///nowhere does not let") as refused:
            Database(address)
        assert "secret" not in str(refused.value)

    def test_of_another_kind_is_unknown_and_no_password_is_told(self) -> None:
        with pytest.raises(DatabaseUnknown, match="begins with “mysql”") as refused:
            Database("mysql://me:secret@here/there")
        assert "secret" not in str(refused.value)


def test_without_its_driver_says_what_brings_it() -> None:
    program = (
        "import sys; sys.modules['psycopg'] = None\n"
        "from connect_desktop.store.database import Database\n"
        "from connect_desktop.store.errors import DriverMissing\n"
        "try: Database('postgresql://here/it')\n"
        "except DriverMissing as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert "pip install connect-desktop[postgres]" in done.stdout


def test_nothing_of_it_is_loaded_for_a_file() -> None:
    program = "import sys, connect_desktop.store.database; print('psycopg' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize(
    ("state", "code"),
    [
        ("40001", "database-busy"),
        ("40P01", "database-busy"),
        ("53100", "disk-full"),
        ("53300", "database-busy"),
        ("58030", "disk-failed"),
        ("XX001", "database-damaged"),
        ("57P03", "database-out-of-reach"),
        ("28P01", "database-out-of-reach"),
    ],
)
def test_what_the_server_says_is_said_to_the_user(state: str, code: str) -> None:
    error = store_error(psycopg.errors.lookup(state)("said so\nin detail"), "postgresql://here/it")
    assert error is not None
    assert error.code == code


def test_our_own_faults_are_not_dressed_up(store: Store) -> None:
    with pytest.raises(psycopg.errors.UndefinedColumn), store.database.connections.reading() as connection:
        connection.execute("SELECT nonsense")
