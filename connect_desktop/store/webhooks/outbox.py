"""What happened and somebody outside asked to be told of, kept in the very transaction in which it happened.

A change and the word of it are kept together or not at all: whatever kills the process, what was changed is told later,
and what was rolled back never is. Telling is the server's; a database without webhooks pays one look at an empty table.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from enum import StrEnum

from connect_desktop.store.columns import moment_column
from connect_desktop.store.connection import Connection
from connect_desktop.store.transaction import once
from connect_desktop.store.uuid7 import Uuid7Source

_INSERT = """
INSERT INTO webhook_delivery
    (tenant_id, id, webhook_id, message_id, event, document, state, attempts, due_at, created_at)
VALUES (?, ?, ?, ?, ?, ?, 'pending', 0, ?, ?)
"""


class Event(StrEnum):
    """What webhooks can be told of. `TEST` is what a webhook is sent to try it; nobody can ask for it otherwise."""

    SESSION_LAUNCHED = "session.launched"
    SESSION_COMPLETED = "session.completed"
    SESSION_SCORED = "session.scored"
    SESSION_UPDATED = "session.updated"
    PACKAGE_PROCESSED = "package.processing.completed"
    PACKAGE_FAILED = "package.processing.failed"
    PACKAGE_UPDATED = "package.updated"
    TEST = "webhook.test"


class Outbox:
    """What is to be told of one tenant."""

    def __init__(self, tenant_id: str, clock: Callable[[], datetime]) -> None:
        self._tenant_id = tenant_id
        self._clock = clock
        self._new_id = Uuid7Source(clock)

    def wanted(self, within: Connection) -> Mapping[str, frozenset[Event]]:
        """The webhooks in force as this transaction sees them, with what each wants to be told."""

        def find() -> Mapping[str, frozenset[Event]]:
            rows = within.execute(
                "SELECT id, events FROM webhook WHERE tenant_id = ? AND enabled = 1 ORDER BY id", (self._tenant_id,)
            )
            return {webhook_id: frozenset(map(Event, events.split())) for webhook_id, events in rows}

        return once(within, (Outbox, self._tenant_id), find)

    def add(self, event: Event, document: Callable[[], Mapping[str, object]], *, within: Connection) -> None:
        """Keep for every webhook that wants it that this happened; if there is none, `document` is not even made.

        `within` is the transaction of the change; `document` is JSON, its texts may be any. Raises what the connection
        raises.
        """
        webhooks = [webhook_id for webhook_id, events in self.wanted(within).items() if event in events]
        if webhooks:
            self.address(webhooks, event, document(), within=within)

    def address(
        self, webhooks: list[str], event: Event, document: Mapping[str, object], *, within: Connection
    ) -> list[str]:
        """Keep it for these webhooks, whatever they asked for; the ids of the deliveries, one a webhook."""
        now = self._clock()
        message_id = f"msg_{self._new_id().hex}"
        message = {
            "id": message_id,
            "type": event.value,
            "timestamp": now.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "tenant_id": self._tenant_id,
            "data": document,
        }
        # In ASCII, since texts of content hold what UTF-8 does not.
        body = json.dumps(message, separators=(",", ":"))
        moment = moment_column(now)
        deliveries = [str(self._new_id()) for _ in webhooks]
        within.executemany(
            _INSERT,
            [
                (self._tenant_id, delivery_id, webhook_id, message_id, event.value, body, moment, moment)
                for delivery_id, webhook_id in zip(deliveries, webhooks, strict=True)
            ],
        )
        return deliveries
