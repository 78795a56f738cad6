"""One delivery without a server: for whoever tries a webhook from the command line."""

from __future__ import annotations

import asyncio

from connect_desktop.server.webhooks.delivery_worker import DeliveryWorker
from connect_desktop.server.webhooks.sender import sender_to
from connect_desktop.server.workers import Workers
from connect_desktop.store.access.seal import Seal
from connect_desktop.store.database import Clock, Store
from connect_desktop.store.webhooks.delivery_queue import DeliveryQueue


def deliver_once(store: Store, seal: Seal, delivery_id: str, clock: Clock, *, private: bool) -> None:
    """Attempt the delivery, unless a server does so; raises `StoreError`."""

    async def deliver() -> None:
        queue = DeliveryQueue(store.database.connections, seal, clock)
        worker = DeliveryWorker(queue, sender_to(clock, private=private), Workers(), clock)
        try:
            await worker.deliver_now(store.tenant_id, delivery_id)
        finally:
            await worker.close()

    asyncio.run(deliver())
