"""When each of several accounts is due. Time is a number of seconds from any start."""

from __future__ import annotations

from collections.abc import Callable, Collection
from math import inf
from time import monotonic

from msgspec.structs import replace

from connect_desktop.sync.report import Outcome
from connect_desktop.sync.schedule import Jitter, Occasion, Pace, Plan, after, on


class Timetable:
    """A `Plan` for each account, by its id. One that runs is not due; what happens meanwhile is for its next run."""

    def __init__(self, pace: Pace, jitter: Jitter, clock: Callable[[], float] = monotonic) -> None:
        self._pace = pace
        self._jitter = jitter
        self._clock = clock
        self._plans: dict[str, Plan] = {}
        self._running: set[str] = set()
        self._asked: set[str] = set()

    def add(self, account_id: str, occasion: Occasion) -> None:
        """Look after an account from now on, unless it is already."""
        if account_id not in self._plans:
            self._plans[account_id] = on(Plan(), occasion, self._clock(), self._pace, self._jitter)

    def forget(self, account_id: str) -> None:
        """Look after it no more. A run of it ends as any other."""
        self._plans.pop(account_id, None)

    def keep(self, account_ids: Collection[str]) -> None:
        """Look after no others any more."""
        for account_id in self._plans.keys() - account_ids:
            self.forget(account_id)

    def happen(self, occasion: Occasion) -> None:
        """This concerns every account."""
        for account_id in self._plans:
            self.happen_to(account_id, occasion)

    def happen_to(self, account_id: str, occasion: Occasion) -> None:
        """This concerns one account."""
        self._plans[account_id] = on(self._plans[account_id], occasion, self._clock(), self._pace, self._jitter)
        if occasion is Occasion.ASKED and account_id in self._running:
            self._asked.add(account_id)

    def begin(self, account_id: str) -> None:
        """It runs."""
        self._running.add(account_id)
        self._plans[account_id] = replace(self._plans[account_id], due=inf)

    def stop(self) -> None:
        """Nobody wants any more what was asked for while it runs."""
        self._asked.clear()

    def end(
        self, account_id: str, outcome: Outcome, retry_after: float | None = None, *, on_its_way: bool = False
    ) -> None:
        """It has run; `retry_after` is how many seconds the server asked to be left alone, `on_its_way` says that it is
        a hub, which may have what the server above it lacks."""
        asked = account_id in self._asked
        self._running.discard(account_id)
        self._asked.discard(account_id)
        plan = self._plans.get(account_id)
        if plan is None:
            return
        following = after(plan, outcome, self._clock(), self._pace, self._jitter, retry_after, on_its_way=on_its_way)
        if outcome is Outcome.DONE:
            # What was asked for, or came to an end, while it ran is not part of it.
            following = replace(following, due=min(following.due, plan.due))
        if asked:
            # With another key, or after it was stopped: it is not the run that was asked for, whatever came of it.
            following = on(following, Occasion.ASKED, self._clock(), self._pace, self._jitter)
        self._plans[account_id] = following

    def due(self) -> tuple[str, ...]:
        """The accounts whose turn it is."""
        now = self._clock()
        return tuple(account_id for account_id, plan in self._waiting() if plan.due <= now)

    def wait(self) -> float:
        """Seconds until one is due; `inf` where none will be before something happens."""
        nearest = min((plan.due for _, plan in self._waiting()), default=inf)
        return max(nearest - self._clock(), 0.0)

    def _waiting(self) -> list[tuple[str, Plan]]:
        return [(account_id, plan) for account_id, plan in self._plans.items() if account_id not in self._running]
