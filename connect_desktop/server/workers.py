"""Where a request waits for the disk, so that the others need not."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from anyio import CapacityLimiter, to_thread

_READERS = 16

T = TypeVar("T")


class Workers:
    """Threads: several that read, one that writes.

    SQLite has one writer at a time; writers that queue here, in order, wait less and more evenly than writers that ask
    it again and again.
    """

    def __init__(self) -> None:
        self._reading = CapacityLimiter(_READERS)
        self._writing = CapacityLimiter(1)

    @property
    def waiting_to_write(self) -> int:
        """How many jobs wait for the one thread that writes."""
        return self._writing.statistics().tasks_waiting

    async def read(self, job: Callable[[], T]) -> T:
        """Do what only reads, or takes long and seldom writes."""
        return await to_thread.run_sync(job, limiter=self._reading)

    async def write(self, job: Callable[[], T]) -> T:
        """Do what writes to the database."""
        return await to_thread.run_sync(job, limiter=self._writing)
