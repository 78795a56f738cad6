"""What is here of a session, as the record of a document."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from connect_desktop.runtime.course_outcome import judged, outcome_of_parts, outcome_on_record
from connect_desktop.runtime.elements_on_record import cmi_data, place_of
from connect_desktop.runtime.navigation import Completion, Outcome, Success
from connect_desktop.scorm.cam.course import Course
from connect_desktop.store.connection import Connection
from connect_desktop.store.database import Store
from connect_desktop.store.elements import standing_name
from connect_desktop.store.launch_trace import LaunchTrace
from connect_desktop.store.record_view import record_view
from connect_desktop.store.standing import highest_completion
from connect_desktop.store.travel.launch_exchange import HeldLaunch, LaunchExchange
from connect_desktop.store.travel.launch_join import Receipt
from connect_desktop.sync.documents.element_merge import on_record
from connect_desktop.sync.documents.three_way import Record, Score


class Folded(Struct, frozen=True):
    """A session's launches, those of them that the server was told of, as far as it was, and what all come to."""

    launches: Mapping[str, HeldLaunch]
    traces: tuple[LaunchTrace, ...]
    told_traces: tuple[LaunchTrace, ...]
    record: Record

    @property
    def is_reported(self) -> bool:
        """Whether somebody said what the course came to."""
        return any(trace.said.reports for trace in self.traces if trace.counts)

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
    record = record_view(traces, course.organization.verdict_rule)
    outcome = outcome_on_record(record, traces, course)
    # What only tells of others is no launch that anybody played.
    told = {trace.launch.id for trace in traces if not trace.played}
    return Record(
        elements=on_record(cmi_data(record, outcome, course)),
        completion=outcome.completion.value,
        success=outcome.success.value,
        score=_score(outcome),
        times={it: time for it, time in record.times.items() if time or it not in told},
    )


def rolled_up(merged: Record, here: Folded, there: Record, course: Course) -> Record:
    """What was merged of a course of several parts, with the outcome that follows from its parts: each side may have
    done only some of them. What is more than that counts where somebody reported it, here or, as a document tells that
    says something else than its parts do, there; and what sequencing came to here."""
    if len(course.organization.leaves()) == 1:
        return merged
    counted = [trace for trace in here.traces if trace.counts]

    def of_parts(record: Record) -> Outcome:
        return replace(outcome_of_parts(record.elements, counted, course), progress=None, status="")

    sides = (here.record, there)
    beside = []
    if here.is_reported or course.edition.is_2004:
        beside.append(_outcome(here.record))
    if _outcome(there) != of_parts(there):
        beside.append(_outcome(there))
    # Where one side did it all, it knows best: content need not have told all that sequencing knows.
    known = [_outcome(side) for side in sides if _standings(side) == _standings(merged)]
    outcome = judged(known or [of_parts(merged)], course, beside=beside)
    return replace(
        merged,
        completion=highest_completion((merged.completion, outcome.completion.value)),
        success=outcome.success.value,
        score=_score(outcome),
    )


def _standings(record: Record) -> dict[str, str]:
    """How well parts were done."""
    places = ((key, place_of(key, None)) for key in record.elements)
    return {key: record.elements[key] for key, (part, element) in places if part and standing_name(element) is not None}


def _outcome(record: Record) -> Outcome:
    scaled, raw, low, high = record.score
    completion, success = Completion(record.completion), Success(record.success)
    return Outcome(completion=completion, success=success, scaled=scaled, raw=raw, min=low, max=high)


def _score(outcome: Outcome) -> Score:
    return outcome.scaled, outcome.raw, outcome.min, outcome.max


def heads(traces: Iterable[LaunchTrace]) -> tuple[str, ...]:
    """The launches among these that no other of them has seen, in the order of their ids."""
    known = list(traces)
    seen = {parent for trace in known for parent in trace.launch.parents}
    return tuple(sorted(trace.launch.id for trace in known if trace.launch.id not in seen))
