"""What a session came to: all its launches folded, rolled up over the course, kept beside the session."""

from __future__ import annotations

from connect_desktop.runtime.navigation import Completion, Outcome, Success
from connect_desktop.runtime.outcomes import roll_up
from connect_desktop.scorm.cam.course import Course
from connect_desktop.store.course_state import CourseState
from connect_desktop.store.database import Store
from connect_desktop.store.launch_trace import LaunchTrace
from connect_desktop.store.record_view import RecordView, record_view
from connect_desktop.store.records import SessionRecord
from connect_desktop.store.standing import Standing


def traces_of(store: Store, session_id: str) -> list[LaunchTrace]:
    """Every launch of the session with all it wrote; raises `StoreError`."""
    launches = store.launches
    return [LaunchTrace(launch, launches.entries(launch.id)) for launch in launches.of_session(session_id)]


def save_record(store: Store, session_id: str, course: Course) -> SessionRecord:
    """Fold the session's launches and keep the result; raises `StoreError`."""
    traces = traces_of(store, session_id)
    record = record_view(traces)
    outcome = course_outcome(record, course)
    latest = max(
        (trace for trace in traces if trace.counts),
        key=lambda trace: (trace.launch.lamport, trace.launch.id),
        default=None,
    )
    return store.sessions.save_record(
        session_id,
        completion=outcome.completion.value,
        success=outcome.success.value,
        scaled=outcome.scaled,
        raw=outcome.raw,
        min=outcome.min,
        max=outcome.max,
        progress=outcome.progress,
        total_time=record.total_time,
        suspended=latest is not None and _goes_on(latest.state),
    )


def course_outcome(record: RecordView, course: Course) -> Outcome:
    """The rolled-up outcome of what is on record."""
    leaves = course.organization.leaves()
    return roll_up(
        _outcome(record.activities[leaf.identifier].standing) if leaf.identifier in record.activities else Outcome()
        for leaf in leaves
    )


def _outcome(standing: Standing) -> Outcome:
    return Outcome(
        completion=Completion(standing.completion),
        success=Success(standing.success),
        scaled=standing.scaled,
        raw=standing.score("raw"),
        min=standing.score("min"),
        max=standing.score("max"),
        progress=standing.progress_measure,
    )


def _goes_on(state: CourseState) -> bool:
    """Whether the next launch resumes inside an activity."""
    sequencing = state.sequencing or {}
    current = state.activity(state.current) if state.current else None
    return bool(sequencing.get("suspended")) or (current is not None and (current.suspended or current.opened))
