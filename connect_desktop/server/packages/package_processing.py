"""Jobs on packages, one after another, for as long as the server runs; those that were cut off are taken up again."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from functools import partial

from anyio import CapacityLimiter, from_thread, to_thread

from connect_desktop.errors import ConnectError
from connect_desktop.packages.library import PackageLibrary
from connect_desktop.packages.partial_files import PartialFiles
from connect_desktop.server.packages.package_job import PackageWork
from connect_desktop.server.tenant_stores import TenantStores
from connect_desktop.server.workers import Workers
from connect_desktop.store.database import Clock
from connect_desktop.store.package_uploads import forget_jobs, unfinished_jobs

_log = logging.getLogger(__name__)

LIFETIME = timedelta(hours=24)
"""How long a package may take to come."""

REMEMBERED = timedelta(days=30)
"""How long what came of a package can be asked for."""

_LOOK_EVERY = 600
"""Seconds after which uploads are swept and jobs looked for that another process left."""

_LOOK_AGAIN = 2.0
"""Seconds after which that is done where the database or the disk was in trouble."""


class PackageProcessing:
    """Does jobs in a thread of its own. Any number of servers may work on one database: who has a file does its job."""

    def __init__(
        self, stores: TenantStores, library: PackageLibrary, partials: PartialFiles, workers: Workers, clock: Clock
    ) -> None:
        self.partials = partials
        self._stores = stores
        self._library = library
        self._workers = workers
        self._clock = clock
        self._waiting: asyncio.Queue[tuple[str, str]] = asyncio.Queue()
        self._one_at_a_time = CapacityLimiter(1)
        self._stopping = threading.Event()
        self._look_at = 0.0

    def begin_soon(self, tenant_id: str, job_id: str) -> None:
        """There is a job to do."""
        self._waiting.put_nowait((tenant_id, job_id))

    async def run(self) -> None:
        """Do what is to be done until cancelled; the job at hand is left so that it can be taken up again."""
        while True:
            if time.monotonic() >= self._look_at:
                self._look_at = time.monotonic() + _LOOK_EVERY
                await self._look_around()
            with suppress(TimeoutError):
                async with asyncio.timeout(max(0.0, self._look_at - time.monotonic())):
                    tenant_id, job_id = await self._waiting.get()
                await self._do(tenant_id, job_id)

    def _look_soon(self) -> None:
        self._look_at = min(self._look_at, time.monotonic() + _LOOK_AGAIN)

    def stop(self) -> None:
        """Leave the job at hand as soon as it can be left."""
        self._stopping.set()

    async def _look_around(self) -> None:
        """Sweep what expired and take up what was left, by whomever."""
        try:
            await self._workers.read(partial(self.partials.sweep, self._clock() - LIFETIME))
            connections = self._stores.database.connections
            while await self._workers.write(partial(forget_jobs, connections, self._clock() - REMEMBERED)):
                await asyncio.sleep(0)
            unfinished = await self._workers.read(partial(unfinished_jobs, connections))
        except ConnectError as error:
            _log.warning("packages: %s", error)
            self._look_soon()
        else:
            for tenant_id, job_id in unfinished:
                self.begin_soon(tenant_id, job_id)

    async def _do(self, tenant_id: str, job_id: str) -> None:
        def work() -> None:
            store = self._stores.of(tenant_id)
            PackageWork(store, self._library, self.partials, self._write, self._stopping, self._clock).do(job_id)

        try:
            await to_thread.run_sync(work, limiter=self._one_at_a_time)
        except ConnectError as error:
            _log.warning("the job %s waits until it is taken up again: %s", job_id, error)
            self._look_soon()
        except Exception:
            _log.critical("the job %s broke off: please report this", job_id, exc_info=True)

    def _write(self, job: Callable[[], None]) -> None:
        """From the thread of a job, do what writes to the database where all do."""
        from_thread.run(self._workers.write, job)


@asynccontextmanager
async def processing(work: PackageProcessing) -> AsyncIterator[None]:
    """Do jobs meanwhile."""
    running = asyncio.create_task(work.run())
    try:
        yield
    finally:
        work.stop()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
