"""Random launches and journals, as one writer or the copies of one would write them."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st
from msgspec.structs import replace

from connect_desktop.scorm.rte.durations import format_timeinterval
from connect_desktop.store.records import Entry, EntryKind
from connect_desktop.store.travel.launch_join import Revision
from connect_desktop.store.travel.launch_payload import LaunchPayload
from tests.store_for_tests import MORNING

HASH = "0" * 64
Row = tuple[EntryKind, str, str, str]

TEXTS = st.text(st.characters(codec=None), max_size=4)
STATUSES = st.sampled_from(["unknown", "not attempted", "incomplete", "completed"])
TIMES = st.integers(0, 10_000_000).map(format_timeinterval)
WRITES = st.one_of(
    st.tuples(st.just("cmi.completion_status"), STATUSES),
    st.tuples(st.just("cmi.success_status"), st.sampled_from(["unknown", "failed", "passed"])),
    st.tuples(st.just("cmi.score.scaled"), st.sampled_from(["0", "0.5", "1"])),
    st.tuples(st.just("cmi.progress_measure"), st.sampled_from(["0", "0.25", "1"])),
    st.tuples(st.just("cmi.session_time"), TIMES),
    st.tuples(st.just("cmi.suspend_data"), TEXTS),
    st.tuples(st.sampled_from(["cmi.interactions.0.id", "cmi.objectives.0.id", "cmi.objectives.1.id"]), TEXTS),
)
ROWS: st.SearchStrategy[Row] = st.one_of(
    st.tuples(st.just(EntryKind.OPENED), st.just("a"), st.just(""), st.just("")),
    st.tuples(st.just(EntryKind.CLOSED), st.just("a"), st.just(""), st.sampled_from(["suspend", ""])),
    st.tuples(st.just(EntryKind.PREFERENCE), st.just(""), st.just("cmi.learner_preference.language"), TEXTS),
    WRITES.map(lambda write: (EntryKind.SET, "a", *write)),
)


def payload(*rows: Row, lamport: int = 1, ended: int | None = None, device: str = "device-2") -> LaunchPayload:
    """A launch of another device; `ended` is how many seconds after its beginning."""
    return LaunchPayload(
        package_hash=HASH,
        device_id=device,
        lamport=lamport,
        parents=(),
        mode="normal",
        credit="credit",
        started_at=MORNING,
        ended_at=None if ended is None else MORNING + timedelta(seconds=ended),
        entries=tuple(Entry(number, *row) for number, row in enumerate(rows, start=1)),
    )


def revision(of: LaunchPayload) -> Revision:
    """As this program numbers it."""
    return Revision(of.changes, of)


@st.composite
def revisions(draw: st.DrawFn, lamport: int | None = None) -> Revision:
    """A launch at any time of its life; several of one lamport are often one that goes on, and often forks."""
    rows = draw(st.lists(ROWS, max_size=5))
    written = payload(
        *rows,
        lamport=draw(st.integers(1, 4)) if lamport is None else lamport,
        ended=draw(st.none() | st.integers(0, 2)),
    )
    return Revision(draw(st.just(written.changes) | st.integers(1, 9)), written)


@st.composite
def lives(draw: st.DrawFn) -> list[Revision]:
    """Several revisions of one launch: of one writer, and sometimes of a copy of that one from somewhere on."""
    rows = draw(st.lists(ROWS, min_size=1, max_size=6))
    life = [payload(*rows[:length]) for length in draw(st.lists(st.integers(0, len(rows)), min_size=1, max_size=4))]
    for _ in range(draw(st.integers(0, 2))):
        kept = draw(st.integers(0, len(rows)))
        life.append(payload(*rows[:kept], *draw(st.lists(ROWS, max_size=2))))
    ended = [replace(it, ended_at=draw(st.sampled_from([None, MORNING]))) for it in life]
    return draw(st.permutations([revision(it) for it in ended]))


JOURNALS = st.dictionaries(st.sampled_from(["l1", "l2"]), lives(), max_size=2).map(
    lambda journal: {launch_id: tuple(life) for launch_id, life in journal.items()}
)
