"""Where two devices went on from the same place, and which place the next launch goes on from."""

from __future__ import annotations

from collections.abc import Iterable

from connect_desktop.runtime.errors import UnknownSession
from connect_desktop.runtime.session_record import keep_record, traces_of
from connect_desktop.store.connection import Connection
from connect_desktop.store.course_state import CourseState
from connect_desktop.store.database import Store
from connect_desktop.store.elements import is_for_resuming
from connect_desktop.store.launch_trace import LaunchTrace
from connect_desktop.sync.errors import UnknownLaunch
from connect_desktop.sync.ports import Courses
from connect_desktop.sync.report import Question, ResumePoint

# Sessions with more than one launch that no other has seen.
_PARTED = """
SELECT launch.session_id FROM launch WHERE launch.tenant_id = ? AND launch.mode = 'normal' AND launch.credit = 'credit'
  AND NOT EXISTS (
    SELECT 1 FROM launch_parent
    WHERE launch_parent.tenant_id = launch.tenant_id AND launch_parent.parent_id = launch.id
) GROUP BY launch.session_id HAVING count(*) > 1
"""
_LOCATIONS = ("cmi.location", "cmi.core.lesson_location")
_CENTISECONDS = 100


def questions(store: Store, session_ids: Iterable[str] | None = None) -> tuple[Question, ...]:
    """The questions there are, of these sessions or of all; raises `StoreError`."""
    with store.database.connections.reading() as connection:
        parted = [row[0] for row in connection.execute(_PARTED, (store.tenant_id,)).fetchall()]
        wanted = parted if session_ids is None else [it for it in session_ids if it in parted]
        found = [_question(connection, store, session_id) for session_id in wanted]
    return tuple(question for question in found if question is not None)


def resume_from(store: Store, session_id: str, launch_id: str, courses: Courses) -> None:
    """A launch of no length that goes on from the end of this one: every device goes on from there. Raises
    `UnknownSession`, `UnknownLaunch`, `PackageError` and `StoreError`."""
    with store.database.connections.writing() as connection:
        session = store.sessions.within(connection, session_id)
        if session is None:
            raise UnknownSession(session_id)
        chosen = store.launches.within(connection, launch_id)
        if chosen is None or chosen.session_id != session_id:
            raise UnknownLaunch(launch_id)
        begun = store.launches.begin_within(connection, session_id, store.launches.new_id(), going_on_from=launch_id)
        store.launches.end_within(connection, begun.id)
        package = store.packages.within(connection, session.package_id)
        if package is not None:
            traces = traces_of(store, session_id, connection)
            keep_record(store, session_id, traces, courses.of(package), within=connection)


def _question(connection: Connection, store: Store, session_id: str) -> Question | None:
    session = store.sessions.within(connection, session_id)
    if session is None:
        return None
    traces = [trace for trace in traces_of(store, session_id, connection) if trace.counts]
    seen = {parent for trace in traces for parent in trace.launch.parents}
    ends = [trace for trace in traces if trace.launch.id not in seen]
    places: dict[str, LaunchTrace] = {}
    for trace in ends:
        places[_place(trace.state)] = trace
    if len(places) < 2:
        return None
    latest_first = sorted(places.values(), key=lambda it: (it.launch.lamport, it.launch.id), reverse=True)
    return Question(
        session_id=session_id,
        package_id=session.package_id,
        points=tuple(_point(store, trace) for trace in latest_first),
    )


def _place(state: CourseState) -> str:
    """Where it would go on, so that equal places can be told."""
    activities = {
        name: sorted((element, value) for element, value in activity.values.items() if is_for_resuming(element))
        for name, activity in state.activities.items()
    }
    return repr((state.current, sorted(activities.items()), sorted(state.shared.items())))


def _point(store: Store, trace: LaunchTrace) -> ResumePoint:
    # What came as a document does not say which part was opened last; often there is but one.
    activities = trace.state.activities
    current = trace.state.current or (next(iter(activities)) if len(activities) == 1 else "")
    values = trace.state.activity(current).values
    return ResumePoint(
        launch_id=trace.launch.id,
        here=trace.launch.device_id == store.database.device_id,
        started_at=trace.launch.started_at,
        ended_at=trace.launch.ended_at,
        seconds=trace.total_time / _CENTISECONDS,
        location=next((values[element] for element in _LOCATIONS if values.get(element)), ""),
    )
