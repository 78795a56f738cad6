"""Where two devices went on from the same place, and which place the next launch goes on from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime

from connect_desktop.packages.errors import PackageError
from connect_desktop.runtime.course_outcome import outcome_on_record
from connect_desktop.runtime.errors import UnknownSession
from connect_desktop.runtime.navigation import Outcome
from connect_desktop.runtime.session_record import keep_record
from connect_desktop.runtime.traces import traces_of
from connect_desktop.scorm.cam.course import Course
from connect_desktop.store.connection import Connection
from connect_desktop.store.course_state import CourseState
from connect_desktop.store.database import Store
from connect_desktop.store.elements import is_for_resuming
from connect_desktop.store.launch_trace import LaunchTrace
from connect_desktop.store.record_view import record_view
from connect_desktop.store.records import SessionRecord
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
# Sessions in which launches that had parted were brought together.
_JOINED = """
SELECT DISTINCT launch.session_id FROM launch_parent
JOIN launch ON launch.tenant_id = launch_parent.tenant_id AND launch.id = launch_parent.launch_id
WHERE launch_parent.tenant_id = ? GROUP BY launch.session_id, launch_parent.launch_id HAVING count(*) > 1
"""
_LOCATIONS = ("cmi.location", "cmi.core.lesson_location")
_CENTISECONDS = 100


def questions(
    store: Store, session_ids: Iterable[str] | None = None, courses: Courses | None = None
) -> tuple[Question, ...]:
    """The questions there are, of these sessions or of all; with `courses` it is known too what each place came to.
    Raises `StoreError`."""
    with store.database.connections.reading() as connection:
        parted = [row[0] for row in connection.execute(_PARTED, (store.tenant_id,)).fetchall()]
        wanted = parted if session_ids is None else [it for it in session_ids if it in parted]
        read = [found for it in wanted if (found := _Parting.read(connection, store, it, courses)) is not None]
    return tuple(question for parting in read if (question := parting.question()) is not None)


def answered(store: Store, courses: Courses | None = None) -> tuple[Question, ...]:
    """The questions that somebody answered, here or on another device, the last first, as long as there is another
    place to go on from; raises `StoreError`."""
    with store.database.connections.reading() as connection:
        joined = [row[0] for row in connection.execute(_JOINED, (store.tenant_id,)).fetchall()]
        read = [found for it in joined if (found := _Parting.read(connection, store, it, courses)) is not None]
    said = [(question.answered_at, question) for parting in read if (question := parting.answered()) is not None]
    return tuple(question for at, question in sorted(said, key=lambda it: str(it[0]), reverse=True))


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


class _Parting:
    """The launches of a session that count, and the places they lead to."""

    def __init__(
        self, session: SessionRecord, traces: Sequence[LaunchTrace], device_id: str, course: Course | None
    ) -> None:
        self._session = session
        self._traces = traces
        self._device_id = device_id
        self._course = course
        self._by_id = {trace.launch.id: trace for trace in traces}
        self._places = {trace.launch.id: _place(trace.state) for trace in traces}
        seen = {parent for trace in traces for parent in trace.launch.parents}
        self._heads = [trace for trace in traces if trace.launch.id not in seen]

    @classmethod
    def read(cls, connection: Connection, store: Store, session_id: str, courses: Courses | None) -> _Parting | None:
        session = store.sessions.within(connection, session_id)
        if session is None:
            return None
        traces = [trace for trace in traces_of(store, session_id, connection) if trace.counts]
        package = store.packages.within(connection, session.package_id) if courses is not None else None
        course = None
        if courses is not None and package is not None:
            with suppress(PackageError):
                course = courses.of(package)
        return cls(session, traces, store.database.device_id, course)

    def question(self) -> Question | None:
        """Which of several places is next; None where there is but one."""
        points = self._distinct(self._heads)
        return self._asking(points) if len(points) > 1 else None

    def answered(self) -> Question | None:
        """The places there were, and which of them is gone on from; None where nobody was asked, or is asked still."""
        choices = [trace for trace in self._traces if self._is_choice(trace)]
        if not choices or self.question() is not None:
            return None
        parted = [parent for choice in choices for parent in choice.launch.parents if parent in self._by_id]
        ends = [*(self._by_id[it] for it in parted), *self._heads]
        left = [it for it in ends if not self._is_choice(it) and not self._was_gone_on_with(it)]
        points = self._distinct(left)
        now = self._places[max(self._heads, key=_causally).launch.id]
        answer = next((it for it in points if self._places[it.launch.id] == now), None)
        if answer is None or len(points) < 2:
            return None
        last = max(choices, key=_causally).launch
        return self._asking(points, answer.launch.id, last.ended_at or last.started_at)

    def _is_choice(self, trace: LaunchTrace) -> bool:
        """Whether it only says where to go on."""
        return not trace.length and bool(trace.launch.parents)

    def _was_gone_on_with(self, trace: LaunchTrace) -> bool:
        """Whether a later launch began where this one ended, so that there is more now at its end."""
        return any(
            it.length
            and _causally(it) > _causally(trace)
            and _place(CourseState.from_json(it.launch.base)) == self._places[trace.launch.id]
            for it in self._traces
        )

    def _distinct(self, traces: Iterable[LaunchTrace]) -> list[LaunchTrace]:
        """One of those that lead to the same place, the causally latest first."""
        return sorted({self._places[it.launch.id]: it for it in traces}.values(), key=_causally, reverse=True)

    def _asking(self, points: Iterable[LaunchTrace], answer: str = "", answered_at: datetime | None = None) -> Question:
        return Question(
            session_id=self._session.id,
            package_id=self._session.package_id,
            points=tuple(map(self._point, points)),
            learner_id=self._session.learner_id,
            answer=answer,
            answered_at=answered_at,
        )

    def _point(self, trace: LaunchTrace) -> ResumePoint:
        # What came as a document does not say which part was opened last; often there is but one.
        activities = trace.state.activities
        current = trace.state.current or (next(iter(activities)) if len(activities) == 1 else "")
        values = trace.state.activity(current).values
        come_to = self._outcome(trace)
        return ResumePoint(
            launch_id=trace.launch.id,
            here=trace.launch.device_id == self._device_id,
            started_at=trace.launch.started_at,
            ended_at=trace.launch.ended_at,
            seconds=trace.total_time / _CENTISECONDS,
            location=next((values[element] for element in _LOCATIONS if values.get(element)), ""),
            completion=come_to.completion.value,
            success=come_to.success.value,
            scaled=come_to.scaled,
        )

    def _outcome(self, trace: LaunchTrace) -> Outcome:
        """What the course came to by the end of this launch, of which the other places know nothing."""
        if self._course is None:
            return Outcome()
        lineage = {trace.launch.id}
        for one in sorted(self._traces, key=_causally, reverse=True):
            if one.launch.id in lineage:
                lineage.update(one.launch.parents)
        known = [one for one in self._traces if one.launch.id in lineage]
        return outcome_on_record(record_view(known, self._course.organization.verdict_rule), known, self._course)


def _place(state: CourseState) -> str:
    """Where it would go on, so that equal places can be told."""
    activities = {
        name: sorted((element, value) for element, value in activity.values.items() if is_for_resuming(element))
        for name, activity in state.activities.items()
    }
    return repr((state.current, sorted(activities.items()), sorted(state.shared.items())))


def _causally(trace: LaunchTrace) -> tuple[int, str]:
    return trace.launch.lamport, trace.launch.id
