"""Opening a course for a learner: the session, the launch, and the running course on top of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from random import Random
from typing import TYPE_CHECKING

from connect_desktop.runtime.errors import NothingToLaunch
from connect_desktop.runtime.ledger import Ledger
from connect_desktop.runtime.running_course import RunningCourse
from connect_desktop.runtime.sco_launch import LaunchOptions
from connect_desktop.scorm.cam.course import Course
from connect_desktop.store.collisions import kept
from connect_desktop.store.course_state import CourseState
from connect_desktop.store.database import Store
from connect_desktop.store.records import Entry, LaunchRecord, Learner, SessionRecord

if TYPE_CHECKING:
    from connect_desktop.runtime.sequencer import Sequencer

Follower = Callable[[Entry], object]
"""Is told each entry of a launch once it is kept."""


class Launching:
    """Opens courses on the sessions of one store."""

    def __init__(self, store: Store, *, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    def open(
        self, course: Course, package_id: str, learner: Learner, options: LaunchOptions, *, anew: bool = False
    ) -> tuple[SessionRecord, RunningCourse]:
        """Begin a launch on the learner's session in the package; `anew` starts a new session beside the old one.

        Raises `NothingToLaunch` or `StoreError`.
        """
        _require_pages(course)
        sessions = self._store.sessions
        session = (sessions.begin if anew else sessions.open_for)(learner.id, package_id)
        return session, self.play(session, course, learner, options)

    def play(
        self,
        session: SessionRecord,
        course: Course,
        learner: Learner,
        options: LaunchOptions,
        *,
        launch_id: str | None = None,
        follow: Callable[[LaunchRecord], Follower] | None = None,
    ) -> RunningCourse:
        """Begin a launch on this session, under an id that was made for it or a new one.

        `follow` is told the launch, and gives who is told what it writes. Raises `NothingToLaunch` or `StoreError`.
        """
        _require_pages(course)
        launches = self._store.launches
        mode, credit = options.mode.value, options.credit.value
        launch = kept(lambda: launches.begin(session.id, mode, credit, launch_id=launch_id))
        state = CourseState.from_json(launch.base)
        journal = self._store.journal(launch)

        def end() -> None:
            journal.close()
            self.settle(launch, course)

        return RunningCourse(
            course=course,
            learner=learner,
            ledger=Ledger(journal, state, follow(launch) if follow else None),
            sequencer=self._sequencer(course, state, learner),
            options=options,
            on_close=end,
        )

    def settle(self, launch: LaunchRecord, course: Course) -> None:
        """The launch is over: what its session came to is folded anew and kept; raises `StoreError`."""
        # Only an ending launch needs the folds; a beginning one should not wait for them.
        from connect_desktop.runtime.session_record import save_record

        # A sync may have moved it to a session of its own while it ran.
        session_id = kept(lambda: self._store.launches.end(launch.id, self._clock()))
        save_record(self._store, session_id or launch.session_id, course)

    def _sequencer(self, course: Course, state: CourseState, learner: Learner) -> Sequencer:
        values = {identifier: activity.values for identifier, activity in state.activities.items()}
        suspended = {identifier for identifier, activity in state.activities.items() if activity.suspended}
        # A course is sequenced in one way: it need not wait for the other one to be loaded.
        if not course.edition.is_2004:
            from connect_desktop.runtime.linear import LinearSequencer

            return LinearSequencer(course.organization, values, state.sequencing, suspended)
        from connect_desktop.runtime.sequenced import SnSequencer
        from connect_desktop.runtime.shared_objectives import latest

        return SnSequencer(
            course.organization,
            values,
            state.sequencing,
            suspended,
            shared=lambda: latest(self._store.launches.sequencing_of(learner.id)),
            random=Random(),  # noqa: S311 - the order of exercises is no secret
            clock=lambda: self._clock().timestamp(),
        )


def _require_pages(course: Course) -> None:
    if not course.organization.leaves():
        raise NothingToLaunch(course.title)
