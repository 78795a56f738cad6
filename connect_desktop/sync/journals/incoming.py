"""Taking what a server of this kind holds of a session into the store here."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping

from connect_desktop.runtime.errors import PackageMismatch
from connect_desktop.runtime.taking_in import take_in
from connect_desktop.scorm.cam.course import Course
from connect_desktop.store.connection import Connection
from connect_desktop.store.devices.sync_state import SyncedSession
from connect_desktop.store.records import PackageRecord, SessionRecord
from connect_desktop.store.travel.launch_exchange import LaunchExchange
from connect_desktop.store.travel.launch_payload import InvalidLaunch
from connect_desktop.store.travel.sent_launch import SentLaunch, journal_of
from connect_desktop.sync.context import Context
from connect_desktop.sync.errors import NotThere
from connect_desktop.sync.journals.forking import fork, fork_id
from connect_desktop.sync.report import Waiting


class IncomingSessions:
    """Pulls sessions."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._exchange = LaunchExchange(context.store.tenant_id, context.store.launches)

    def pull(self, session_id: str) -> None:
        """Bring a session up to what the server has; what keeps it from that is kept with it.

        Raises `RetryLater`, `SignInNeeded`, `NotAllowed`, `SyncCancelled` and `StoreError`.
        """
        try:
            known = self._known(session_id)
        except NotThere:
            return  # deleted since it was told of, which the next exchange is told
        course = self._context.course_of(known.package_id)
        if course is None:
            self._context.wait(known, Waiting.NO_COURSE_HERE)
            return
        try:
            here = self._context.read(lambda connection: self._context.work.revisions(connection, session_id))
            if self._pull_pages(known, *course, here):
                # Copies of a device were told apart there: what stands under an id may be another's by now.
                self._pull_pages(known, *course, {})
        except NotThere:
            return
        except InvalidLaunch as error:
            code, message = error.code, str(error)
            self._context.write(lambda connection: self._context.quarantine(connection, known, code, message))
        except PackageMismatch:
            self._wait_for_course(known)

    def _known(self, session_id: str) -> SyncedSession:
        known = self._context.read(lambda connection: self._context.known(connection, session_id))
        if known.user_id:
            return known
        answer, _ = self._context.remote.session(session_id)
        known.user_id, known.package_id = answer.user_id, answer.package_id
        known.held_time, known.held_completion, known.held_success = answer.time, answer.completion, answer.success
        self._context.write(lambda connection: self._context.state.put(connection, [known]))
        return known

    def _pull_pages(
        self, known: SyncedSession, package: PackageRecord, course: Course, revisions: Mapping[str, int]
    ) -> bool:
        """Take in what comes; whether all must be asked for, because there is a fork among it."""
        context = self._context
        version: int | None = None
        is_forked = False
        for page in context.remote.journal(known.session_id, revisions):
            context.go_on()
            # What is written while pages are read is told by the next version.
            version = version or page.version
            sent = journal_of(page.launches)
            is_forked = is_forked or any(launch.fork_of is not None for launch in sent.values())
            again = is_forked and bool(revisions)
            reached = version if page.next_cursor is None and not again else None
            context.at("merge")
            self._take_in_page(known, sent, package, course, reached)
        return is_forked and bool(revisions)

    def _take_in_page(
        self,
        known: SyncedSession,
        sent: Mapping[str, SentLaunch],
        package: PackageRecord,
        course: Course,
        version: int | None,
    ) -> None:
        context = self._context

        def job(connection: Connection) -> bool:
            return self._keep(connection, known, sent, package, course, version)

        if context.write(job):
            context.tally.received += len(sent)
            context.tally.changed.add(known.session_id)

    def _keep(
        self,
        connection: Connection,
        known: SyncedSession,
        sent: Mapping[str, SentLaunch],
        package: PackageRecord,
        course: Course,
        version: int | None,
    ) -> bool:
        """Whether anything is another here now; all in one: launches, record, receipts and how far we are."""
        context, store = self._context, self._context.store
        self._bring_forked(connection, known.session_id, sent, course)
        session = self._session(connection, known)
        if session is None:
            known.waiting = Waiting.OTHER_CONTENT
            context.state.put(connection, [known])
            return False
        written = take_in(
            connection,
            store,
            session.id,
            sent,
            course,
            package_hash=package.content_hash,
            version=session.version,
        )
        after = json.loads(written.answer.body)
        # What was not taken over says nothing of the launch that stands under its id here, nor does a branch.
        receipts = {
            after["forked"].get(launch_id, launch_id): launch.revision.receipt()
            for launch_id, launch in sent.items()
            if launch_id in after["receipt"]
        }
        context.state.acknowledge(connection, session.id, receipts)
        if version is not None:
            known.version = version
            known.told_version = max(known.told_version, version)
            known.waiting = None
            known.synced_at = context.timing.now()
            if not context.work.lacking(connection, session.id):
                known.mark = context.work.mark(connection, session.id)
                known.held_time = round(after["time_spent_seconds"] * 100)
                known.held_completion, known.held_success = after["completion_status"], after["success_status"]
        context.state.put(connection, [known])
        if any(launch_id != name for launch_id, name in after["forked"].items()):
            context.state.note(connection, "device-copied", session.id)
        return bool(after["version"] != session.version)

    def _bring_forked(
        self, connection: Connection, session_id: str, sent: Mapping[str, SentLaunch], course: Course
    ) -> None:
        """Others moved launches to this session because of what they ran: so they are moved here."""
        store = self._context.store
        moved: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for launch_id in sent:
            launch = store.launches.within(connection, launch_id)
            if launch is not None and fork_id(launch.session_id, launch.package_hash) == session_id:
                moved[launch.session_id, launch.package_hash].append(launch_id)
        for (before_id, package_hash), launch_ids in moved.items():
            before = store.sessions.within(connection, before_id)
            if before is not None:
                fork(connection, store, before, launch_ids, package_hash, course)

    def _session(self, connection: Connection, known: SyncedSession) -> SessionRecord | None:
        """The session here, begun where there was none; None where it is in another package here, and its launches are
        to go to a session of their own first."""
        store = self._context.store
        session = store.sessions.within(connection, known.session_id)
        if session is None:
            learner = store.learners.known_as(self._context.learner_of(known.user_id), within=connection)
            return store.sessions.create(known.session_id, learner.id, known.package_id, within=connection)
        # Learners may have been linked anew since: the session stays whose it is.
        if session.package_id == known.package_id:
            return session
        if self._context.work.revisions(connection, session.id):
            return None
        return store.sessions.move_within(connection, session.id, known.package_id)

    def _wait_for_course(self, known: SyncedSession) -> None:
        """The server's launches ran other content than is here: they wait for the course that they ran. Ours are sent
        all the same; those that the server does not have go to a session of their own once it has said so."""
        try:
            known.package_id = self._context.remote.session(known.session_id)[0].package_id
        except NotThere:
            return
        known.waiting = Waiting.OTHER_CONTENT
        self._context.write(lambda connection: self._context.state.put(connection, [known]))
