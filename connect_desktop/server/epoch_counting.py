"""Counting on while a server runs, so that a database that is put back from a backup shows to be behind."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from connect_desktop.server.workers import Workers
from connect_desktop.store.epoch import Epoch
from connect_desktop.store.errors import StoreError

_EVERY = 60
"""Seconds: a backup that is younger than this when the server dies is not told from what it was taken of."""

_log = logging.getLogger(__name__)


@asynccontextmanager
async def counting(epoch: Epoch, workers: Workers) -> AsyncIterator[None]:
    """Count every minute, and once more at the orderly end."""
    task = asyncio.create_task(_count_on(epoch, workers))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await _count(epoch, workers)


async def _count_on(epoch: Epoch, workers: Workers) -> None:
    while True:
        await asyncio.sleep(_EVERY)
        await _count(epoch, workers)


async def _count(epoch: Epoch, workers: Workers) -> None:
    try:
        await workers.write(epoch.count)
    except StoreError as error:
        _log.warning("%s", error)
