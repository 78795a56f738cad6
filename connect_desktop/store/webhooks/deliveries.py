"""What a webhook was told, or is to be told, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from connect_desktop.store.columns import column_moment, column_text, moment_column, text_column
from connect_desktop.store.connection import Connection
from connect_desktop.store.connections import Connections
from connect_desktop.store.paging import Page

SELECT = """
SELECT tenant_id, id, webhook_id, message_id, event, document, state, attempts, due_at, created_at, attempted_at,
       response_status, response_excerpt, error, duration_ms
FROM webhook_delivery WHERE tenant_id = ?
"""


class DeliveryState(StrEnum):
    """`PENDING` waits for its (next) attempt, `SENDING` is being attempted, `FAILED` is not tried any more."""

    PENDING = "pending"
    SENDING = "sending"
    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One event for one webhook. `message_id` is the same in every attempt and for every webhook; `document` is the
    body that is sent. The attempts made so far; of the last one when it was, the status and the beginning of the
    answer, or in `error` why there was none, and how long it took."""

    tenant_id: str
    id: str
    webhook_id: str
    message_id: str
    event: str
    document: str = field(repr=False)
    state: DeliveryState
    attempts: int
    due_at: datetime
    created_at: datetime
    attempted_at: datetime | None = None
    response_status: int | None = None
    response_excerpt: str | None = None
    error: str | None = None
    duration_ms: int | None = None


class Deliveries:
    """The deliveries of one tenant, as its owner looks at them. Every method raises `StoreError`."""

    def __init__(self, connections: Connections, tenant_id: str, clock: Callable[[], datetime]) -> None:
        self._connections = connections
        self._tenant_id = tenant_id
        self._clock = clock

    def get(self, webhook_id: str, delivery_id: str, within: Connection | None = None) -> Delivery | None:
        """The webhook's delivery with this id."""
        key = self._tenant_id, text_column(webhook_id), text_column(delivery_id)
        with nullcontext(within) if within else self._connections.reading() as connection:
            row = connection.execute(f"{SELECT} AND webhook_id = ? AND id = ?", key).fetchone()
        return None if row is None else delivery_of(row)

    def page(self, webhook_id: str, page: Page, state: DeliveryState | None = None) -> tuple[Delivery, ...]:
        """Deliveries of the webhook, or those in this state, the newest event first."""
        rest, parameters = page.sql()
        wanted = (self._tenant_id, text_column(webhook_id), *([] if state is None else [state.value]), *parameters)
        where = "AND webhook_id = ?" if state is None else "AND webhook_id = ? AND state = ?"
        with self._connections.reading() as connection:
            rows = connection.execute(f"{SELECT} {where}{rest}", wanted).fetchall()
        return tuple(map(delivery_of, rows))

    def replay(self, webhook_id: str, delivery_id: str, within: Connection | None = None) -> Delivery | None:
        """Have it delivered again from now on, with all attempts before it; what is being sent is left alone. None if
        there is no such delivery."""
        with nullcontext(within) if within else self._connections.writing() as connection:
            connection.execute(
                "UPDATE webhook_delivery SET state = 'pending', attempts = 0, due_at = ?, claim = NULL"
                " WHERE tenant_id = ? AND webhook_id = ? AND id = ? AND state <> 'sending'",
                (moment_column(self._clock()), self._tenant_id, text_column(webhook_id), text_column(delivery_id)),
            )
            return self.get(webhook_id, delivery_id, connection)


def delivery_of(row: tuple[Any, ...]) -> Delivery:
    """The delivery in a row of `SELECT`."""
    (
        tenant_id,
        delivery_id,
        webhook_id,
        message_id,
        event,
        document,
        state,
        attempts,
        due_at,
        created_at,
        attempted_at,
        response_status,
        response_excerpt,
        error,
        duration_ms,
    ) = row
    return Delivery(
        tenant_id=tenant_id,
        id=delivery_id,
        webhook_id=webhook_id,
        message_id=message_id,
        event=event,
        document=document,
        state=DeliveryState(state),
        attempts=attempts,
        due_at=column_moment(due_at),
        created_at=column_moment(created_at),
        attempted_at=None if attempted_at is None else column_moment(attempted_at),
        response_status=response_status,
        response_excerpt=None if response_excerpt is None else column_text(response_excerpt),
        error=None if error is None else column_text(error),
        duration_ms=duration_ms,
    )
