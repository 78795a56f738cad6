"""The deliveries of all tenants as those see them who deliver: claimed by one, concluded, given back, swept.

Any number of processes on any number of machines may take from it: a claim is a row that only one of them could change,
and it runs out, so that what a killed process had claimed is taken up by another.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

from msgspec import Struct

from connect_desktop.store.access.seal import Seal
from connect_desktop.store.columns import moment_column, text_column
from connect_desktop.store.connection import Connection
from connect_desktop.store.connections import Connections
from connect_desktop.store.webhooks.deliveries import SELECT as SELECT_DELIVERY
from connect_desktop.store.webhooks.deliveries import Delivery, DeliveryState, delivery_of
from connect_desktop.store.webhooks.outbox import Event
from connect_desktop.store.webhooks.webhooks import SELECT as SELECT_WEBHOOK
from connect_desktop.store.webhooks.webhooks import Webhook, webhook_of

# How long a webhook may fail before it is disabled.
PATIENCE = timedelta(days=3)
# How long deliveries are remembered, and how many of those that are over for each webhook.
REMEMBERED = timedelta(days=30)
REMEMBERED_MOST = 10_000

_BATCH = 500
_DISABLED = "Nothing could be delivered since {since}; enable it when its receiver answers again."
_DUE = """
SELECT webhook.tenant_id, webhook.id FROM webhook
WHERE webhook.enabled = 1 AND EXISTS (
    SELECT 1 FROM webhook_delivery
    WHERE webhook_delivery.tenant_id = webhook.tenant_id AND webhook_delivery.webhook_id = webhook.id
      AND webhook_delivery.state IN ('pending', 'sending') AND webhook_delivery.due_at <= ?
)
ORDER BY webhook.tenant_id, webhook.id
"""
_OLD = """
SELECT id FROM webhook_delivery WHERE tenant_id = ? AND webhook_id = ? AND created_at < ?
ORDER BY created_at, id LIMIT ?
"""
_LAST_KEPT = """
SELECT created_at FROM webhook_delivery WHERE tenant_id = ? AND webhook_id = ?
ORDER BY created_at DESC, id DESC LIMIT 1 OFFSET ?
"""
_OVER = """
SELECT id FROM webhook_delivery
WHERE tenant_id = ? AND webhook_id = ? AND created_at <= ? AND state IN ('delivered', 'failed')
ORDER BY created_at, id LIMIT ?
"""
_CLAIM = """
UPDATE webhook_delivery SET state = 'sending', claim = ?, due_at = ?
WHERE tenant_id = ? AND id = ? AND state IN ('pending', 'sending') AND due_at <= ?
"""
_CONCLUDE = """
UPDATE webhook_delivery SET state = ?, attempts = attempts + 1, due_at = ?, claim = NULL, attempted_at = ?,
       response_status = ?, response_excerpt = ?, error = ?, duration_ms = ?
