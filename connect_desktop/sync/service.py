"""Sync as windows and commands see it: exchanges with accounts, and what came of them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from msgspec import structs

from connect_desktop.errors import ConnectError
from connect_desktop.runtime.errors import UnknownSession
from connect_desktop.store.collisions import kept
from connect_desktop.store.connection import Connection
from connect_desktop.store.database import Store
from connect_desktop.store.devices.accounts import Account
from connect_desktop.store.devices.sync_state import HistoryRow, SyncState
from connect_desktop.store.devices.sync_work import SyncWork
from connect_desktop.store.travel.launch_exchange import LaunchExchange
from connect_desktop.sync.errors import (
    ExportFailed,
    KeyMissing,
    KeyringLocked,
    NotAllowed,
    RetryLater,
    SignInNeeded,
    SyncCancelled,
    SyncError,
)
from connect_desktop.sync.holdings import standing_of_account, standing_of_session
from connect_desktop.sync.ports import At, Cancelled, Courses, Credentials, OnProgress, RealTiming, Timing, nowhere
from connect_desktop.sync.report import Outcome, Quarantined, Question, Standing, SyncReport
from connect_desktop.sync.resume_points import answered, questions, resume_from

if TYPE_CHECKING:
    import httpx

T = TypeVar("T")

_REMOVED_THERE = "removed-there"
_RUN = "run"


class SyncService:
    """The `Syncing` of one store. `transport` makes the seam to the network, `at` hears of the points it comes by."""

    def __init__(
        self,
        store: Store,
        courses: Courses,
        credentials: Credentials,
        *,
        timing: Timing | None = None,
        transport: Callable[[], httpx.BaseTransport] | None = None,
        at: At = nowhere,
    ) -> None:
        self._store = store
        self._courses = courses
        self._credentials = credentials
        self._timing = timing or RealTiming()
        self._transport = transport
        self._at = at
        self._locks: defaultdict[str, Lock] = defaultdict(Lock)

    def run(self, account: Account, *, cancelled: Cancelled, progress: OnProgress) -> SyncReport:
        # Who only looks at what was synced need not wait for the network's libraries.
        from connect_desktop.sync.context import Context, Tally
        from connect_desktop.sync.exchange import exchange
        from connect_desktop.sync.remote import Remote

        tally = Tally()
        started_at = self._timing.now()
        error: ConnectError | None = None
        with (
            self._locks[account.id],
            Remote(account, self._credentials, self._transport() if self._transport else None, self._timing) as remote,
        ):
            context = Context(
                store=self._store,
                account=account,
                state=self._state(account),
                work=SyncWork(self._store.tenant_id, account.id),
                remote=remote,
                courses=self._courses,
                timing=self._timing,
                at=self._at,
                cancelled=cancelled,
                progress=progress,
                tally=tally,
            )
            try:
                exchange(context)
            except SyncError as raised:
                error = raised
        error = error or tally.later
        waiting, quarantined = self._read(self._state(account).troubles)
        report = SyncReport(
            account_id=account.id,
            outcome=_outcome(error),
            started_at=started_at,
            ended_at=self._timing.now(),
            sent=tally.sent,
            received=tally.received,
            changed=frozenset(tally.changed),
            quarantined=quarantined,
            waiting=sum(waiting.values()),
            error=error,
            retry_after=error.after if isinstance(error, RetryLater) else None,
            upstream=tally.upstream,
        )
        self._note(account, report)
        return report

    def standing(self, account: Account, session_id: str | None = None) -> Standing:
        state, work = self._state(account), SyncWork(self._store.tenant_id, account.id)
        asked = len(questions(self._store, None if session_id is None else [session_id]))
        if session_id is None:
            return self._read(lambda connection: standing_of_account(connection, account, state, work, asked))
        return self._read(lambda connection: standing_of_session(connection, state, work, session_id, asked))

    def standing_of_learner(self, account: Account, learner_id: str) -> Standing:
        state, work = self._state(account), SyncWork(self._store.tenant_id, account.id)
        user_id = account.user_of(learner_id)
        if user_id is None:
            return Standing()
        asked = sum(it.learner_id == learner_id for it in questions(self._store))
        alone = structs.replace(account, all_learners=False, links={learner_id: user_id})
        return self._read(lambda connection: standing_of_account(connection, alone, state, work, asked, user_id))

    def history(self, account: Account, limit: int = 50) -> tuple[HistoryRow, ...]:
        return self._read(lambda connection: self._state(account).history(connection, limit))

    def quarantined(self, account: Account) -> tuple[Quarantined, ...]:
        return tuple(
            Quarantined(
                session_id=session.session_id,
                package_id=session.package_id,
                user_id=session.user_id,
                code=session.quarantine_code,
                message=session.quarantine_message,
                since=session.quarantined_at,
            )
            for session in self._read(self._state(account).quarantined)
            if session.quarantine_code is not None and session.quarantined_at is not None
        )

    def retry(self, account: Account, session_id: str) -> None:
        state = self._state(account)

        def job(connection: Connection) -> None:
            session = state.session(connection, session_id)
            if session is None or session.quarantine_code is None:
                return
            removed = session.quarantine_code == _REMOVED_THERE
            session.quarantine_code, session.quarantine_message, session.quarantined_at = None, "", None
            session.mark = ""
            state.put(connection, [session])
            if removed:
                state.forget_session(connection, session_id)

        self._write(job)

    def export(self, session_id: str, destination: Path) -> None:
        exchange = LaunchExchange(self._store.tenant_id, self._store.launches)

        def journal(connection: Connection) -> dict[str, object]:
            session = self._store.sessions.within(connection, session_id)
            if session is None:
                raise UnknownSession(session_id)
            launches = {it.record.id: it.as_sent().as_json() for it in exchange.held(connection, session_id)}
            return {
                "session_id": session_id,
                "package_id": session.package_id,
                "user_id": session.learner_id,
                "journal": launches,
            }

        document = self._read(journal)
        try:
            destination.write_text(json.dumps(document, indent=2), encoding="utf-8")
        except OSError as error:
            raise ExportFailed(destination, error.strerror or str(error)) from error

    def questions(self) -> tuple[Question, ...]:
        return questions(self._store, courses=self._courses)

    def answered(self) -> tuple[Question, ...]:
        return answered(self._store, self._courses)

    def resume_from(self, session_id: str, launch_id: str) -> None:
        kept(lambda: resume_from(self._store, session_id, launch_id, self._courses))

    def _state(self, account: Account) -> SyncState:
        return SyncState(self._store.tenant_id, account.id, self._timing.now)

    def _note(self, account: Account, report: SyncReport) -> None:
        """Keep what an exchange came to; of several that came to nothing in the same way, the last."""
        error = report.error.as_json()["error"] if report.error else None
        details = {
            "outcome": report.outcome.value,
            "started_at": report.started_at.isoformat(),
            "sent": report.sent,
            "received": report.received,
            "quarantined": report.quarantined,
            "waiting": report.waiting,
            "error": error,
        }
        state = self._state(account)

        def job(connection: Connection) -> None:
            if not state.is_there(connection):
                return
            for last in state.history(connection, 1):
                same = {**last.details, "started_at": ""} == {**details, "started_at": ""}
                if last.code == _RUN and same and not (report.sent or report.received):
                    state.take_back(connection, last.id)
            state.note(connection, _RUN, **details)

        with suppress(ConnectError):
            # A full disk must not hide what the exchange itself came to.
            self._write(job)

    def _read(self, question: Callable[[Connection], T]) -> T:
        with self._store.database.connections.reading() as connection:
            return question(connection)

    def _write(self, job: Callable[[Connection], T]) -> T:
        def transaction() -> T:
            with self._store.database.connections.writing() as connection:
                return job(connection)

        return kept(transaction)


def _outcome(error: ConnectError | None) -> Outcome:
    match error:
        case None:
            return Outcome.DONE
        case SignInNeeded() | KeyMissing():
            return Outcome.SIGN_IN
        case NotAllowed():
            return Outcome.NOT_ALLOWED
        case KeyringLocked():
            return Outcome.LOCKED
        case SyncCancelled():
            return Outcome.CANCELLED
        case _:
            return Outcome.WAITING
