"""An exchange with a server that knows only the document of a session: its version, and what it says."""

from __future__ import annotations

from connect_desktop.store.devices.sync_state import SyncedSession
from connect_desktop.sync.answers import SessionAnswer
from connect_desktop.sync.context import Context
from connect_desktop.sync.documents.step import DocumentStep
from connect_desktop.sync.errors import Conflict, NoSuchPage, NotThere, NotTheServer, TooManyConflicts, Unacceptable
from connect_desktop.sync.report import Waiting

_MOST_TRIES = 6
_FIRST_PAUSE = 0.1


class DocumentExchange:
    """One exchange. `run` raises `RetryLater`, `SignInNeeded`, `NotAllowed`, `SyncCancelled` and `StoreError`."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._step = DocumentStep(context)

    def run(self) -> None:
        context = self._context
        users = self._users()
        documents = {it.session_id: it for user in users for it in context.remote.sessions(user) if it.user_id == user}
        known = context.read(context.state.sessions)
        dirty = {session.session_id: session for session in context.read(context.work.dirty)}
        changed = [it for it, answer in documents.items() if it in dirty or self._has_changed(answer, known.get(it))]
        was_there = {it for it, session in known.items() if session.told_version and session.user_id in users}
        gone = sorted(it for it in was_there - documents.keys() if known[it].quarantine_code is None)
        new = [it for it in dirty.values() if it.session_id not in documents and it.session_id not in was_there]
        was_restored = any(it in known and answer.version < known[it].version for it, answer in documents.items())
        context.expect(len(changed) + len(gone) + len(new))
        for session_id in changed:
            context.go_on()
            self._exchange(documents[session_id])
            context.finish()
        for session_id in gone:
            context.go_on()
            self._find_again(known[session_id], was_restored=was_restored)
            context.finish()
        for session in new:
            context.go_on()
            self._create(session.session_id, session.package_id, context.account.user_of(session.learner_id))
            context.finish()

    def _users(self) -> list[str]:
        """As whom the server knows the learners here."""
        context = self._context
        learners = context.read(context.work.learners)
        users = {user for learner in learners if (user := context.account.user_of(learner))}
        return sorted(users | set(context.account.links.values()))

    def _find_again(self, known: SyncedSession, *, was_restored: bool) -> None:
        """A session that the server had and does not list. Unless it was restored, somebody has removed it there, and a
        person decides whether it is to be sent again."""
        context = self._context
        try:
            self._exchange(*context.remote.session(known.session_id))
        except (NotThere, NoSuchPage):
            if was_restored:
                self._create(known.session_id, known.package_id, known.user_id)
            else:
                self._refuse(known, "removed-there", "The server has removed this session.")

    def _create(self, session_id: str, package_id: str, user_id: str | None) -> None:
        """Make the session there, if the server has its course."""
        context = self._context
        if user_id is None:
            return
        known = context.read(
            lambda connection: context.known(connection, session_id, user_id=user_id, package_id=package_id)
        )
        try:
            context.remote.launch(package_id, user_id, session_id)
        except (NotThere, NoSuchPage):
            context.wait(known, Waiting.NO_COURSE_THERE)
            return
        except Unacceptable as error:
            self._refuse(known, error.reason or str(error.status), str(error))
            return
        try:
            self._exchange(*context.remote.session(session_id))
        except NotThere:
            raise NotTheServer(context.remote.name) from None
        except Unacceptable as error:
            self._refuse(known, error.reason or str(error.status), str(error))

    def _exchange(self, answer: SessionAnswer, etag: str | None = None) -> None:
        """Bring one session into step; what keeps it from that is kept with it."""
        context = self._context
        try:
            for number in range(_MOST_TRIES):
                try:
                    if self._step.step(answer, etag):
                        return
                except Conflict:
                    most = _FIRST_PAUSE * 2**number
                    context.timing.wait(context.timing.jitter(most), context.cancelled)
                context.go_on()
                answer, etag = context.remote.session(answer.session_id)
        except Unacceptable as error:
            self._refuse(self._known(answer), error.reason or str(error.status), str(error))
        except (NotThere, NoSuchPage):
            return  # removed since it was listed
        else:
            context.wait(self._known(answer), Waiting.CONFLICTS)
            context.tally.later = TooManyConflicts(context.remote.name)

    def _known(self, answer: SessionAnswer) -> SyncedSession:
        context = self._context
        return context.read(
            lambda connection: context.known(
                connection, answer.session_id, user_id=answer.user_id, package_id=answer.package_id
            )
        )

    def _has_changed(self, answer: SessionAnswer, known: SyncedSession | None) -> bool:
        if known is None:
            return True
        return known.quarantine_code is None and not self._step.is_as_known(known, answer)

    def _refuse(self, known: SyncedSession, code: str, message: str) -> None:
        self._context.write(lambda connection: self._context.quarantine(connection, known, code, message))
