"""The journal against what SQLite can do at best: bare one-row commits into a write-ahead log, in turns."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TypeVar

from connect_desktop.store.connections import Journal
from connect_desktop.store.database import open_store
from connect_desktop.store.launch_trace import LaunchTrace
from connect_desktop.store.record_view import record_view
from connect_desktop.store.records import EntryKind
from tests.bench.figures import Figure

Result = TypeVar("Result")

TURNS = 40
WRITES_A_TURN = 500
COMMITS = 50
INTERACTIONS = 5_000


def measure() -> Iterator[Figure]:
    """Appends and commits of a journal, and reading a long one."""
    with tempfile.TemporaryDirectory() as folder, closing(_bare(Path(folder) / "bare.sqlite3")) as bare:
        yield from _journal(Path(folder) / "connect.sqlite3", bare)


def _journal(path: Path, bare: sqlite3.Connection) -> Iterator[Figure]:
    with closing(open_store(path)) as store:
        launch = store.launches.begin(store.sessions.open_for(store.learners.add("Bench").id, "pkg_bench").id)
        with closing(store.journal(launch)) as journal:
            yield from _appends(journal, bare)
            yield from _commits(journal)
        reading = store.launches.begin(store.sessions.open_for(store.learners.add("Reader").id, "pkg_bench").id)
        with closing(store.journal(reading)) as journal:
            for number in range(INTERACTIONS):
                prefix = f"cmi.interactions.{number}."
                journal.append(EntryKind.SET, "item", prefix + "id", f"question-{number}")
                journal.append(EntryKind.SET, "item", prefix + "learner_response", "a[,]b")
                journal.append(EntryKind.SET, "item", prefix + "result", "correct")
            journal.commit()
        seconds, entries = _timed(lambda: store.launches.entries(reading.id))
        yield Figure("journal.read.entries_per_second", len(entries) / seconds, "1/s")
        seconds, trace = _timed(lambda: LaunchTrace(reading, entries))
        yield Figure("journal.trace.entries_per_second", len(entries) / seconds, "1/s")
        seconds, _ = _timed(lambda: record_view([trace]))
        yield Figure(f"journal.fold_of_{INTERACTIONS}_interactions", seconds * 1_000, "ms")
        seconds, _ = _timed(lambda: store.launches.begin(reading.session_id))
        yield Figure(f"journal.begin_after_{len(entries)}_entries", seconds * 1_000, "ms")
    seconds, again = _timed(lambda: open_store(path))
    again.close()
    yield Figure("store.open", seconds * 1_000, "ms")


def _bare(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("CREATE TABLE line (id INTEGER PRIMARY KEY, value TEXT)")
    return connection


def _appends(journal: Journal, bare: sqlite3.Connection) -> Iterator[Figure]:
    numbers = count()
    seconds: dict[str, list[float]] = {"journal": [], "bare": []}

    def append() -> None:
        journal.append(EntryKind.SET, "item_1", "cmi.location", f"page-{next(numbers)}")

    def insert() -> None:
        bare.execute("INSERT INTO line (value) VALUES (?)", (f"page-{next(numbers)}",))

    for _ in range(TURNS):
        for name, write in (("journal", append), ("bare", insert)):
            began = perf_counter()
            for _ in range(WRITES_A_TURN):
                write()
            seconds[name].append(perf_counter() - began)
    ours, best = median(seconds["journal"]), median(seconds["bare"])
    yield Figure("journal.append.rate", WRITES_A_TURN / ours, "1/s")
    yield Figure("journal.append.bare_rate", WRITES_A_TURN / best, "1/s")
    yield Figure("journal.append.ratio", best / ours, "x bare WAL commit", limit=0.5, at_most=False)


def _commits(journal: Journal) -> Iterator[Figure]:
    seconds = []
    for number in range(COMMITS):
        journal.append(EntryKind.SET, "item_1", "cmi.location", str(number))
        seconds.append(_timed(journal.commit)[0])
    yield Figure("journal.commit.median", median(seconds) * 1_000, "ms")


def _timed(work: Callable[[], Result]) -> tuple[float, Result]:
    began = perf_counter()
    result = work()
    return perf_counter() - began, result