WHERE tenant_id = ? AND id = ? AND claim = ?
"""


class Claim(Struct, frozen=True, kw_only=True):
    """A delivery that the holder alone may attempt, and its webhook as it is now."""

    id: str
    webhook: Webhook
    delivery: Delivery


class Attempt(Struct, frozen=True, kw_only=True):
    """What came of an attempt: the status and the beginning of the answer, or in `error` why there was none.
    `retry_after` is how long the receiver asks to be left alone."""

    at: datetime
    duration_ms: int
    status: int | None = None
    excerpt: str | None = None
    error: str | None = None
    retry_after: timedelta | None = None

    @property
    def succeeded(self) -> bool:
        """Only 2xx is a success."""
        return self.status is not None and 200 <= self.status < 300


class DeliveryQueue:
    """What is due, over all tenants. Every method raises `StoreError`."""

    def __init__(self, connections: Connections, seal: Seal, clock: Callable[[], datetime]) -> None:
        self._connections = connections
        self._seal = seal
        self._clock = clock

    def due(self) -> tuple[tuple[str, str], ...]:
        """The webhooks in force, by tenant and id, for which something is due."""
        with self._connections.reading() as connection:
            return tuple((row[0], row[1]) for row in connection.execute(_DUE, (moment_column(self._clock()),)))

    def claim(self, tenant_id: str, webhook_id: str, *, at_once: int, lease: timedelta) -> tuple[Claim, ...]:
        """Deliveries of the webhook for the caller to attempt within the `lease`: the longest due first, and no more
        than bring those under way anywhere to `at_once`."""
        now = moment_column(self._clock())
        key = tenant_id, webhook_id
        with self._connections.writing() as connection:
            under_way = connection.execute(
                "SELECT count(*) FROM webhook_delivery"
                " WHERE tenant_id = ? AND webhook_id = ? AND state = 'sending' AND due_at > ?",
                (*key, now),
            ).fetchone()[0]
            due = connection.execute(
                "SELECT id FROM webhook_delivery WHERE tenant_id = ? AND webhook_id = ?"
                " AND state IN ('pending', 'sending') AND due_at <= ? ORDER BY due_at, id LIMIT ?",
                (*key, now, at_once),
            ).fetchall()
            room = max(0, at_once - under_way)
            claims = [self._claim(connection, tenant_id, delivery_id, lease) for (delivery_id,) in due[:room]]
        return tuple(claim for claim in claims if claim is not None)

    def claim_one(self, tenant_id: str, delivery_id: str, *, lease: timedelta) -> Claim | None:
        """This delivery, if it is due and nobody attempts it."""
        with self._connections.writing() as connection:
            return self._claim(connection, tenant_id, delivery_id, lease)

    def conclude(self, claim: Claim, attempt: Attempt, retry_at: datetime | None) -> bool:
        """Keep what came of the attempt; after a failure it is tried again at `retry_at`, or never. Whether the webhook
        was disabled by it. A claim that ran out and was taken by another concludes nothing."""
        state = DeliveryState.PENDING if retry_at else DeliveryState.FAILED
        if attempt.succeeded:
            state = DeliveryState.DELIVERED
        result = (
            attempt.status,
            None if attempt.excerpt is None else text_column(attempt.excerpt),
            None if attempt.error is None else text_column(attempt.error),
            attempt.duration_ms,
        )
        delivery = claim.delivery
        key = delivery.tenant_id, delivery.id, claim.id
        with self._connections.writing() as connection:
            at = moment_column(attempt.at)
            due = moment_column(retry_at) if retry_at else at
            concluded = connection.execute(_CONCLUDE, (state.value, due, at, *result, *key)).rowcount == 1
            if not concluded or delivery.event == Event.TEST:
                return False
            return self._judge(connection, claim, state, attempt.at)

    def give_back(self, claim: Claim) -> None:
        """The attempt did not come to its end; anybody may make it now."""
        with self._connections.writing() as connection:
            connection.execute(
                "UPDATE webhook_delivery SET state = 'pending', claim = NULL, due_at = ?"
                " WHERE tenant_id = ? AND id = ? AND claim = ?",
                (moment_column(self._clock()), claim.delivery.tenant_id, claim.delivery.id, claim.id),
            )

    def sweep(self) -> bool:
        """Forget some of what is remembered for too long; whether there may be more."""
        with self._connections.reading() as connection:
            webhooks = connection.execute("SELECT tenant_id, id FROM webhook ORDER BY tenant_id, id").fetchall()
            swept = [
                (webhook[0], delivery_id) for webhook in webhooks for delivery_id in self._too_old(connection, *webhook)
            ]
        if swept:
            with self._connections.writing() as connection:
                connection.executemany(
                    "DELETE FROM webhook_delivery WHERE tenant_id = ? AND id = ? AND state <> 'sending'",
                    swept[:_BATCH],
                )
        return len(swept) >= _BATCH

    def _claim(self, connection: Connection, tenant_id: str, delivery_id: str, lease: timedelta) -> Claim | None:
        now, claim_id = self._clock(), uuid.uuid4().hex
        done = connection.execute(
            _CLAIM, (claim_id, moment_column(now + lease), tenant_id, delivery_id, moment_column(now))
        )
        if done.rowcount != 1:
            return None
        row = connection.execute(f"{SELECT_DELIVERY} AND id = ?", (tenant_id, delivery_id)).fetchone()
        delivery = delivery_of(row)
        row = connection.execute(f"{SELECT_WEBHOOK} AND id = ?", (tenant_id, delivery.webhook_id)).fetchone()
        return None if row is None else Claim(id=claim_id, webhook=webhook_of(row, self._seal), delivery=delivery)

    def _judge(self, connection: Connection, claim: Claim, state: DeliveryState, now: datetime) -> bool:
        """Remember since when the webhook fails, and disable it where that is too long."""
        key = claim.webhook.tenant_id, claim.webhook.id
        if state is DeliveryState.DELIVERED:
            connection.execute(
                "UPDATE webhook SET failing_since = NULL WHERE tenant_id = ? AND id = ? AND failing_since IS NOT NULL",
                key,
            )
            return False
        connection.execute(
            "UPDATE webhook SET failing_since = ? WHERE tenant_id = ? AND id = ? AND failing_since IS NULL",
            (moment_column(now), *key),
        )
        since = claim.webhook.failing_since
        if state is not DeliveryState.FAILED or since is None or now - since < PATIENCE:
            return False
        reason = _DISABLED.format(since=f"{since:%Y-%m-%d %H:%M} UTC")
        disabled = connection.execute(
            "UPDATE webhook SET enabled = 0, disabled_reason = ?, updated_at = ?"
            " WHERE tenant_id = ? AND id = ? AND enabled = 1 AND failing_since = ?",
            (reason, moment_column(now), *key, moment_column(since)),
        )
        return disabled.rowcount == 1

    def _too_old(self, connection: Connection, tenant_id: str, webhook_id: str) -> list[str]:
        """Deliveries of the webhook that go: those before a moment, and of those that are over, all but the newest."""
        key = tenant_id, webhook_id
        rows = connection.execute(_OLD, (*key, moment_column(self._clock() - REMEMBERED), _BATCH)).fetchall()
        last = connection.execute(_LAST_KEPT, (*key, REMEMBERED_MOST)).fetchone()
        if last is not None:
            rows += connection.execute(_OVER, (*key, last[0], _BATCH)).fetchall()
        return [row[0] for row in rows]
