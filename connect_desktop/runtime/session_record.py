"""What a session came to: all its launches folded, rolled up over the course, kept beside the session."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from contextlib import nullcontext
from random import Random
from typing import TYPE_CHECKING

from msgspec.structs import replace

from connect_desktop.runtime.elements_on_record import cmi_data
from connect_desktop.runtime.errors import UnknownSession
from connect_desktop.runtime.navigation import Completion, Outcome, Success
from connect_desktop.runtime.outcomes import highest, roll_up
from connect_desktop.runtime.statement import reported_outcome
from connect_desktop.runtime.traces import traces_of
from connect_desktop.scorm.cam.course import Course
from connect_desktop.store.collisions import kept
from connect_desktop.store.connection import Connection
from connect_desktop.store.course_state import CourseState
from connect_desktop.store.database import Store
from connect_desktop.store.launch_history import LaunchStanding
from connect_desktop.store.launch_trace import LaunchTrace
from connect_desktop.store.record_view import RecordView, record_view
from connect_desktop.store.records import SessionRecord
from connect_desktop.store.standing import Standing

if TYPE_CHECKING:
    from connect_desktop.runtime.sequenced import SnSequencer

OutcomeOfLaunch = Callable[[LaunchTrace, Course], Outcome | None]


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
    record = record_view(traces)
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


def outcome_on_record(
    record: RecordView, traces: Collection[LaunchTrace], course: Course, sequenced: OutcomeOfLaunch | None = None
) -> Outcome:
    """What the session came to. What an API user reported overrules what was played before it; what is played then, or
    was played elsewhere without knowing of it, can better it, never take it back."""
    played = course_outcome(record, traces, course, sequenced)
    if record.reported_in is None:
        return played
    reported = reported_outcome(record.said.reports, played)
    reporting = next(trace for trace in traces if trace.launch.id == record.reported_in)
    seen = _seen_by(reporting, traces)
    since = [trace for trace in traces if trace.played and trace.launch.id not in seen]
    if not since:
        return reported
    bettered = course_outcome(record_view(since), since, course, sequenced)
    return highest([reported, bettered], is_12=not course.edition.is_2004)


def course_outcome(
    record: RecordView, traces: Iterable[LaunchTrace], course: Course, sequenced: OutcomeOfLaunch | None = None
) -> Outcome:
    """The outcome of what is on record: the best that a launch's sequencing rolled up, or that several rolled up
    together which ran side by side; where no sequencing engine was at work, or there is one part only, what the parts
    on record come to."""
    of_launch = sequenced or sequenced_outcome
    counted = [trace for trace in traces if trace.counts]
    if not counted:
        # As it was when it began; "not attempted" would be more than the first launch may come to.
        return Outcome()
    by_launch = [outcome for trace in counted if (outcome := of_launch(trace, course)) is not None]
    leaves = course.organization.leaves()
    parts = roll_up(
        _outcome(record.activities[leaf.identifier].standing) if leaf.identifier in record.activities else Outcome()
        for leaf in leaves
    )
    if not by_launch:
        return parts
    if len(by_launch) > 1 and len(leaves) > 1:
        by_launch += _side_by_side(counted, course)
    outcome = highest([parts, *by_launch] if len(leaves) == 1 else by_launch)
    if outcome.completion is Completion.UNKNOWN and parts.completion in (Completion.INCOMPLETE, Completion.COMPLETED):
        # Rollup may leave a course unknown until its rules are met; whoever asks for begun ones must find it.
        return replace(outcome, completion=Completion.INCOMPLETE)
    return outcome


def _side_by_side(traces: Iterable[LaunchTrace], course: Course) -> list[Outcome]:
    # Few sessions are played on two devices at a time; the others need none of it.
    from connect_desktop.runtime.joint_rollup import heads_of, joint_outcome

    heads = [sequencer for head in heads_of(traces) if (sequencer := _sequencer(head, course)) is not None]
    return [joint_outcome([head.session() for head in heads])] if len(heads) > 1 else []


def _seen_by(launch: LaunchTrace, traces: Collection[LaunchTrace]) -> set[str]:
    """The launches that were known where this one began."""
    parents = {trace.launch.id: trace.launch.parents for trace in traces}
    seen: set[str] = set()
    ahead = list(launch.launch.parents)
    while ahead:
        parent = ahead.pop()
        if parent not in seen:
            seen.add(parent)
            ahead.extend(parents.get(parent, ()))
    return seen


def _causally(trace: LaunchTrace) -> tuple[int, str]:
    return trace.launch.lamport, trace.launch.id


def sequenced_outcome(trace: LaunchTrace, course: Course) -> Outcome | None:
    """What the course came to in a launch, as its sequencing engine rolled it up; None if none was at work."""
    sequencer = _sequencer(trace, course)
    return None if sequencer is None else sequencer.outcome()


def _sequencer(trace: LaunchTrace, course: Course) -> SnSequencer | None:
    state = trace.state
    if not course.edition.is_2004 or "activities" not in (state.sequencing or {}):
        return None
    # Only a course with sequencing needs the engine for its record.
    from connect_desktop.runtime.sequenced import SnSequencer

    values = {identifier: activity.values for identifier, activity in state.activities.items()}
    still = Random(0)  # noqa: S311 - nothing is shuffled by looking
    return SnSequencer(course.organization, values, state.sequencing, random=still, clock=lambda: 0.0)


def _outcome(standing: Standing) -> Outcome:
    return Outcome(
        completion=Completion(standing.completion),
        success=Success(standing.success),
        scaled=standing.scaled,
        raw=standing.score("raw"),
        min=standing.score("min"),
        max=standing.score("max"),
        progress=standing.progress_measure,
        status=standing.status,
    )


def _goes_on(state: CourseState) -> bool:
    """Whether the next launch resumes inside an activity."""
    sequencing = state.sequencing or {}
    current = state.activity(state.current) if state.current else None
    return bool(sequencing.get("suspended")) or (current is not None and (current.suspended or current.opened))
