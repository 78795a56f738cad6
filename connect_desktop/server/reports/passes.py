"""Passes: what a browser shows to see the reports page, for a while after somebody signed in there with a key.

A pass names a key and is signed; it is worth what the key is worth at that moment, and a revoked key ends it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import jwt
from msgspec import Struct

from connect_desktop.server.key_naming import key_named_by
from connect_desktop.store.access.signing_keys import SigningKeys

_ALGORITHM = "HS256"
_ISSUER = "connect-desktop"
# Neither a launch token nor a pass is ever taken for the other.
_AUDIENCE = "reports"
_CLAIMS = ["iss", "aud", "sub", "tid", "iat", "exp", "auth_time"]

LIFETIME = 3600
"""Seconds after the last look at the page."""
_LONGEST = 12 * 3600


class PassRefused(Exception):
    """The pass is none of ours, or its time is over."""


class Pass(Struct, frozen=True, kw_only=True):
    """Who signed in: a tenant's key, and when, in seconds since 1970."""

    tenant_id: str
    key_id: str
    signed_in: int


class Passes:
    """Signs and reads passes: JWT, HS256 and nothing else, by the keys that sign launch tokens."""

    def __init__(self, keys: SigningKeys, clock: Callable[[], datetime]) -> None:
        self._keys = keys
        self._clock = clock

    def first(self, tenant_id: str, key_id: str) -> str:
        """A pass for somebody who has just signed in; raises `StoreError`."""
        return self.renewed(Pass(tenant_id=tenant_id, key_id=key_id, signed_in=self._now()))

    def renewed(self, known: Pass) -> str:
        """The pass with its time begun anew, within the day of signing in; raises `StoreError`."""
        key = self._keys.signing(known.tenant_id)
        now = self._now()
        payload: dict[str, Any] = {
            "iss": _ISSUER,
            "aud": _AUDIENCE,
            "sub": known.key_id,
            "tid": known.tenant_id,
            "iat": now,
            "exp": min(now + LIFETIME, known.signed_in + _LONGEST),
            "auth_time": known.signed_in,
        }
        return jwt.encode(payload, key.secret, _ALGORITHM, headers={"kid": key.id})

    def read(self, text: str) -> Pass:
        """What the pass says, if it is ours and in force; raises `PassRefused` and `StoreError`."""
        try:
            key = key_named_by(text, self._keys)
            if key is None:
                raise PassRefused
            payload = jwt.decode(
                text,
                key.secret,
                algorithms=[_ALGORITHM],
                audience=_AUDIENCE,
                issuer=_ISSUER,
                options={"require": _CLAIMS, "verify_exp": False, "verify_iat": False},
            )
        except jwt.PyJWTError as error:
            raise PassRefused from error
        if self._now() >= payload["exp"]:
            raise PassRefused
        return Pass(tenant_id=payload["tid"], key_id=payload["sub"], signed_in=payload["auth_time"])

    def _now(self) -> int:
        return int(self._clock().timestamp())
