"""What is here of a session, as the record of a document."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from msgspec import Struct

from connect_desktop.runtime.elements_on_record import cmi_data
from connect_desktop.runtime.session_record import outcome_on_record
from connect_desktop.scorm.cam.course import Course
from connect_desktop.store.connection import Connection
from connect_desktop.store.database import Store
from connect_desktop.store.launch_trace import LaunchTrace
from connect_desktop.store.record_view import record_view
from connect_desktop.store.travel.launch_exchange import HeldLaunch, LaunchExchange
from connect_desktop.store.travel.launch_join import Receipt
from connect_desktop.sync.element_merge import without_times
from connect_desktop.sync.three_way import Record


class Folded(Struct, frozen=True):
    """A session's launches, those of them that the server was told of, as far as it was, and what all come to."""

    launches: Mapping[str, HeldLaunch]
    traces: tuple[LaunchTrace, ...]
    told_traces: tuple[LaunchTrace, ...]
    record: Record

    def receipts(self) -> dict[str, Receipt]:
        """What acknowledges all of it."""
        return {launch_id: launch.revision.receipt() for launch_id, launch in self.launches.items()}


def folded(
    connection: Connection, store: Store, session_id: str, course: Course, told: Mapping[str, Receipt]
) -> Folded:
    """What is here, and which of it these receipts tell of; within a transaction."""
    held = LaunchExchange(store.tenant_id, store.launches).held(connection, session_id)
    launches = {launch.record.id: launch for launch in held}
    traces = tuple(_trace(launch) for launch in launches.values())
    known = tuple(_trace(launches[it], told[it][0]) for it in launches if it in told)
    return Folded(launches, traces, known, record_of_traces(traces, course))


def _trace(launch: HeldLaunch, rev: int | None = None) -> LaunchTrace:
    """The launch; with `rev`, as it was then. Beginning is the first change, and ending takes none of the entries."""
    entries = launch.revision.payload.entries
    return LaunchTrace(launch.record, entries if rev is None else entries[: rev - 1])


def record_of_traces(traces: Collection[LaunchTrace], course: Course) -> Record:
    """What these launches come to."""
    if not any(trace.counts for trace in traces):
        return Record()
    record = record_view(traces)
    outcome = outcome_on_record(record, traces, course)
    # What only tells of others is no launch that anybody played.
    told = {trace.launch.id for trace in traces if not trace.played}
    return Record(
        elements=without_times(cmi_data(record, outcome, course)),
        completion=outcome.completion.value,
        success=outcome.success.value,
        score=(outcome.scaled, outcome.raw, outcome.min, outcome.max),
        times={it: time for it, time in record.times.items() if time or it not in told},
    )


def heads(traces: Iterable[LaunchTrace]) -> tuple[str, ...]:
    """The launches among these that no other of them has seen, in the order of their ids."""
    known = list(traces)
    seen = {parent for trace in known for parent in trace.launch.parents}
    return tuple(sorted(trace.launch.id for trace in known if trace.launch.id not in seen))
