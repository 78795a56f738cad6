"""API keys of a tenant: made, listed, revoked."""

from __future__ import annotations

import json
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from connect_desktop.runtime.access_documents import key_document
from connect_desktop.server.answers import json_answer, problems
from connect_desktop.server.auth import Admin, Caller
from connect_desktop.server.http.idempotency import IdempotencyKey
from connect_desktop.server.pagination import PageAsked, page_of
from connect_desktop.server.problems import Problem
from connect_desktop.server.room import Room, RoomHere
from connect_desktop.server.schemas import Body, Name
from connect_desktop.store.access.answers import Answer
from connect_desktop.store.access.api_keys import Scope

router = APIRouter(prefix="/api/admin/api-keys", tags=["Administration"])

Of = Annotated[str | None, Query(description="Whose keys, for `system` scope; without it, the caller's tenant's")]


class ApiKeyPost(Body):
    """What the key is for and what it may do. `tenant_id` is for `system` scope; without it, it is the caller's."""

    name: Name
    scope: Annotated[Scope, Field(strict=False)] = Scope.WRITE
    tenant_id: str | None = None


class ApiKeyBody(BaseModel):
    """What is known of a key, which is not the key itself."""

    id: str
    tenant_id: str
    name: str
    scope: Scope
    created_at: str
    revoked_at: str | None


class NewApiKeyBody(ApiKeyBody):
    """`key` is what opens doors, told this once. Where a request is answered again by its Idempotency-Key, it is null:
    the key itself is not kept."""

    key: str | None


class ApiKeysBody(BaseModel):
    """A page of keys, the last one made first; `next_cursor` leads to the next, null on the last."""

    api_keys: list[ApiKeyBody]
    next_cursor: str | None


@router.post("", status_code=201, response_model=NewApiKeyBody, responses=problems(404, 413))
async def create_key(room: RoomHere, caller: Admin, body: ApiKeyPost, idempotency: IdempotencyKey) -> Response:
    """Make a key. Nobody gives more than they have: the scope is at most that of the key which asks."""
    if not caller.scope.allows(body.scope):
        raise Problem(403, "scope", f"A key with {caller.scope.value} scope makes none with {body.scope.value} scope.")

    def make() -> str:
        asked = idempotency.of(caller.asked_by)
        tenant_id = _tenant(room, caller, body.tenant_id)
        with room.stores.database.connections.writing() as connection:
            seen = caller.store.answers.find(asked, connection) if asked else None
            if seen is not None:
                return seen.body
            key, text = room.keys.create_within(connection, tenant_id, body.name, body.scope)
            if asked is not None:
                kept = json.dumps({**key_document(key), "key": None})
                caller.store.answers.keep(asked, Answer(201, kept), connection)
        return json.dumps({**key_document(key), "key": text})

    text = await room.workers.write(make)
    headers = {"Cache-Control": "no-store", "Location": f"/api/admin/api-keys/{json.loads(text)['id']}"}
    return Response(text, 201, headers, "application/json")


@router.get("", response_model=ApiKeysBody, responses=problems(404))
async def list_keys(
    room: RoomHere,
    caller: Admin,
    page: PageAsked,
    tenant_id: Of = None,
) -> Response:
    """Keys, the last one made first, revoked ones too."""
    found = await room.workers.read(lambda: room.keys.page(_tenant(room, caller, tenant_id), page))
    given, more = page_of(found, page)
    return json_answer({"api_keys": [key_document(key) for key in given], "next_cursor": more})


@router.get("/{key_id}", response_model=ApiKeyBody, responses=problems(404))
async def read_key(room: RoomHere, caller: Admin, key_id: str, tenant_id: Of = None) -> Response:
    """What is known of one key."""
    key = await room.workers.read(lambda: room.keys.get(_tenant(room, caller, tenant_id), key_id))
    if key is None:
        raise _not_found()
    return json_answer(key_document(key))


@router.delete("/{key_id}", status_code=204, responses=problems(404))
async def revoke_key(room: RoomHere, caller: Admin, key_id: str, tenant_id: Of = None) -> Response:
    """Let a key open nothing any more."""
    if not await room.workers.write(lambda: room.keys.revoke(_tenant(room, caller, tenant_id), key_id)):
        raise _not_found()
    return Response(status_code=204)


def _tenant(room: Room, caller: Caller, asked: str | None) -> str:
    """Whose keys are meant; raises a 404 for a tenant there is not, or that is not for this caller to see."""
    if asked is None or asked == caller.store.tenant_id:
        return caller.store.tenant_id
    if not caller.scope.allows(Scope.SYSTEM) or room.tenants.get(asked) is None:
        raise Problem(404, "unknown-tenant", "There is no such tenant.", title="Tenant Not Found")
    return asked


def _not_found() -> Problem:
    return Problem(404, "unknown-api-key", "There is no such key.", title="Key Not Found")
