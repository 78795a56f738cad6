"""Tenants, for whoever runs the server: made, listed, renamed, deleted."""

from __future__ import annotations

import json
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel

from connect_desktop.runtime.access_documents import tenant_document
from connect_desktop.runtime.tenant_removal import remove_tenant
from connect_desktop.server.answers import json_answer, problems
from connect_desktop.server.auth import System
from connect_desktop.server.http.idempotency import IdempotencyKey
from connect_desktop.server.pagination import PageAsked, page_of
from connect_desktop.server.problems import Problem
from connect_desktop.server.room import RoomHere
from connect_desktop.server.schemas import Body, Name
from connect_desktop.store.access.answers import Answer
from connect_desktop.store.access.tenants import Tenant

router = APIRouter(prefix="/api/admin/tenants", tags=["Administration"])


class TenantName(Body):
    """What people call a tenant."""

    name: Name


class TenantBody(BaseModel):
    """A tenant: courses, learners, sessions and keys of its own, which no other tenant sees."""

    id: str
    name: str
    created_at: str


class TenantsBody(BaseModel):
    """A page of tenants, the last one made first; `next_cursor` leads to the next, null on the last."""

    tenants: list[TenantBody]
    next_cursor: str | None


@router.post("", status_code=201, response_model=TenantBody, responses=problems(413))
async def create_tenant(room: RoomHere, caller: System, body: TenantName, idempotency: IdempotencyKey) -> Response:
    """Make a tenant. It has no key yet: `POST /api/admin/api-keys` with its `tenant_id` makes one."""

    def make() -> str:
        asked = idempotency.of(caller.asked_by)
        with room.stores.database.connections.writing() as connection:
            seen = caller.store.answers.find(asked, connection) if asked else None
            if seen is not None:
                return seen.body
            text = json.dumps(tenant_document(room.tenants.add_within(connection, body.name)))
            if asked is not None:
                caller.store.answers.keep(asked, Answer(201, text), connection)
        return text

    text = await room.workers.write(make)
    return Response(text, 201, {"Location": f"/api/admin/tenants/{json.loads(text)['id']}"}, "application/json")


@router.get("", response_model=TenantsBody, responses=problems())
async def list_tenants(
    room: RoomHere,
    _caller: System,
    page: PageAsked,
) -> Response:
    """Tenants, the last one made first."""
    found = await room.workers.read(lambda: room.tenants.page(page))
    given, more = page_of(found, page)
    return json_answer({"tenants": [tenant_document(tenant) for tenant in given], "next_cursor": more})


@router.get("/{tenant_id}", response_model=TenantBody, responses=problems(404))
async def read_tenant(room: RoomHere, _caller: System, tenant_id: str) -> Response:
    """One tenant."""
    return _answer(await room.workers.read(lambda: room.tenants.get(tenant_id)))


@router.patch("/{tenant_id}", response_model=TenantBody, responses=problems(404, 413))
async def rename_tenant(room: RoomHere, _caller: System, tenant_id: str, body: TenantName) -> Response:
    """Give a tenant another name."""
    return _answer(await room.workers.write(lambda: room.tenants.rename(tenant_id, body.name)))


@router.delete("/{tenant_id}", status_code=204, responses=problems(404, 409))
async def delete_tenant(
    room: RoomHere,
    _caller: System,
    tenant_id: str,
    force: Annotated[bool, Query(description="Though it has courses or learners; all of it goes")] = False,
) -> Response:
    """Delete a tenant with its keys and whatever else is its. This machine's own tenant stays."""

    def remove() -> bool:
        room.tenants.check_removable(tenant_id, force=force)
        room.sittings.close_of_tenant(tenant_id)
        return remove_tenant(room.stores.database, room.library, tenant_id, force=force)

    if not await room.workers.write(remove):
        raise _not_found()
    return Response(status_code=204)


def _answer(tenant: Tenant | None) -> Response:
    if tenant is None:
        raise _not_found()
    return json_answer(tenant_document(tenant))


def _not_found() -> Problem:
    return Problem(404, "unknown-tenant", "There is no such tenant.", title="Tenant Not Found")
