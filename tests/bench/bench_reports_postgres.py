"""How long lists and reports take on a million sessions in PostgreSQL; where there is none, there are no figures."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from time import perf_counter

import psycopg

from connect_desktop.paths import DataPaths
from connect_desktop.store.database import open_store
from tests.bench.bench_reports import figures_of
from tests.bench.figures import Figure
from tests.bench.million_sessions import make
from tests.postgres_for_tests import running_postgres

_TABLES = ("learner", "package", "session", "session_tally", "score_tally", "interaction_tally", "response_tally")


def measure() -> Iterable[Figure]:
    """The median of each query, in milliseconds; of lists the slowest combination of filters."""
    with tempfile.TemporaryDirectory() as folder, running_postgres() as postgres:
        if postgres is None:
            return
        path, address = Path(folder) / "connect.db", postgres.new_database()
        make(path)
        with closing(open_store(DataPaths(Path(folder), address).database)) as store:
            started = perf_counter()
            with closing(sqlite3.connect(path)) as source, psycopg.connect(address) as target:
                _copy(source, target, store.tenant_id)
            # As the server's own housekeeping does after so many changes.
            postgres.sql("VACUUM ANALYZE", address.partition("@/")[2].partition("?")[0])
            yield Figure("reports_postgres.filling", perf_counter() - started, "s")
            yield from figures_of(store, "reports_postgres")


def _copy(source: sqlite3.Connection, target: psycopg.Connection, tenant_id: str) -> None:
    for table in _TABLES:
        columns = [row[1] for row in source.execute(f"PRAGMA table_info({table})") if row[1] != "tenant_id"]
        names = ", ".join(columns)
        into = f"COPY {table} (tenant_id, {names}) FROM STDIN"
        with target.cursor() as cursor, cursor.copy(into.encode()) as copying:
            for row in source.execute(f"SELECT {names} FROM {table}"):
                copying.write_row((tenant_id, *row))
