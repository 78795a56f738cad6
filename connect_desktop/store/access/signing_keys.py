"""What launch tokens are signed with: a tenant's newest key signs, the ones before it still verify."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from connect_desktop.store.access.seal import Seal
from connect_desktop.store.access.sealing import signing_key_owner
from connect_desktop.store.columns import column_moment, moment_column, text_column
from connect_desktop.store.connection import Connection
from connect_desktop.store.connections import Connections

_SECRET_BYTES = 32
# After so long another key signs, and what the ones before it signed may live for so long.
_SIGNS_FOR = timedelta(days=7)
_TOKENS_LIVE = timedelta(days=2)
_NEWEST = "SELECT id, secret, created_at FROM signing_key WHERE tenant_id = ? ORDER BY created_at DESC, id LIMIT 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKey:
    """A secret of 256 bits, the name that tokens call it by, and whose tokens it signs."""

    id: str
    tenant_id: str
    secret: str = field(repr=False)


class SigningKeys:
    """The signing keys of every tenant; their secrets lie sealed."""

    def __init__(self, connections: Connections, seal: Seal, clock: Callable[[], datetime]) -> None:
        self._connections = connections
        self._seal = seal
        self._clock = clock

    def signing(self, tenant_id: str, within: Connection | None = None) -> SigningKey:
        """The key that signs the tenant's tokens now; the very first one is made here, and one a week. Raises
        `StoreError`. `within` is a transaction to take part in."""
        with nullcontext(within) if within else self._connections.reading() as connection:
            row = connection.execute(_NEWEST, (tenant_id,)).fetchone()
        if row is None or self._clock() - column_moment(row[2]) >= _SIGNS_FOR:
            return self.rotate(tenant_id, _TOKENS_LIVE, within)
        return self._key(tenant_id, row[0], row[1])

    def find(self, tenant_id: str, key_id: str) -> SigningKey | None:
        """The tenant's key of this name; raises `StoreError`."""
        query = "SELECT secret FROM signing_key WHERE tenant_id = ? AND id = ?"
        with self._connections.reading() as connection:
            row = connection.execute(query, (text_column(tenant_id), text_column(key_id))).fetchone()
        return None if row is None else self._key(tenant_id, key_id, row[0])

    def rotate(self, tenant_id: str, lifetime: timedelta, within: Connection | None = None) -> SigningKey:
        """A new key signs from now on. Forgets the keys that stopped signing more than a token's `lifetime` ago."""
        now = self._clock()
        key = SigningKey(id=secrets.token_hex(8), tenant_id=tenant_id, secret=secrets.token_urlsafe(_SECRET_BYTES))
        with nullcontext(within) if within else self._connections.writing() as connection:
            stale = connection.execute(
                "SELECT max(created_at) FROM signing_key WHERE tenant_id = ? AND created_at <= ?",
                (tenant_id, moment_column(now - lifetime)),
            ).fetchone()[0]
            if stale is not None:
                # What was made before this one stopped signing when this one was made.
                connection.execute("DELETE FROM signing_key WHERE tenant_id = ? AND created_at < ?", (tenant_id, stale))
            connection.execute(
                "INSERT INTO signing_key (tenant_id, id, secret, created_at) VALUES (?, ?, ?, ?)",
                (
                    tenant_id,
                    key.id,
                    self._seal.close(key.secret, signing_key_owner(tenant_id, key.id)),
                    moment_column(now),
                ),
            )
        return key

    def _key(self, tenant_id: str, key_id: str, kept: str) -> SigningKey:
        secret = self._seal.open(kept, signing_key_owner(tenant_id, key_id))
        return SigningKey(id=key_id, tenant_id=tenant_id, secret=secret)
