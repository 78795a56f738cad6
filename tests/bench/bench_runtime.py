"""SetValue through the runtime without a page: with a journal that keeps nothing, and into the real one."""

from __future__ import annotations

import sqlite3
import statistics
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from time import perf_counter

from connect_desktop.runtime.launching import Launching
from connect_desktop.runtime.ledger import Ledger
from connect_desktop.runtime.linear import LinearSequencer
from connect_desktop.runtime.running_course import RunningCourse
from connect_desktop.runtime.sco_launch import LaunchOptions
from connect_desktop.scorm.cam.course import Edition, Item
from connect_desktop.store.course_state import CourseState
from connect_desktop.store.database import open_store, utc_now
from connect_desktop.store.records import EntryKind, Learner
from tests.bench.figures import Figure
from tests.courses_for_tests import make_course

_COURSE = make_course(Edition.SCORM_2004_4TH, Item(identifier="a", title="A", launch="a.html"))
_CALLS = 20_000
_WRITES = 4_000
_ROUNDS = 7
_BARE = "INSERT INTO entry (value) VALUES (?)"


class NullJournal:
    """Keeps nothing: what is left is our own cost."""

    def append(self, kind: EntryKind, activity: str, element: str, value: str) -> None: ...

    def commit(self) -> None: ...

    def follow(self, count: int) -> None: ...

    def close(self) -> None: ...


def measure() -> Iterable[Figure]:
    """Our own cost first, then the cost of keeping each value beside the least SQLite asks for that."""
    yield from _without_a_journal()
    with tempfile.TemporaryDirectory() as folder:
        yield from _with_the_journal(Path(folder))


def _without_a_journal() -> Iterable[Figure]:
    set_value = _content(
        RunningCourse(
            course=_COURSE,
            learner=Learner(id="ahab", name="Ahab", created_at=utc_now()),
            ledger=Ledger(NullJournal(), CourseState()),
            sequencer=LinearSequencer(_COURSE.organization, {}),
            options=LaunchOptions(),
            on_close=lambda: None,
        )
    )
    rate = max(_rate(set_value, "cmi.location", _CALLS) for _ in range(_ROUNDS))
    yield Figure("runtime.set_value.location", rate, "1/s", limit=100_000, at_most=False)
    stored = 0
    for count in (10, 500, 5000):
        for index in range(stored, count):
            set_value(f"cmi.interactions.{index}.id", f"question-{index}")
            set_value(f"cmi.interactions.{index}.type", "choice")
        stored = count
        element = f"cmi.interactions.{count - 1}.learner_response"
        rate = max(_rate(set_value, element, _CALLS) for _ in range(_ROUNDS))
        yield Figure(f"runtime.set_value.interaction_{count}", rate, "1/s", limit=50_000, at_most=False)


def _with_the_journal(folder: Path) -> Iterable[Figure]:
    store = open_store(folder / "connect.db")
    learner = store.learners.add("Ahab")
    _, course = Launching(store, clock=utc_now).open(_COURSE, "pkg_bench", learner, LaunchOptions())
    set_value = _content(course)
    bare = sqlite3.connect(folder / "bare.db", isolation_level=None)
    bare.execute("PRAGMA journal_mode = WAL")
    bare.execute("PRAGMA synchronous = NORMAL")
    bare.execute("CREATE TABLE entry (id INTEGER PRIMARY KEY, value TEXT)")

    def commit_one_row(_element: str, value: str) -> str:
        bare.execute(_BARE, (value,))
        return "true"

    ours, theirs = [], []
    for _ in range(_ROUNDS):
        ours.append(_rate(set_value, "cmi.location", _WRITES))
        theirs.append(_rate(commit_one_row, "cmi.location", _WRITES))
    course.close()
    bare.close()
    store.close()
    ratios = [our / their for our, their in zip(ours, theirs, strict=True)]
    yield Figure("runtime.journaled.set_value", statistics.median(ours), "1/s")
    yield Figure("runtime.bare_wal_commit", statistics.median(theirs), "1/s")
    yield Figure("runtime.journaled.ratio", statistics.median(ratios), "ratio", limit=0.5, at_most=False)


def _content(course: RunningCourse) -> Callable[[str, str], str]:
    """SetValue as the content of the one activity calls it."""
    course.begin()
    delivery = course.deliver("a").number
    course.call(delivery, "Initialize", ("",))
    return lambda element, value: course.call(delivery, "SetValue", (element, value))


def _rate(write: Callable[[str, str], str], element: str, calls: int) -> float:
    started = perf_counter()
    answers = {write(element, "choice_b") for _ in range(calls)}
    elapsed = perf_counter() - started
    if answers != {"true"}:
        raise RuntimeError(f"{element} was refused: no rate to tell.")
    return calls / elapsed
