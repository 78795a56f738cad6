"""Tenants and their keys as the REST API and the command line show them."""

from __future__ import annotations

from connect_desktop.runtime.json_values import timestamp
from connect_desktop.store.access.api_keys import ApiKey
from connect_desktop.store.access.tenants import Tenant


def tenant_document(tenant: Tenant) -> dict[str, object]:
    """`id`, `name`, `created_at`."""
    return {"id": tenant.id, "name": tenant.name, "created_at": timestamp(tenant.created_at)}


def key_document(key: ApiKey) -> dict[str, object]:
    """`id`, `tenant_id`, `name`, `scope`, `created_at`, and `revoked_at`, None while the key is in force."""
    return {
        "id": key.id,
        "tenant_id": key.tenant_id,
        "name": key.name,
        "scope": key.scope.value,
        "created_at": timestamp(key.created_at),
        "revoked_at": timestamp(key.revoked_at) if key.revoked_at else None,
    }
