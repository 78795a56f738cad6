"""An exchange with a server that knows only the document of a session: its version, and what it says."""

from __future__ import annotations

from connect_desktop.store.devices.sync_state import SyncedSession
from connect_desktop.store.devices.sync_work import DirtySession
from connect_desktop.sync.answers import SessionAnswer
from connect_desktop.sync.context import Context
from connect_desktop.sync.document_step import DocumentStep, There, there_of
from connect_desktop.sync.errors import Conflict, NotThere, NotTheServer, TooManyConflicts, Unacceptable
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
        documents = self._documents()
        known = context.read(context.state.sessions)
        dirty = {session.session_id: session for session in context.read(context.work.dirty)}
        changed = [it for it, answer in documents.items() if it in dirty or _has_changed(answer, known.get(it))]
        new = [it for it in dirty.values() if it.session_id not in documents]
        context.expect(len(changed) + len(new))
        for session_id in changed:
            context.go_on()
            self._exchange(self._there(documents[session_id]))
            context.finish()
        for session in new:
            context.go_on()
            self._create(session)
            context.finish()

    def _documents(self) -> dict[str, SessionAnswer]:
        """What the server has of the learners here, by session."""
        context = self._context
        learners = context.read(context.work.learners)
        users = {user for learner in learners if (user := context.account.user_of(learner))}
        found = {}
        for user in sorted(users | set(context.account.links.values())):
            for answer in context.remote.sessions(user):
                if answer.user_id == user:
                    found[answer.session_id] = answer
        return found

    def _create(self, session: DirtySession) -> None:
        """Make the session there, if the server has its course."""
        context = self._context
        user_id = context.account.user_of(session.learner_id)
        if user_id is None:
            return
        known = context.read(
            lambda connection: context.known(
                connection, session.session_id, user_id=user_id, package_id=session.package_id
            )
        )
        try:
            context.remote.launch(session.package_id, user_id, session.session_id)
        except NotThere:
            context.wait(known, Waiting.NO_COURSE_THERE)
            return
        except Unacceptable as error:
            self._refuse(known, error)
            return
        try:
            self._exchange(self._read(session.session_id))
        except NotThere:
            raise NotTheServer(context.remote.name) from None
        except Unacceptable as error:
            self._refuse(known, error)

    def _exchange(self, there: There) -> None:
        """Bring one session into step; what keeps it from that is kept with it."""
        context = self._context
        answer = there.answer
        known = context.read(
            lambda connection: context.known(
                connection, answer.session_id, user_id=answer.user_id, package_id=answer.package_id
            )
        )
        try:
            for number in range(_MOST_TRIES):
                try:
                    if self._step.step(there):
                        return
                except Conflict:
                    most = _FIRST_PAUSE * 2**number
                    context.timing.wait(context.timing.jitter(most), context.cancelled)
                context.go_on()
                there = self._read(answer.session_id)
        except Unacceptable as error:
            self._refuse(known, error)
        except NotThere:
            return  # removed since it was listed
        else:
            context.wait(known, Waiting.CONFLICTS)
            context.tally.later = TooManyConflicts(context.remote.name)

    def _refuse(self, known: SyncedSession, error: Unacceptable) -> None:
        code, message = error.reason or str(error.status), str(error)
        self._context.write(lambda connection: self._context.quarantine(connection, known, code, message))

    def _read(self, session_id: str) -> There:
        return self._there(*self._context.remote.session(session_id))

    def _there(self, answer: SessionAnswer, etag: str | None = None) -> There:
        try:
            return there_of(answer, etag)
        except ValueError:
            raise NotTheServer(self._context.remote.name) from None


def _has_changed(answer: SessionAnswer, known: SyncedSession | None) -> bool:
    if known is None:
        return True
    return known.quarantine_code is None and (known.base is None or answer.version != known.version)
