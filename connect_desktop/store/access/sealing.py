"""Sealing all that lies in the database, once for each new first key."""

from __future__ import annotations

import base64
import secrets

from connect_desktop.store.access.seal import Seal, ServerKeyMissing, is_sealed
from connect_desktop.store.collisions import kept
from connect_desktop.store.connection import Connection
from connect_desktop.store.connections import Connections

_SEALED_BY = "SELECT value FROM meta WHERE name = 'server_key'"
_TAKE_NOTE = (
    "INSERT INTO meta (name, value) VALUES ('server_key', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
)
_LOST = "Its secret was lost with the server's key; rotate it, tell the receiver, and enable it again."


def sealed_by(connections: Connections) -> str | None:
    """The key by which the secrets are sealed, None where none is yet; raises `StoreError`."""
    with connections.reading() as connection:
        return _sealed_by(connection)


def take_over(connections: Connections, seal: Seal, *, forget: bool) -> None:
    """Seal everything by the seal's first key, from now on the database's own.

    With `forget`, what no key opens is given up: signing keys go, and with them the tokens they signed; webhooks get
    another secret and are disabled. Raises `ServerKeyMissing` and `StoreError`.
    """
    kept(lambda: _take_over(connections, seal, forget=forget))


def signing_key_owner(tenant_id: str, key_id: str) -> str:
    """Whom a signing key's secret is sealed for."""
    return f"signing_key/{tenant_id}/{key_id}"


def webhook_owner(tenant_id: str, webhook_id: str) -> str:
    """Whom a webhook's secrets are sealed for."""
    return f"webhook/{tenant_id}/{webhook_id}"


def _take_over(connections: Connections, seal: Seal, *, forget: bool) -> None:
    with connections.writing() as connection:
        # Another server may have come first, with a key of its own.
        before = _sealed_by(connection)
        if before is not None and not seal.knows(before) and not forget:
            raise ServerKeyMissing(before, seal.place)
        _seal_signing_keys(connection, seal, forget=forget)
        _seal_webhooks(connection, seal, forget=forget)
        connection.execute(_TAKE_NOTE, (seal.key_id,))


def _seal_signing_keys(connection: Connection, seal: Seal, *, forget: bool) -> None:
    for tenant_id, key_id, secret in connection.execute("SELECT tenant_id, id, secret FROM signing_key").fetchall():
        key = tenant_id, key_id
        try:
            sealed = _sealed(secret, seal, signing_key_owner(*key))
        except ServerKeyMissing:
            if not forget:
                raise
            connection.execute("DELETE FROM signing_key WHERE tenant_id = ? AND id = ?", key)
            continue
        connection.execute("UPDATE signing_key SET secret = ? WHERE tenant_id = ? AND id = ?", (sealed, *key))


def _seal_webhooks(connection: Connection, seal: Seal, *, forget: bool) -> None:
    webhooks = connection.execute("SELECT tenant_id, id, secret, old_secret FROM webhook").fetchall()
    for tenant_id, webhook_id, *found in webhooks:
        key = tenant_id, webhook_id
        owner = webhook_owner(*key)
        try:
            sealed = [None if secret is None else _sealed(secret, seal, owner) for secret in found]
        except ServerKeyMissing:
            if not forget:
                raise
            # No receiver knows this one, so that none takes anything for signed.
            sealed = [seal.close(f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}", owner), None]
            connection.execute(
                "UPDATE webhook SET enabled = 0, disabled_reason = ? WHERE tenant_id = ? AND id = ?", (_LOST, *key)
            )
        connection.execute(
            "UPDATE webhook SET secret = ?, old_secret = ? WHERE tenant_id = ? AND id = ?", (*sealed, *key)
        )


def _sealed(secret: str, seal: Seal, owner: str) -> str:
    return seal.close(seal.open(secret, owner) if is_sealed(secret) else secret, owner)


def _sealed_by(connection: Connection) -> str | None:
    row = connection.execute(_SEALED_BY).fetchone()
    return row[0] if row else None
