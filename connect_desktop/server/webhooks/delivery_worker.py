"""Takes what is due out of the queue and has it delivered, for as long as the server runs."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from functools import partial
from random import Random

from connect_desktop.errors import ConnectError
from connect_desktop.server.webhooks.retries import next_attempt
from connect_desktop.server.webhooks.sender import PATIENCE, Sender
from connect_desktop.server.workers import Workers
from connect_desktop.store.webhooks.delivery_queue import Claim, DeliveryQueue
from connect_desktop.store.webhooks.outbox import Event

_log = logging.getLogger(__name__)

# How many deliveries one webhook gets at the same time.
AT_ONCE = 4
# A claim outlives the longest attempt and the wait for the disk after it.
LEASE = timedelta(seconds=2 * PATIENCE)
# How often other processes' changes are looked for, in seconds, and what is too old to be remembered.
_LOOK_EVERY = 0.5
_SWEEP_EVERY = timedelta(minutes=10)


class DeliveryWorker:
    """Delivers until it is cancelled. Any number of them may work on one database."""

    def __init__(
        self,
        queue: DeliveryQueue,
        sender: Sender,
        workers: Workers,
        clock: Callable[[], datetime],
        random: Random | None = None,
    ) -> None:
        self._queue = queue
        self._sender = sender
        self._workers = workers
        self._clock = clock
        self._random = random or Random()  # noqa: S311 - jitter is no secret
        self._attempts: set[asyncio.Task[None]] = set()
        self._more = asyncio.Event()
        self._sweep_at = clock()

    async def close(self) -> None:
        """Close the way out."""
        await self._sender.close()

    def look_soon(self) -> None:
        """There is something to deliver."""
        self._more.set()

    async def run(self) -> None:
        """Deliver until cancelled; attempts under way are broken off then and given back."""
        try:
            while True:
                self._more.clear()
                try:
                    await self.round()
                    await self._sweep()
                except ConnectError as error:
                    _log.warning("webhooks: %s", error)
                await self._wait()
        finally:
            for attempt in self._attempts:
                attempt.cancel()
            await asyncio.gather(*self._attempts, return_exceptions=True)

    async def round(self) -> int:
        """Begin what is due now; how many attempts that are. Raises `StoreError`."""
        begun = 0
        for tenant_id, webhook_id in await self._workers.read(self._queue.due):
            claims = await self._workers.write(
                partial(self._queue.claim, tenant_id, webhook_id, at_once=AT_ONCE, lease=LEASE)
            )
            for claim in claims:
                attempt = asyncio.create_task(self._attempt(claim))
                self._attempts.add(attempt)
                attempt.add_done_callback(self._over)
            begun += len(claims)
        return begun

    async def settled(self) -> None:
        """Wait for the attempts that are under way."""
        await asyncio.gather(*self._attempts)

    async def deliver_now(self, tenant_id: str, delivery_id: str) -> None:
        """Attempt this delivery, unless somebody else does; raises `StoreError`."""
        claim = await self._workers.write(partial(self._queue.claim_one, tenant_id, delivery_id, lease=LEASE))
        if claim is not None:
            await self._attempt(claim)

    async def _attempt(self, claim: Claim) -> None:
        try:
            attempt = await self._sender.send(claim.webhook, claim.delivery)
        except asyncio.CancelledError:
            await asyncio.shield(self._workers.write(partial(self._queue.give_back, claim)))
            raise
        again = claim.delivery.event != Event.TEST
        retry_at = None
        if again and not attempt.succeeded:
            retry_at = next_attempt(claim.delivery.attempts + 1, self._clock(), self._random, attempt.retry_after)
        if await self._workers.write(partial(self._queue.conclude, claim, attempt, retry_at)):
            _log.warning("webhook %s failed for too long and was disabled", claim.webhook.id)

    def _over(self, attempt: asyncio.Task[None]) -> None:
        self._attempts.discard(attempt)
        self.look_soon()
        if attempt.cancelled():
            return
        error = attempt.exception()
        if isinstance(error, ConnectError):
            # The claim runs out, and the delivery is made again.
            _log.warning("webhooks: %s", error)
        elif error is not None:
            _log.critical("a delivery broke off: please report this", exc_info=error)

    async def _sweep(self) -> None:
        if self._clock() < self._sweep_at:
            return
        more = await self._workers.write(self._queue.sweep)
        self._sweep_at = self._clock() + (timedelta() if more else _SWEEP_EVERY)

    async def _wait(self) -> None:
        try:
            async with asyncio.timeout(_LOOK_EVERY):
                await self._more.wait()
        except TimeoutError:
            pass


@asynccontextmanager
async def delivering(worker: DeliveryWorker) -> AsyncIterator[None]:
    """Deliver meanwhile."""
    running = asyncio.create_task(worker.run())
    try:
        yield
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await worker.close()
