"""What a session comes to while one launch of it is played: folded anew at each commit, read from the database once."""

from __future__ import annotations

from connect_desktop.runtime.course_outcome import sequenced_outcome
from connect_desktop.runtime.launching import Follower
from connect_desktop.runtime.navigation import Outcome
from connect_desktop.runtime.session_record import keep_record
from connect_desktop.scorm.cam.course import Course
from connect_desktop.store.collisions import kept
from connect_desktop.store.connection import Connection
from connect_desktop.store.database import Store
from connect_desktop.store.launch_trace import LaunchTrace
from connect_desktop.store.records import LaunchRecord, SessionRecord


class LiveRecord:
    """Follows one launch entry by entry and remembers the session's other launches, until somebody else writes to the
    session. Used by one thread at a time."""

    def __init__(self, store: Store, session_id: str, course: Course) -> None:
        self._store = store
        self._session_id = session_id
        self._course = course
        self._played: LaunchTrace | None = None
        self._others: list[LaunchTrace] = []
        self._version = 0
        self._outcomes: dict[tuple[str, int], Outcome | None] = {}

    @property
    def time(self) -> int:
        """Centiseconds that the launch has told of so far."""
        return self._played.total_time if self._played else 0

    def follow(self, launch: LaunchRecord) -> Follower:
        """This launch is played from now on; the returned function is to be told what it writes."""
        self._played = LaunchTrace(launch)
        return self._played.apply

    def save(self) -> SessionRecord | None:
        """Keep what the session has come to; None if it is gone. Raises `StoreError`, with nothing changed."""
        played = self._played
        if played is None:
            raise ValueError("no launch is followed")
        return kept(lambda: self._save(played))

    def _save(self, played: LaunchTrace) -> SessionRecord | None:
        with self._store.database.connections.writing(guarded=True) as connection:
            session = self._store.sessions.within(connection, self._session_id)
            if session is None:
                return None
            others = self._others_now(connection, session, played)
            saved = keep_record(
                self._store,
                session.id,
                sorted([*others, played], key=lambda trace: (trace.launch.lamport, trace.launch.id)),
                self._course,
                within=connection,
                sequenced=self._outcome,
                before=session,
            )
        self._others, self._version = others, saved.version
        return saved

    def _others_now(self, connection: Connection, session: SessionRecord, played: LaunchTrace) -> list[LaunchTrace]:
        launches = self._store.launches
        if session.version == self._version and launches.are_over(
            connection, session.id, len(self._others) + 1, running=1
        ):
            return self._others
        return [
            LaunchTrace(launch, launches.entries_within(connection, launch.id))
            for launch in launches.of_session_within(connection, session.id)
            if launch.id != played.launch.id
        ]

    def _outcome(self, trace: LaunchTrace, course: Course) -> Outcome | None:
        """What the course came to in a launch; for one that is over this is found out once."""
        if trace is self._played:
            return sequenced_outcome(trace, course)
        known = (trace.launch.id, trace.length)
        if known not in self._outcomes:
            self._outcomes[known] = sequenced_outcome(trace, course)
        return self._outcomes[known]
