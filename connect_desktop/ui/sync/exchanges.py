"""Exchanges with every account, each when it is due and on a thread of its own; what comes of them is told here."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from functools import partial
from math import inf
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QObject, QThreadPool, QTimer, Signal

from connect_desktop.errors import ConnectError
from connect_desktop.store.devices.accounts import Account
from connect_desktop.sync.credentials import Kept
from connect_desktop.sync.ports import Progress
from connect_desktop.sync.report import Outcome, Question, SyncReport
from connect_desktop.sync.schedule import Jitter, Occasion, Pace
from connect_desktop.sync.signing_in import SignedIn
from connect_desktop.sync.timetable import Timetable
from connect_desktop.sync.upstream_standing import UpstreamStanding
from connect_desktop.ui.operation import Failure, Operation
from connect_desktop.ui.operation import Progress as Telling
from connect_desktop.ui.sync.network import NetworkWatch
from connect_desktop.ui.sync.own_threads import OwnThreads
from connect_desktop.ui.sync.parts import SyncParts
from connect_desktop.ui.sync.reading import Reading, reading_of
from connect_desktop.ui.sync.state import AccountState, SyncState

if TYPE_CHECKING:
    from connect_desktop.ui.sync.servers_nearby import Browse

# How long an exchange may take to stop when the program ends, in seconds; after that it is left where it is, which
# loses nothing.
_PATIENCE = 2.0
_LONGEST_TIMER = 3600.0

_log = logging.getLogger(__name__)

T = TypeVar("T")


class _Ended(Struct, frozen=True):
    outcome: Outcome
    error: ConnectError | None
    upstream: UpstreamStanding | None


class Exchanges(QObject):
    """Runs exchanges by the schedule and on demand.

    `changed` carries the new state; `looked` says that it was read anew how it stands, `failed` that it could not be;
    `received` that there is something new here.

    Nothing of it happens before `start`, and next to nothing while there is no account.
    """

    changed = Signal(SyncState)
    looked = Signal()
    received = Signal()
    failed = Signal(object)
    signed_in = Signal(object)
    not_signed_in = Signal(object)
    key_stayed = Signal(Account)

    def __init__(
        self,
        parts: SyncParts,
        *,
        pace: Pace | None = None,
        jitter: Jitter | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._parts = parts
        self._timetable = Timetable(pace or Pace(), jitter or partial(random.uniform, 0.0))
        self._watch: NetworkWatch | None = None
        self._running: dict[str, Operation[SyncReport]] = {}
        self._outcomes: dict[str, _Ended] = {}
        self._given_up: set[str] = set()
        self._wanted = False
        self._ended = False
        self._threads = OwnThreads("sync")
        self._reading = QThreadPool(self)
        self._reading.setMaxThreadCount(1)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._run_what_is_due)
        self.state = SyncState()

    @property
    def browse(self) -> Browse | None:
        """Finds servers on the network; None where nobody is to be looked for."""
        return self._parts.browse

    def start(self) -> None:
        """Read which accounts there are, and sync with them from now on."""
        self.refresh()

    def refresh(self) -> None:
        """Read anew which accounts there are and how it stands with them."""
        learner_id = self.state.learner_id
        self._read(lambda: reading_of(self._parts, learner_id)).success(self._take).failure(self._not_read).start()

    def choose(self, learner_id: str | None) -> None:
        """This learner sits here now: the line is about them."""
        if learner_id != self.state.learner_id:
            self.state = replace(self.state, learner_id=learner_id)
            if self.state.loaded:
                self.refresh()

    def sync_now(self) -> None:
        """Sync with every account, whatever was planned."""
        self._happen(Occasion.ASKED)

    def launch_ended(self) -> None:
        """There may be something new to send."""
        self._happen(Occasion.LAUNCH_ENDED)
        if self.state.accounts:
            self.refresh()

    def stop(self) -> None:
        """Stop the exchanges that run; what they have not sent goes with the next ones."""
        self._timetable.stop()
        for operation in self._running.values():
            operation.cancel()

    def dispose(self) -> None:
        """The program ends."""
        self._ended = True
        self._timer.stop()
        self._parts.keys.close()
        self.stop()
        if not self._threads.wait(_PATIENCE):
            _log.warning("an exchange did not stop in time; it goes on from where it was the next time")
        self._reading.waitForDone()

    def sign_in(self, address: str, key: str, name: str, owner: QObject) -> Operation[str]:
        """Try a key, and then make an account or give the one there is this key; `signed_in` or `not_signed_in` follow.
        To be started; nothing is kept where the `owner` has gone before the server answered."""
        signing_in = self._parts.signing_in

        def keep(found: str) -> None:
            keeping = self._apart(lambda: signing_in.keep(found, key, name))
            keeping.success(self._signed_in).failure(self.not_signed_in.emit).start()

        return self.check(address, key, owner).success(keep).failure(self.not_signed_in.emit)

    def remove(self, account: Account) -> Operation[bool]:
        """Give an account up; `key_stayed` follows where the keyring may keep its key. To be started."""

        def forget(is_forgotten: bool) -> None:
            self._forget(account.id)
            if not is_forgotten:
                self.key_stayed.emit(account)

        return self._apart(lambda: self._parts.signing_in.remove(account)).success(forget)

    def answer(self, question: Question, launch_id: str) -> Operation[None]:
        """Go on from what this launch came to. To be started."""

        def note(_nothing: None) -> None:
            self.received.emit()
            self.launch_ended()

        return self._read(lambda: self._parts.service.resume_from(question.session_id, launch_id)).success(note)

    def ask(self, work: Callable[[SyncParts], T], owner: QObject | None = None) -> Operation[T]:
        """Ask what only reads or writes the database, for as long as `owner` is there. To be started; those asked first
        are answered first."""
        return self._read(lambda: work(self._parts), owner)

    def give(self, account: Account, package_id: str, owner: QObject) -> Operation[None]:
        """Give the server a course; what waited for it follows at once. To be started."""
        offers = self._parts.offers
        if offers is None:
            raise ValueError(package_id)
        giving = Operation(
            lambda telling: offers.give(account, package_id, telling, telling.cancelled),
            owner=owner,
            pool=self._threads,
        )
        return giving.success(lambda _nothing: self.sync_now())

    def check(self, address: str, key: str, owner: QObject) -> Operation[str]:
        """Try a key; succeeds with the address as it would be kept. To be started."""
        return self._apart(lambda: self._parts.signing_in.check(address, key), owner)

    def place_of_key(self, account: Account, owner: QObject) -> Operation[Kept | None]:
        """Where the account's key is. To be started."""
        return self._apart(lambda: self._parts.keys.place_of(account), owner)

    def _apart(self, work: Callable[[], T], owner: QObject | None = None) -> Operation[T]:
        """Work that may take long - a keyring, a server -, apart from all other."""
        return Operation(lambda _telling: work(), owner=owner or self, pool=self._threads)

    def _read(self, work: Callable[[], T], owner: QObject | None = None) -> Operation[T]:
        return Operation(lambda _telling: work(), owner=owner or self, pool=self._reading)

    def _take(self, reading: Reading) -> None:
        known = {one.account.id: one for one in self.state.accounts}
        # Whoever has just made an account waits for it.
        new = Occasion.ASKED if self.state.loaded else Occasion.STARTED
        accounts = []
        for account, standing, mine in zip(reading.accounts, reading.standings, reading.of_learner, strict=True):
            if account.id in self._given_up:
                # It was read before it went.
                continue
            before = self._settled(known.get(account.id) or AccountState(account=account))
            accounts.append(replace(before, account=account, standing=standing, mine=mine))
            self._timetable.add(account.id, new)
        # One may have been given up by another program, too.
        self._timetable.keep({one.account.id for one in accounts})
        if accounts and self._watch is None and not self._ended:
            self._watch = NetworkWatch(self)
            self._watch.changed.connect(self._network_changed)
        online = self._watch is None or self._watch.online
        self._become(
            replace(
                self.state,
                accounts=tuple(accounts),
                questions=tuple(reading.questions),
                answered=tuple(reading.answered),
                online=online,
                loaded=True,
            )
        )
        self._set_timer()
        self.looked.emit()

    def _not_read(self, failure: Failure) -> None:
        self._become(replace(self.state, accounts=tuple(map(self._settled, self.state.accounts))))
        self.failed.emit(failure)

    def _signed_in(self, signed_in: SignedIn) -> None:
        # An account that is new has no plan yet, and one with a new key is to be tried at once.
        self.refresh()
        self.sync_now()
        self.signed_in.emit(signed_in)

    def _forget(self, account_id: str) -> None:
        self._timetable.forget(account_id)
        self._given_up.add(account_id)
        if operation := self._running.get(account_id):
            operation.cancel()
        self.refresh()

    def _network_changed(self, online: bool) -> None:
        self._become(replace(self.state, online=online))
        if online:
            self._happen(Occasion.RECONNECTED)

    def _happen(self, occasion: Occasion) -> None:
        self._timetable.happen(occasion)
        self._wanted = self._wanted or occasion is Occasion.ASKED
        self._set_timer()

    def _set_timer(self) -> None:
        wait = self._timetable.wait()
        if wait == inf or self._ended:
            self._timer.stop()
            return
        self._timer.start(round(min(wait, _LONGEST_TIMER) * 1000))

    def _run_what_is_due(self) -> None:
        due = self._timetable.due()
        for one in self.state.accounts:
            if one.account.id in due:
                self._run(one.account, quietly=not self._wanted and one.outcome is not None)
        self._wanted = self._wanted and not due
        self._set_timer()

    def _run(self, account: Account, *, quietly: bool) -> None:
        def work(telling: Telling) -> SyncReport:
            def tell(progress: Progress) -> None:
                telling(progress.done, progress.to_do)

            return self._parts.service.run(account, cancelled=telling.cancelled, progress=tell)

        self._timetable.begin(account.id)
        operation = Operation(work, owner=self, pool=self._threads)
        self._running[account.id] = operation
        operation.progress(lambda done, to_do: self._update(account.id, running=Progress(done, to_do)))
        operation.success(partial(self._report, account.id)).failure(partial(self._regret, account.id))
        operation.cancelled(lambda: self._end(account.id, _Ended(Outcome.CANCELLED, None, None)))
        self._update(account.id, running=Progress(0, 0), quietly=quietly)
        operation.start()

    def _report(self, account_id: str, report: SyncReport) -> None:
        ended = _Ended(report.outcome, report.error, report.upstream)
        self._end(account_id, ended, report.retry_after, on_its_way=report.on_its_way)
        if report.changed or report.received:
            self.received.emit()

    def _regret(self, account_id: str, failure: Failure) -> None:
        error = failure.error
        self._end(account_id, _Ended(Outcome.WAITING, error if isinstance(error, ConnectError) else None, None))

    def _end(
        self, account_id: str, ended: _Ended, retry_after: float | None = None, *, on_its_way: bool = False
    ) -> None:
        self._running.pop(account_id, None)
        self._outcomes[account_id] = ended
        self._timetable.end(account_id, ended.outcome, retry_after, on_its_way=on_its_way)
        self._set_timer()
        if not self._ended:
            self.refresh()

    def _settled(self, one: AccountState) -> AccountState:
        """The state with what the last exchange came to. It is shown with what the server holds since, not before."""
        if one.account.id in self._running or one.account.id not in self._outcomes:
            return one
        ended = self._outcomes.pop(one.account.id)
        return replace(one, running=None, outcome=ended.outcome, error=ended.error, upstream=ended.upstream)

    def _update(self, account_id: str, **values: object) -> None:
        accounts = tuple(replace(one, **values) if one.account.id == account_id else one for one in self.state.accounts)
        self._become(replace(self.state, accounts=accounts))

    def _become(self, state: SyncState) -> None:
        self.state = state
        self.changed.emit(state)
