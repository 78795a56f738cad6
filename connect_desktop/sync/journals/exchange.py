"""An exchange with a server of this kind: which sessions changed there, what it has, what it lacks, and receipts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from itertools import groupby

from connect_desktop.store.connection import Connection
from connect_desktop.store.devices.sync_work import DirtySession
from connect_desktop.sync.answers import SessionAnswer
from connect_desktop.sync.context import Context
from connect_desktop.sync.errors import (
    Conflict,
    NotAllowed,
    NotTheServer,
    OtherContent,
    RetryLater,
    SignInNeeded,
    SyncError,
    TooManyConflicts,
    Unacceptable,
)
from connect_desktop.sync.journals.acknowledging import Acknowledging, is_too_long, outcome_of
from connect_desktop.sync.journals.changes_there import ChangesThere, ServerRestored
from connect_desktop.sync.journals.incoming import IncomingSessions
from connect_desktop.sync.journals.outgoing import Outgoing, OutgoingSessions
from connect_desktop.sync.report import Waiting

_MOST_CONFLICTS = 5
_FIRST_PAUSE = 0.1
_LONGEST_PAUSE = 5.0
_MOST_RESTORES = 3

Sent = list[tuple[Outgoing, SessionAnswer | SyncError]]


class JournalExchange:
    """One exchange. `run` raises `RetryLater`, `SignInNeeded`, `NotAllowed`, `SyncCancelled` and `StoreError`; all that
    was acknowledged until then is kept."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._changes = ChangesThere(context)
        self._acknowledging = Acknowledging(context)
        self._incoming = IncomingSessions(context)
        self._epoch = ""
        self._outgoing = OutgoingSessions(context.store, context.account, context.state, context.work)

    def run(self) -> None:
        for _ in range(_MOST_RESTORES):
            try:
                self._run()
            except ServerRestored as restored:
                self._begin_again(restored.epoch)
            else:
                return
        raise NotTheServer(self._context.remote.name)

    def _run(self) -> None:
        context = self._context
        self._epoch = self._changes.ask()
        self._pull(context.read(context.work.outdated))
        conflicts: Counter[str] = Counter()
        # Whoever is being played is dirty again at once: each session is brought into step once.
        done: set[str] = set()
        while dirty := self._dirty(done):
            context.expect(len(dirty))
            to_pull = self._push(dirty, done)
            conflicts.update(to_pull)
            if to_pull:
                most = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2 ** max(conflicts.values()))
                context.timing.wait(context.timing.jitter(most), context.cancelled)
            self._pull(to_pull)
            for session_id in to_pull:
                if conflicts[session_id] >= _MOST_CONFLICTS:
                    done.add(session_id)
                    self._wait_for_others(session_id)

    def _begin_again(self, epoch: str) -> None:
        """All that was acknowledged may be lost there: it is all sent again, from what is kept here."""
        context = self._context

        def job(connection: Connection) -> None:
            context.state.forget_acknowledged(connection)
            context.state.enter(connection, epoch)
            context.state.note(connection, "server-restored")

        context.write(job)

    def _pull(self, session_ids: Sequence[str]) -> None:
        context = self._context
        context.expect(len(session_ids))
        for session_id in session_ids:
            context.go_on()
            self._incoming.pull(session_id)
            context.finish()

    def _dirty(self, done: Collection[str]) -> list[DirtySession]:
        """What is to be pushed; what waited for a course there is asked for by course, not by session."""
        context = self._context
        found = [
            session
            for session in context.read(context.work.dirty)
            if session.session_id not in done and context.account.user_of(session.learner_id) is not None
        ]
        waiting = sorted((it for it in found if it.waiting == Waiting.NO_COURSE_THERE), key=_package_of)
        ready = [it for it in found if it.waiting != Waiting.NO_COURSE_THERE]
        for package_id, sessions in groupby(waiting, key=_package_of):
            if context.remote.has_package(package_id):
                ready.extend(sessions)
        return ready

    def _push(self, dirty: Sequence[DirtySession], done: set[str]) -> list[str]:
        """Push all of these; the sessions that must be pulled before they are pushed again. Those with which nothing
        more is to be done now are `done`. While one batch is on its way, the one before it is acknowledged and the next
        is made ready."""
        context = self._context
        to_pull: list[str] = []
        with ThreadPoolExecutor(max_workers=1, thread_name_prefix="sync") as line:
            flying: Future[Sent] | None = None
            try:
                for batch in self._outgoing.batches(dirty):
                    context.go_on()
                    ready = self._ready(batch, done)
                    before, flying = flying, (line.submit(self._send, ready) if ready else None)
                    if before is not None:
                        to_pull += self._settle(before.result(), done)
            except BaseException:
                if flying is not None:
                    # What the server acknowledged meanwhile need not be sent again.
                    with suppress(SyncError, ServerRestored):
                        self._settle(flying.result(), done)
                raise
            if flying is not None:
                to_pull += self._settle(flying.result(), done)
        return to_pull

    def _ready(self, batch: Sequence[Outgoing], done: set[str]) -> list[Outgoing]:
        """Those that bring something; the others are in step already."""
        context = self._context
        context.at("enqueue")
        idle = [it for it in batch if it.is_there and not it.receipts]
        done.update(it.session.session_id for it in idle)
        if idle or any(it.is_running for it in batch):
            # What a course wrote last may not be safe against a loss of power yet; with what is kept now, it is.
            context.write(lambda connection: self._keep_in_step(connection, idle))
        context.finish(len(idle))
        return [it for it in batch if not it.is_there or it.receipts]

    def _keep_in_step(self, connection: Connection, idle: Iterable[Outgoing]) -> None:
        context = self._context
        for outgoing in idle:
            session = context.known(connection, outgoing.session.session_id)
            session.mark = outgoing.mark
            context.state.put(connection, [session])
        # SQLite writes nothing, and so waits for no disk, where a row becomes what it is already.
        context.state.enter(connection, "")
        context.state.enter(connection, self._epoch)

    def _send(self, batch: Sequence[Outgoing]) -> Sent:
        """Send a batch; where the server does not take it as it is, half of it at a time."""
        self._context.at("send")
        body = b'{"pushes": [' + b", ".join(outgoing.body for outgoing in batch) + b"]}"
        try:
            epoch, results = self._context.remote.push(body, len(batch))
        except Unacceptable as error:
            if len(batch) == 1:
                return [(batch[0], error)]
            middle = len(batch) // 2
            return self._send(batch[:middle]) + self._send(batch[middle:])
        if epoch != self._epoch:
            raise ServerRestored(epoch)
        return [
            (it, outcome_of(self._context.remote.name, it, result)) for it, result in zip(batch, results, strict=True)
        ]

    def _settle(self, sent: Sent, done: set[str]) -> list[str]:
        """Keep what became of a batch, all in one transaction; the sessions that must be pulled first."""
        context = self._context
        context.at("acknowledge")

        def job(connection: Connection) -> list[str]:
            return [
                outgoing.session.session_id
                for outgoing, outcome in sent
                if not self._acknowledging.keep(connection, outgoing, outcome)
            ]

        to_pull = context.write(job)
        for outgoing, outcome in sent:
            session_id = outgoing.session.session_id
            if isinstance(outcome, SessionAnswer):
                context.tally.sent += len(outgoing.receipts)
                if outgoing.is_whole and session_id not in to_pull:
                    done.add(session_id)
                    context.finish()
            elif is_too_long(outgoing, outcome):
                self._outgoing.most_bytes = max(1, min(self._outgoing.most_bytes, len(outgoing.body)) // 2)
            elif not isinstance(outcome, Conflict | OtherContent):
                done.add(session_id)
                context.finish()
            if isinstance(outcome, RetryLater):
                context.tally.later = outcome
        for _, outcome in sent:
            if isinstance(outcome, SignInNeeded | NotAllowed):
                raise outcome
        return to_pull

    def _wait_for_others(self, session_id: str) -> None:
        context = self._context
        context.wait(context.read(lambda connection: context.known(connection, session_id)), Waiting.CONFLICTS)
        context.tally.later = TooManyConflicts(context.remote.name)


def _package_of(session: DirtySession) -> str:
    return session.package_id
