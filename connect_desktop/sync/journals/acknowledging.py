"""What a server said of a pushed session, and what is kept of it here."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from connect_desktop.packages.library import package_id_of
from connect_desktop.store.connection import Connection
from connect_desktop.store.devices.sync_state import SyncedSession
from connect_desktop.store.travel.launch_join import Receipt
from connect_desktop.sync.answers import Result, SessionAnswer, receipts_of, session_of
from connect_desktop.sync.context import Context
from connect_desktop.sync.errors import Conflict, NotThere, NotTheServer, OtherContent, SyncError, Unacceptable
from connect_desktop.sync.http_refusals import refusal
from connect_desktop.sync.journals.forking import fork
from connect_desktop.sync.journals.outgoing import Outgoing
from connect_desktop.sync.report import Waiting

_UNKNOWN_PACKAGE = "unknown-package"


class Acknowledging:
    """Keeps receipts, waits and quarantines of pushed sessions."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def keep(self, connection: Connection, outgoing: Outgoing, outcome: SessionAnswer | SyncError) -> bool:
        """Keep what became of a push; whether nothing must be pulled for it now. Within a transaction; raises
        `StoreError`."""
        context, session_id = self._context, outgoing.session.session_id
        known = context.known(connection, session_id, user_id=outgoing.user_id, package_id=outgoing.session.package_id)
        match outcome:
            case SessionAnswer():
                return self._acknowledge(connection, outgoing, outcome, known)
            case Conflict():
                if outcome.current is not None:
                    known.told_version = outcome.current
                context.state.put(connection, [known])
                return False
            case OtherContent():
                self._part(connection, known, outcome)
            case NotThere() if outcome.reason == _UNKNOWN_PACKAGE:
                known.waiting = Waiting.NO_COURSE_THERE
                context.state.put(connection, [known])
            case NotThere():
                context.quarantine(connection, known, "removed-there", "The server has removed this session.")
            case Unacceptable() if not is_too_long(outgoing, outcome):
                context.quarantine(connection, known, outcome.reason or str(outcome.status), str(outcome))
        return True

    def _acknowledge(
        self, connection: Connection, outgoing: Outgoing, answer: SessionAnswer, known: SyncedSession
    ) -> bool:
        context = self._context
        context.state.acknowledge(connection, known.session_id, outgoing.receipts)
        if known.version == outgoing.version or not outgoing.is_there:
            known.version = answer.version
        known.told_version = answer.version
        known.held_time, known.held_completion, known.held_success = answer.time, answer.completion, answer.success
        if known.waiting != Waiting.OTHER_CONTENT:
            known.waiting = None
        known.synced_at = context.timing.now()
        forked = bool(answer.document.get("forked"))
        if forked:
            # A copy of this device wrote under the same ids: take in what it wrote beside what was written here.
            known.version = 0
            context.state.note(connection, "device-copied", known.session_id)
        elif outgoing.is_whole:
            known.mark = outgoing.mark
        context.state.put(connection, [known])
        return not forked

    def _part(self, connection: Connection, known: SyncedSession, mismatch: OtherContent) -> None:
        """A launch that ran other content than the server has, and that the server does not have, goes to a session of
        its own. Where the session itself is in another package there, it becomes so here once nothing is left in it."""
        context, store = self._context, self._context.store
        session = store.sessions.within(connection, known.session_id)
        launch = store.launches.within(connection, mismatch.launch_id)
        course = context.course_of(session.package_id) if session else None
        if session is None or launch is None or course is None or launch.session_id != session.id:
            context.quarantine(connection, known, mismatch.code, str(mismatch))
            return
        if mismatch.package_id == package_id_of(launch.package_hash):
            # The server holds something else under the very name of this content: no other session would help.
            context.quarantine(connection, known, mismatch.code, str(mismatch))
            return
        forked = fork(connection, store, session, [launch.id], launch.package_hash, course[1])
        if forked is not None:
            context.state.note(connection, "forked", known.session_id, fork=forked.id)
        known.package_id = mismatch.package_id or known.package_id
        if known.package_id != session.package_id and not context.work.revisions(connection, session.id):
            store.sessions.move_within(connection, session.id, known.package_id)
        context.state.put(connection, [known])


def outcome_of(server: str, outgoing: Outgoing, result: Result) -> SessionAnswer | SyncError:
    """The session where the server gave a receipt for all that was sent, else what came between."""
    if result.status != HTTPStatus.OK:
        return refusal(server, result.status, result.body)
    try:
        answer = session_of(result.body, outgoing.session.session_id)
        receipts = receipts_of(result.body)
    except (ValueError, TypeError, LookupError, OverflowError):
        return NotTheServer(server)
    # A success without a receipt that can be verified is no acknowledgement.
    return answer if _are_held(outgoing.receipts, receipts) else NotTheServer(server)


def is_too_long(outgoing: Outgoing, outcome: SessionAnswer | SyncError) -> bool:
    """Whether fewer of its launches at a time may be taken."""
    too_long = isinstance(outcome, Unacceptable) and outcome.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    return too_long and len(outgoing.receipts) > 1


def _are_held(sent: Mapping[str, Receipt], receipts: Mapping[str, Receipt]) -> bool:
    """A receipt echoes what was sent. One for another revision, be it a higher one, may be for what a copy of this
    device wrote under the same id."""
    return all(receipts.get(launch_id) == receipt for launch_id, receipt in sent.items())
