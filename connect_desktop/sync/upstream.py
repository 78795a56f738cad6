"""A hub: a server for the devices of a place that is itself kept in step with the server above it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from contextlib import suppress
from math import inf
from time import monotonic
from types import TracebackType
from typing import Self

from msgspec.structs import replace

from connect_desktop.errors import ConnectError
from connect_desktop.store.database import Store, utc_now
from connect_desktop.store.devices.accounts import Account
from connect_desktop.store.devices.sync_state import SyncState
from connect_desktop.store.devices.sync_work import SyncWork
from connect_desktop.sync.courses.relay import PackageRelay
from connect_desktop.sync.errors import SyncCancelled
from connect_desktop.sync.holdings import standing_of_account
from connect_desktop.sync.ports import RealTiming, Syncing
from connect_desktop.sync.report import Outcome, SyncReport
from connect_desktop.sync.schedule import Occasion, Pace, Plan, after, on
from connect_desktop.sync.upstream_standing import UpstreamStanding

EVERY = 30.0
_TIMES_FRESH = 6

_log = logging.getLogger(__name__)


def pace_of(every: float) -> Pace:
    """How a hub keeps time that looks up `every` so many seconds: soon after its devices, for it is what keeps them
    waiting, and not spread, for hubs are few."""
    return Pace(every=every, soon=every / 60, spread=0.0, first=every / 15, longest=every * 10)


class Upstream:
    """Exchanges with the server above while it is entered, on a thread of its own: at the start, soon after a device
    wrote, asked or lacked a course, by a timer, and again and again after failures. Any thread may call.

    `account` is the server above, which is asked for news `every` so many seconds, more or less, and more often while
    devices ask.
    """

    def __init__(
        self,
        account: Account,
        store: Store,
        syncing: Syncing,
        relay: PackageRelay,
        *,
        every: float = EVERY,
    ) -> None:
        self._account = account
        self._store = store
        self._syncing = syncing
        self._relay = relay
        self._pace = pace_of(every)
        self._fresh = every / _TIMES_FRESH
        self._jitter = RealTiming().jitter
        self._changed = threading.Condition()
        self._stopping = threading.Event()
        self._plan = on(Plan(), Occasion.STARTED, monotonic(), self._pace, self._jitter)
        self._reachable = False
        self._looked_at = -inf
        self._thread = threading.Thread(target=self._look_after, name="upstream")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stopping.set()
        with self._changed:
            self._changed.notify()
        self._thread.join()

    def wrote(self) -> None:
        """A device has written something: it goes up soon."""
        self._plan_for(Occasion.LAUNCH_ENDED)

    def asked(self) -> None:
        """A device asks what is new: so does the hub, unless it has just done so."""
        if monotonic() - self._looked_at >= self._fresh:
            self._plan_for(Occasion.LAUNCH_ENDED)

    def lacked(self, package_id: str) -> None:
        """A device asked for a package that is not here: it is fetched soon, if it is above."""
        if self._relay.lacked(package_id):
            self._plan_for(Occasion.LAUNCH_ENDED)

    @property
    def tenant_id(self) -> str:
        """Whose sessions go up."""
        return self._store.tenant_id

    def standing(self, learner_ids: Sequence[str]) -> UpstreamStanding:
        """What the server above holds of these learners' launches; it is not asked. Raises `StoreError`."""
        users = {it: user for it in learner_ids if (user := self._account.user_of(it)) is not None}
        asked = replace(self._account, all_learners=False, links=users)
        state = SyncState(self.tenant_id, asked.id, utc_now)
        work = SyncWork(self.tenant_id, asked.id)
        with self._store.database.connections.reading() as connection:
            standing = standing_of_account(connection, asked, state, work, 0)
        return UpstreamStanding(
            name=self._account.name, reachable=self._reachable, launches=standing.launches, held=standing.held
        )

    def _plan_for(self, occasion: Occasion) -> None:
        with self._changed:
            self._plan = on(self._plan, occasion, monotonic(), self._pace, self._jitter)
            self._changed.notify()

    def _look_after(self) -> None:
        while self._waits_until_due():
            outcome, retry_after = Outcome.WAITING, None
            try:
                report = self._run()
                outcome, retry_after = report.outcome, report.retry_after
            except ConnectError as error:
                _log.warning("nothing goes to %s now: %s", self._account.name, error)
            except Exception:
                _log.exception("the exchange with %s failed; please report this", self._account.name)
            self._reachable = outcome is Outcome.DONE
            with self._changed:
                # Nobody sits before a hub: a key that is refused is tried again, as whatever else fails.
                known = Outcome.DONE if outcome is Outcome.DONE else Outcome.WAITING
                has_news = self._plan.due < inf
                self._plan = after(self._plan, known, monotonic(), self._pace, self._jitter, retry_after)
            if has_news:
                self._plan_for(Occasion.LAUNCH_ENDED)

    def _waits_until_due(self) -> bool:
        """False where it is to end."""
        with self._changed:
            while not self._stopping.is_set() and (left := self._plan.due - monotonic()) > 0:
                self._changed.wait(min(left, threading.TIMEOUT_MAX))
        return not self._stopping.is_set()

    def _run(self) -> SyncReport:
        with self._changed:
            # What is written from here on is another reason to run.
            self._plan = replace(self._plan, due=inf)
        self._looked_at = monotonic()
        report = self._exchange()
        if report.outcome is not Outcome.DONE:
            if report.error is not None:
                _log.warning("not all is in step with %s: %s", self._account.name, report.error)
            return report
        with suppress(SyncCancelled):
            if self._relay.fetch(self._stopping.is_set):
                # What waited for the course need not wait any longer.
                report = self._exchange()
        return report

    def _exchange(self) -> SyncReport:
        return self._syncing.run(self._account, cancelled=self._stopping.is_set, progress=lambda _progress: None)
