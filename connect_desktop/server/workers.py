"""Where a request waits for the database, so that the others need not."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from anyio import CapacityLimiter, sleep, to_thread

from connect_desktop.store.collisions import COLLISIONS, pauses

_READERS = 16

T = TypeVar("T")


class Workers:
    """Threads: several that read, one that writes.

    SQLite has one writer at a time; writers that queue here, in order, wait less and more evenly than writers that ask
    it again and again. With PostgreSQL other processes write at the same time: a job whose transaction collided with
    theirs is done again from its start, and has changed nothing outside the database by then.

    `at_hand` says that the database is a file of this machine: a few rows are there sooner than a thread is.
    """

    def __init__(self, *, at_hand: bool = False) -> None:
        self._at_hand = at_hand
        self._reading = CapacityLimiter(_READERS)
        self._writing = CapacityLimiter(1)

    @property
    def waiting_to_write(self) -> int:
        """How many jobs wait for the one thread that writes."""
        return self._writing.statistics().tasks_waiting

    async def read(self, job: Callable[[], T]) -> T:
        """Do what only reads, or takes long and seldom writes. Raises what it raises."""
        return await self._done(job, self._reading)

    async def glance(self, job: Callable[[], T]) -> T:
        """Do what only reads, and no more than a few rows by their keys. Raises what it raises."""
        return job() if self._at_hand else await self.read(job)

    async def write(self, job: Callable[[], T]) -> T:
        """Do what writes to the database. Raises what it raises, `WritesCollided` after a good number of tries."""
        return await self._done(job, self._writing)

    async def _done(self, job: Callable[[], T], limiter: CapacityLimiter) -> T:
        for pause in pauses():
            try:
                return await to_thread.run_sync(job, limiter=limiter)
            except COLLISIONS:
                # Whoever queues behind may be done meanwhile.
                await sleep(pause)
        return await to_thread.run_sync(job, limiter=limiter)
