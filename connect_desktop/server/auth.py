"""Who asks: a system with an API key, or a learner's player with a launch token."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request
from msgspec import Struct

from connect_desktop.server.problems import Problem, session_not_found, unauthorized
from connect_desktop.server.room import Room
from connect_desktop.server.tokens import Claims, TokenRefused
from connect_desktop.store.access.api_keys import PREFIX, Scope
from connect_desktop.store.database import Store

SCHEMES = {
    "ApiKey": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
    "Bearer": {
        "type": "http",
        "scheme": "bearer",
        "description": "An API key, or a launch token where a session is its own.",
    },
}
"""How callers say who they are, as the OpenAPI document has it."""


class Caller(Struct, frozen=True, kw_only=True):
    """Who asks and what is theirs: `store` sees the tenant's data only. `asked_by` names them in stored answers;
    `claims` are those of a launch token, None with an API key."""

    store: Store
    scope: Scope
    asked_by: str
    claims: Claims | None = None

    def may_open(self, session_id: str) -> None:
        """Raises a 404 where a launch token is not of this session."""
        if self.claims is not None and self.claims.session_id != session_id:
            raise session_not_found()


def claims_in_force(room: Room, token: str) -> Claims:
    """What a launch token says, if it is valid and was not revoked; raises `TokenRefused` and `StoreError`."""
    claims = room.tokens.read(token)
    session = room.stores.of(claims.tenant_id).sessions.get(claims.session_id)
    if session is None or session.token_epoch != claims.epoch:
        raise TokenRefused
    return claims


class Authorized:
    """A dependency: the caller, if they may do what needs this scope; a launch token may where `by_token` says so.

    The key is looked up anew for each request: one that is revoked, by whichever process, opens nothing from then on.
    """

    def __init__(self, needed: Scope, *, by_token: bool = False) -> None:
        self.needed = needed
        self._by_token = by_token

    async def __call__(self, request: Request) -> Caller:
        room: Room = request.app.state.room
        text = _credential(request)
        if not text.startswith(PREFIX):
            caller = await room.workers.read(lambda: _with_token(room, text, allowed=self._by_token))
            room.limits.count(request, text, caller.asked_by)
            return caller
        key = await room.workers.glance(lambda: room.keys.find(text))
        if key is None:
            raise unauthorized()
        room.limits.count(request, text, key.id)
        if not key.scope.allows(self.needed):
            raise Problem(403, "scope", f"This needs a key with {self.needed.value} scope.")
        return Caller(store=room.stores.of(key.tenant_id), scope=key.scope, asked_by=key.id)


def _credential(request: Request) -> str:
    """The key or token in the head, "" where there is none [RFC 6750 2.1]."""
    key = request.headers.get("x-api-key")
    if key:
        return key
    scheme, _, credentials = request.headers.get("authorization", "").partition(" ")
    return credentials.strip() if scheme.lower() == "bearer" else ""


def _with_token(room: Room, text: str, *, allowed: bool) -> Caller:
    if not text or not allowed:
        raise unauthorized()
    try:
        claims = claims_in_force(room, text)
    except TokenRefused:
        raise unauthorized() from None
    return Caller(
        store=room.stores.of(claims.tenant_id),
        scope=Scope.WRITE,
        asked_by=f"session:{claims.session_id}",
        claims=claims,
    )


Reader = Annotated[Caller, Depends(Authorized(Scope.READ))]
Writer = Annotated[Caller, Depends(Authorized(Scope.WRITE))]
Admin = Annotated[Caller, Depends(Authorized(Scope.ADMIN))]
System = Annotated[Caller, Depends(Authorized(Scope.SYSTEM))]
SessionReader = Annotated[Caller, Depends(Authorized(Scope.READ, by_token=True))]
SessionWriter = Annotated[Caller, Depends(Authorized(Scope.WRITE, by_token=True))]
