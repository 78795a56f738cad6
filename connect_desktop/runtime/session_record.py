"""What a session came to: all its launches folded, rolled up over the course, kept beside the session."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import nullcontext

from connect_desktop.runtime.course_outcome import OutcomeOfLaunch, outcome_on_record, sequenced_outcome
from connect_desktop.runtime.elements_on_record import cmi_data
from connect_desktop.runtime.errors import UnknownSession
from connect_desktop.runtime.traces import traces_of
from connect_desktop.scorm.cam.course import Course
from connect_desktop.store.collisions import kept
from connect_desktop.store.connection import Connection
from connect_desktop.store.course_state import CourseState
from connect_desktop.store.database import Store
from connect_desktop.store.launch_history import LaunchStanding
from connect_desktop.store.launch_trace import LaunchTrace
from connect_desktop.store.record_view import record_view
from connect_desktop.store.records import SessionRecord


def save_record(store: Store, session_id: str, course: Course) -> SessionRecord:
    """Fold the session's launches and keep the result; raises `UnknownSession` where it was deleted, and
    `StoreError`."""

    def fold() -> SessionRecord:
        # Read in the transaction that writes: another writer's launch must not be overlooked.
        with store.database.connections.writing(guarded=True) as connection:
            if store.sessions.within(connection, session_id) is None:
                raise UnknownSession(session_id)
            return keep_record(store, session_id, traces_of(store, session_id, connection), course, within=connection)

    return kept(fold)


def keep_record(
    store: Store,
    session_id: str,
    traces: Collection[LaunchTrace],
    course: Course,
    within: Connection | None = None,
    sequenced: OutcomeOfLaunch | None = None,
    before: SessionRecord | None = None,
) -> SessionRecord:
    """Fold these launches, which are all of the session, and keep the result, and that it is to be told; raises
    `StoreError`. `sequenced` is `sequenced_outcome`, or what remembers its answers; `before` is the session as the
    transaction `within` has seen it."""
    record = record_view(traces, course.organization.verdict_rule)
    outcome = outcome_on_record(record, traces, course, sequenced or sequenced_outcome)
    latest = max((trace for trace in traces if trace.counts), key=_causally, default=None)
    elements = cmi_data(record, outcome, course)
    with nullcontext(within) if within else store.database.connections.writing() as connection:
        before = before or store.sessions.within(connection, session_id)
        saved = store.sessions.save_record(
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
            cmi_data=elements,
            within=connection,
            before=before,
        )
        if latest is not None:
            standing = LaunchStanding(saved.completion, saved.success, saved.scaled, saved.raw)
            store.history.note(connection, latest.launch.id, standing, latest.total_time)
        if before is not None and store.outbox.wanted(connection):
            # Only where somebody is to be told: an ending course should not wait for it.
            from connect_desktop.runtime.session_events import tell_changed

            tell_changed(store, before, saved, within=connection)
    return saved


def _causally(trace: LaunchTrace) -> tuple[int, str]:
    return trace.launch.lamport, trace.launch.id


def _goes_on(state: CourseState) -> bool:
    """Whether the next launch resumes inside an activity."""
    sequencing = state.sequencing or {}
    current = state.activity(state.current) if state.current else None
    return bool(sequencing.get("suspended")) or (current is not None and (current.suspended or current.opened))
