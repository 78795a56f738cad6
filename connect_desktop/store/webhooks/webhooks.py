"""Who outside asked to be told of which events."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from connect_desktop.store.access.seal import Seal
from connect_desktop.store.access.sealing import webhook_owner
from connect_desktop.store.columns import column_moment, moment_column, text_column
from connect_desktop.store.connection import Connection
from connect_desktop.store.connections import Connections
from connect_desktop.store.errors import StoreError
from connect_desktop.store.paging import Page
from connect_desktop.store.webhooks.outbox import Event

# Every change of a session looks at all of its tenant's webhooks.
MOST = 50

SELECT = """
SELECT tenant_id, id, url, events, secret, old_secret, old_secret_until, enabled, disabled_reason, failing_since,
       created_at, updated_at
FROM webhook WHERE tenant_id = ?
"""


class TooManyWebhooks(StoreError):
    """The tenant has as many webhooks as it may have."""

    code = "too-many-webhooks"

    def __init__(self) -> None:
        super().__init__("There are {most} webhooks already; delete one that is not needed any more.", most=MOST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """An address that is told of `events`. `secret` signs what is sent; what signed before it, `old_secret`, signs too
    until `old_secret_until`. `disabled_reason` is a sentence where it was not its owner who disabled it;
    `failing_since` is the first failure after the last success."""

    tenant_id: str
    id: str
    url: str
    events: frozenset[Event]
    secret: str = field(repr=False)
    old_secret: str | None = field(default=None, repr=False)
    old_secret_until: datetime | None = None
    enabled: bool = True
    disabled_reason: str | None = None
    failing_since: datetime | None = None
    created_at: datetime
    updated_at: datetime

    def secrets_at(self, now: datetime) -> tuple[str, ...]:
        """What signs at this moment, the newest first."""
        kept = self.old_secret_until is not None and now < self.old_secret_until
        return (self.secret, self.old_secret) if kept and self.old_secret is not None else (self.secret,)


class Webhooks:
    """The webhooks of one tenant; their secrets lie sealed. Every method raises `StoreError`; `within` is a transaction
    to take part in."""

    def __init__(self, connections: Connections, seal: Seal, tenant_id: str, clock: Callable[[], datetime]) -> None:
        self._connections = connections
        self._seal = seal
        self._tenant_id = tenant_id
        self._clock = clock

    def create(self, url: str, events: Collection[Event], secret: str, within: Connection | None = None) -> Webhook:
        """A new webhook, in force from now on; raises `TooManyWebhooks`."""
        now = self._clock()
        webhook = Webhook(
            tenant_id=self._tenant_id,
            id=f"wh_{uuid.uuid4().hex}",
            url=url,
            events=frozenset(events),
            secret=secret,
            created_at=now,
            updated_at=now,
        )
        moment = moment_column(now)
        with nullcontext(within) if within else self._connections.writing() as connection:
            row = connection.execute("SELECT count(*) FROM webhook WHERE tenant_id = ?", (self._tenant_id,)).fetchone()
            if row[0] >= MOST:
                raise TooManyWebhooks
            connection.execute(
                "INSERT INTO webhook (tenant_id, id, url, events, secret, enabled, created_at, updated_at)"
                " VALUES (?, ?, ?, ?, ?, 1, ?, ?)",
                (self._tenant_id, webhook.id, url, _names(events), self._sealed(webhook.id, secret), moment, moment),
            )
        return webhook

    def get(self, webhook_id: str, within: Connection | None = None) -> Webhook | None:
        """The webhook with this id."""
        with nullcontext(within) if within else self._connections.reading() as connection:
            row = connection.execute(f"{SELECT} AND id = ?", (self._tenant_id, text_column(webhook_id))).fetchone()
        return None if row is None else webhook_of(row, self._seal)

    def page(self, page: Page) -> tuple[Webhook, ...]:
        """Webhooks, the last one made first."""
        rest, parameters = page.sql()
        with self._connections.reading() as connection:
            rows = connection.execute(f"{SELECT}{rest}", (self._tenant_id, *parameters)).fetchall()
        return tuple(webhook_of(row, self._seal) for row in rows)

    def change(
        self,
        webhook_id: str,
        *,
        url: str | None = None,
        events: Collection[Event] | None = None,
        enabled: bool | None = None,
    ) -> Webhook | None:
        """The webhook with these in place of what it had, None changes nothing; None if there is none. Enabled again,
        it starts with a clean sheet."""
        changes: dict[str, str | int | None] = {"updated_at": moment_column(self._clock())}
        if url is not None:
            changes["url"] = url
        if events is not None:
            changes["events"] = _names(events)
        if enabled is not None:
            changes |= {"enabled": int(enabled), "disabled_reason": None, "failing_since": None}
        return self._change(webhook_id, changes)

    def rotate(
        self, webhook_id: str, secret: str, old_until: datetime, within: Connection | None = None
    ) -> Webhook | None:
        """The webhook with this secret, its last one signing beside it until `old_until`; None if there is none."""
        with nullcontext(within) if within else self._connections.writing() as connection:
            webhook = self.get(webhook_id, connection)
            if webhook is None:
                return None
            changes = {
                "secret": self._sealed(webhook_id, secret),
                "old_secret": self._sealed(webhook_id, webhook.secret),
                "old_secret_until": moment_column(old_until),
                "updated_at": moment_column(self._clock()),
            }
            return self._change(webhook_id, changes, connection)

    def delete(self, webhook_id: str) -> bool:
        """Forget the webhook and what was or is to be delivered to it; whether there was one."""
        key = self._tenant_id, text_column(webhook_id)
        with self._connections.writing() as connection:
            connection.execute("DELETE FROM webhook_delivery WHERE tenant_id = ? AND webhook_id = ?", key)
            return connection.execute("DELETE FROM webhook WHERE tenant_id = ? AND id = ?", key).rowcount == 1

    def _change(self, webhook_id: str, changes: dict[str, Any], within: Connection | None = None) -> Webhook | None:
        assignments = ", ".join(f"{column} = ?" for column in changes)
        with nullcontext(within) if within else self._connections.writing() as connection:
            connection.execute(
                f"UPDATE webhook SET {assignments} WHERE tenant_id = ? AND id = ?",  # noqa: S608 - our own columns
                (*changes.values(), self._tenant_id, text_column(webhook_id)),
            )
            return self.get(webhook_id, connection)

    def _sealed(self, webhook_id: str, secret: str) -> str:
        return self._seal.close(secret, webhook_owner(self._tenant_id, webhook_id))


def webhook_of(row: tuple[Any, ...], seal: Seal) -> Webhook:
    """The webhook in a row of `SELECT`; raises `StoreError` for a secret that does not open."""
    (
        tenant_id,
        webhook_id,
        url,
        events,
        secret,
        old_secret,
        old_secret_until,
        enabled,
        disabled_reason,
        failing_since,
        created_at,
        updated_at,
    ) = row
    owner = webhook_owner(tenant_id, webhook_id)
    return Webhook(
        tenant_id=tenant_id,
        id=webhook_id,
        url=url,
        events=frozenset(map(Event, events.split())),
        secret=seal.open(secret, owner),
        old_secret=None if old_secret is None else seal.open(old_secret, owner),
        old_secret_until=None if old_secret_until is None else column_moment(old_secret_until),
        enabled=bool(enabled),
        disabled_reason=disabled_reason,
        failing_since=None if failing_since is None else column_moment(failing_since),
        created_at=column_moment(created_at),
        updated_at=column_moment(updated_at),
    )


def _names(events: Collection[Event]) -> str:
    return " ".join(sorted(event.value for event in events))
