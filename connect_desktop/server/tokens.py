"""Launch tokens: a learner's right to play and write one session, for a while."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

import jwt
from msgspec import Struct

from connect_desktop.server.key_naming import key_named_by
from connect_desktop.store.access.signing_keys import SigningKeys
from connect_desktop.store.connection import Connection

_ALGORITHM = "HS256"
_ISSUER = "connect-desktop"
_AUDIENCE = "player"
_CLAIMS = ["iss", "aud", "sub", "tid", "sid", "pid", "lid", "mode", "iat", "nbf", "exp", "jti", "epoch"]


class TokenRefused(Exception):
    """The token is none of ours, or its time is over. Why is nobody's business."""


class Claims(Struct, frozen=True, kw_only=True):
    """What a token says: who may play which session, as which launch. `epoch` is the session's at the time; `exit_url`
    is where the player goes in the end, `start` the activity it begins with. `dispatch` is what
    the learner came by."""

    tenant_id: str
    session_id: str
    package_id: str
    learner_id: str
    launch_id: str
    epoch: int
    mode: str = "normal"
    start: str | None = None
    exit_url: str | None = None
    dispatch: str | None = None


class LaunchTokens:
    """Signs and reads tokens: JWT, HS256 and nothing else, by keys that rotate."""

    def __init__(self, keys: SigningKeys, clock: Callable[[], datetime]) -> None:
        self._keys = keys
        self._clock = clock

    def issue(self, claims: Claims, lifetime: int, within: Connection | None = None) -> str:
        """A token that lives `lifetime` seconds; raises `StoreError`. `within` is a transaction to take part in."""
        key = self._keys.signing(claims.tenant_id, within)
        now = int(self._clock().timestamp())
        payload: dict[str, Any] = {
            "iss": _ISSUER,
            "aud": _AUDIENCE,
            "sub": claims.learner_id,
            "tid": claims.tenant_id,
            "sid": claims.session_id,
            "pid": claims.package_id,
            "lid": claims.launch_id,
            "mode": claims.mode,
            "epoch": claims.epoch,
            "iat": now,
            "nbf": now,
            "exp": now + lifetime,
            "jti": str(uuid.uuid4()),
        }
        if claims.start is not None:
            payload["start"] = claims.start
        if claims.exit_url is not None:
            payload["exit"] = claims.exit_url
        if claims.dispatch is not None:
            payload["dispatch"] = claims.dispatch
        return jwt.encode(payload, key.secret, _ALGORITHM, headers={"kid": key.id})

    def read(self, token: str) -> Claims:
        """What the token says, if it is ours and in force; raises `TokenRefused` and `StoreError`.

        Whether the session's epoch is still the token's is for the caller to see.
        """
        try:
            key = key_named_by(token, self._keys)
            if key is None:
                raise TokenRefused
            payload = jwt.decode(
                token,
                key.secret,
                algorithms=[_ALGORITHM],
                audience=_AUDIENCE,
                issuer=_ISSUER,
                options={"require": _CLAIMS, "verify_exp": False, "verify_nbf": False, "verify_iat": False},
            )
        except jwt.PyJWTError as error:
            raise TokenRefused from error
        now = self._clock().timestamp()
        if not payload["nbf"] <= now < payload["exp"]:
            raise TokenRefused
        return Claims(
            tenant_id=payload["tid"],
            session_id=payload["sid"],
            package_id=payload["pid"],
            learner_id=payload["sub"],
            launch_id=payload["lid"],
            epoch=payload["epoch"],
            mode=payload["mode"],
            start=payload.get("start"),
            exit_url=payload.get("exit"),
            dispatch=payload.get("dispatch"),
        )
