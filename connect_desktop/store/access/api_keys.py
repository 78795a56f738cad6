"""Keys to the REST API. A key is shown once, when it is made; kept is what recognizes it."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import uuid
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from connect_desktop.store.columns import column_moment, column_text, moment_column, text_column
from connect_desktop.store.connection import Connection
from connect_desktop.store.connections import Connections
from connect_desktop.store.paging import Page

PREFIX = "ck_live_"
_RANDOM_BYTES = 32

_SELECT = "SELECT id, tenant_id, name, scope, created_at, revoked_at FROM api_key"
_IN_FORCE = "SELECT key_id, tenant_id, scope, hash FROM key_in_force WHERE hash = ?"


class Scope(StrEnum):
    """What a key may do; each may do what those before it may.

    All but `SYSTEM`, which manages tenants, end at their tenant."""

    READ = "read"
    WRITE = "write"
    ADMIN = "admin"
    SYSTEM = "system"

    def allows(self, needed: Scope) -> bool:
        """Whether a key of this scope may do what needs `needed`."""
        order = list(Scope)
        return order.index(self) >= order.index(needed)


class ApiKey(Struct, frozen=True, kw_only=True):
    """What is known of a key, which is not the key itself."""

    id: str
    tenant_id: str
    name: str
    scope: Scope
    created_at: datetime
    revoked_at: datetime | None = None


class KeyInForce(Struct, frozen=True, kw_only=True):
    """What the text of a key opens."""

    id: str
    tenant_id: str
    scope: Scope


class ApiKeys:
    """The keys of every tenant: only the key says whose it is."""

    def __init__(self, connections: Connections, clock: Callable[[], datetime]) -> None:
        self._connections = connections
        self._clock = clock

    def create(self, tenant_id: str, name: str, scope: Scope) -> tuple[ApiKey, str]:
        """A new key and its text, which cannot be had again; raises `StoreError`."""
        with self._connections.writing() as connection:
            return self.create_within(connection, tenant_id, name, scope)

    def create_within(self, connection: Connection, tenant_id: str, name: str, scope: Scope) -> tuple[ApiKey, str]:
        """As `create`, in the transaction of whoever asks."""
        text = PREFIX + secrets.token_urlsafe(_RANDOM_BYTES)
        key = ApiKey(id=str(uuid.uuid4()), tenant_id=tenant_id, name=name, scope=scope, created_at=self._clock())
        columns = (tenant_id, key.id, text_column(name), scope.value, moment_column(key.created_at))
        connection.execute(
            "INSERT INTO api_key (tenant_id, id, name, scope, created_at) VALUES (?, ?, ?, ?, ?)", columns
        )
        connection.execute(
            "INSERT INTO key_in_force (hash, tenant_id, key_id, scope) VALUES (?, ?, ?, ?)",
            (_hash(text), tenant_id, key.id, scope.value),
        )
        return key, text

    def find(self, text: str) -> KeyInForce | None:
        """The key with this text, unless it was revoked."""
        hashed = _hash(text)
        row = self._connections.row(_IN_FORCE, (hashed,))
        if row is None or not hmac.compare_digest(row[3], hashed):
            return None
        return KeyInForce(id=row[0], tenant_id=row[1], scope=Scope(row[2]))

    def of_tenant(self, tenant_id: str) -> tuple[ApiKey, ...]:
        """Every key of the tenant, the first one made first, revoked ones too."""
        with self._connections.reading() as connection:
            rows = connection.execute(f"{_SELECT} WHERE tenant_id = ? ORDER BY created_at, id", (tenant_id,)).fetchall()
        return tuple(map(_key, rows))

    def get(self, tenant_id: str, key_id: str) -> ApiKey | None:
        """The tenant's key with this id, though it may be revoked; raises `StoreError`."""
        parameters = (tenant_id, text_column(key_id))
        with self._connections.reading() as connection:
            row = connection.execute(f"{_SELECT} WHERE tenant_id = ? AND id = ?", parameters).fetchone()
        return _key(row) if row else None

    def page(self, tenant_id: str, page: Page) -> tuple[ApiKey, ...]:
        """A page of the tenant's keys, the last one made first, revoked ones too; raises `StoreError`."""
        rest, parameters = page.sql()
        with self._connections.reading() as connection:
            rows = connection.execute(f"{_SELECT} WHERE tenant_id = ?{rest}", (tenant_id, *parameters)).fetchall()
        return tuple(map(_key, rows))

    def revoke(self, tenant_id: str, key_id: str) -> bool:
        """Let the key open nothing any more; whether there was such a key in force."""
        key = (tenant_id, text_column(key_id))
        with self._connections.writing() as connection:
            done = connection.execute(
                "UPDATE api_key SET revoked_at = ? WHERE tenant_id = ? AND id = ? AND revoked_at IS NULL",
                (moment_column(self._clock()), *key),
            )
            connection.execute("DELETE FROM key_in_force WHERE tenant_id = ? AND key_id = ?", key)
            return done.rowcount == 1


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


def _key(row: tuple[str, str, str, str, str, str | None]) -> ApiKey:
    key_id, tenant_id, name, scope, created_at, revoked_at = row
    return ApiKey(
        id=key_id,
        tenant_id=tenant_id,
        name=column_text(name),
        scope=Scope(scope),
        created_at=column_moment(created_at),
        revoked_at=None if revoked_at is None else column_moment(revoked_at),
    )
