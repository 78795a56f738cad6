"""What every step of one exchange works with."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from msgspec import Struct, field

from connect_desktop.packages.errors import PackageError
from connect_desktop.scorm.cam.course import Course
from connect_desktop.store.collisions import kept
from connect_desktop.store.connection import Connection
from connect_desktop.store.database import Store
from connect_desktop.store.devices.accounts import Account
from connect_desktop.store.devices.sync_state import SyncedSession, SyncState
from connect_desktop.store.devices.sync_work import SyncWork
from connect_desktop.store.records import PackageRecord
from connect_desktop.sync.errors import RetryLater, SyncCancelled
from connect_desktop.sync.ports import At, Cancelled, Courses, OnProgress, Progress, Timing
from connect_desktop.sync.remote import Remote
from connect_desktop.sync.report import Waiting
from connect_desktop.sync.upstream_standing import UpstreamStanding

T = TypeVar("T")


class Tally(Struct):
    """What came of it so far; `later` is the last thing that made a session wait, `upstream` what a hub said when it
    was asked first."""

    sent: int = 0
    received: int = 0
    changed: set[str] = field(default_factory=set)
    later: RetryLater | None = None
    upstream: UpstreamStanding | None = None
    done: int = 0
    to_do: int = 0


class Context(Struct, frozen=True, kw_only=True):
    """One exchange with one account."""

    store: Store
    account: Account
    state: SyncState
    work: SyncWork
    remote: Remote
    courses: Courses
    timing: Timing
    at: At
    cancelled: Cancelled
    progress: OnProgress
    tally: Tally

    def go_on(self) -> None:
        """Raises `SyncCancelled` where that is wanted."""
        if self.cancelled():
            raise SyncCancelled

    def expect(self, sessions: int) -> None:
        """So many more sessions are to be exchanged."""
        self.tally.to_do += sessions
        self._tell()

    def finish(self, sessions: int = 1) -> None:
        """So many were."""
        self.tally.done += sessions
        self._tell()

    def read(self, question: Callable[[Connection], T]) -> T:
        """The answer of a reading transaction; raises `StoreError`."""
        with self.store.database.connections.reading() as connection:
            return question(connection)

    def write(self, job: Callable[[Connection], T]) -> T:
        """What the job gives, once its transaction is kept; it may be done several times. Raises `StoreError`, and
        `SyncCancelled` where the account was given up meanwhile, be it by another program."""

        def transaction() -> T:
            with self.store.database.connections.writing() as connection:
                if not self.state.is_there(connection):
                    raise SyncCancelled
                done = job(connection)
                self.at("commit")
            return done

        return kept(transaction)

    def known(
        self, connection: Connection, session_id: str, *, user_id: str = "", package_id: str = ""
    ) -> SyncedSession:
        """What is known of the session, to be changed and put; of a new one, whose it is."""
        found = self.state.session(connection, session_id)
        return found or SyncedSession(session_id=session_id, user_id=user_id, package_id=package_id)

    def wait(self, session: SyncedSession, reason: Waiting) -> None:
        """The session is not in step, for this reason; raises `StoreError`."""
        if session.waiting != reason:
            session.waiting = reason
            self.write(lambda connection: self.state.put(connection, [session]))

    def quarantine(self, connection: Connection, session: SyncedSession, code: str, message: str) -> None:
        """The session is not sent and not taken in any more until somebody asks for it."""
        session.quarantine_code, session.quarantine_message = code, message
        session.quarantined_at = self.timing.now()
        self.state.put(connection, [session])
        self.state.note(connection, "quarantined", session.session_id, code=code, message=message)

    def course_of(self, package_id: str) -> tuple[PackageRecord, Course] | None:
        """A package that is here, with its course; None where it is not or cannot be read."""
        package = self.store.packages.get(package_id)
        try:
            return (package, self.courses.of(package)) if package else None
        except PackageError:
            return None

    def learner_of(self, user_id: str) -> str:
        """The learner here whom the server knows by this id."""
        return next((learner for learner, user in self.account.links.items() if user == user_id), user_id)

    def _tell(self) -> None:
        self.progress(Progress(self.tally.done, max(self.tally.done, self.tally.to_do)))
