"""Which key a token says it was signed with."""

from __future__ import annotations

import jwt

from connect_desktop.store.access.signing_keys import SigningKey, SigningKeys


def key_named_by(token: str, keys: SigningKeys) -> SigningKey | None:
    """The key of the tenant `tid` with the name `kid`; None where there is none. Raises `jwt.PyJWTError` for what is no
    token, and `StoreError`.

    Nothing is verified yet: this says where to look. A token that names another tenant than its own is not signed by
    that tenant's key.
    """
    said = jwt.decode_complete(token, options={"verify_signature": False})
    tenant_id, key_id = said["payload"].get("tid"), said["header"].get("kid")
    return keys.find(tenant_id, key_id) if isinstance(tenant_id, str) and isinstance(key_id, str) else None
