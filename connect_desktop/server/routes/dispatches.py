"""Dispatches: packages handed to other platforms by links, limited, renewed and taken back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from connect_desktop.server.answers import json_answer, problems
from connect_desktop.server.auth import Admin, Caller, Reader, Writer
from connect_desktop.server.dispatch.dispatch_zip import build_dispatch_zip
from connect_desktop.server.dispatch.dispatching import dispatches_of
from connect_desktop.server.dispatch.passwords import hashed
from connect_desktop.server.dispatch.schemas import (
    DispatchBody,
    DispatchesBody,
    DispatchObject,
    DispatchPatch,
    DispatchPost,
    DispatchRotatePost,
)
from connect_desktop.server.http.idempotency import Idempotency, IdempotencyKey
from connect_desktop.server.links import dispatch_url
from connect_desktop.server.moments import Moment
from connect_desktop.server.pagination import LARGEST_PAGE, cursor_after, position_of
from connect_desktop.server.problems import Problem, package_not_found
from connect_desktop.server.room import Room, RoomHere
from connect_desktop.store.access.answers import Answer
from connect_desktop.store.connection import Connection
from connect_desktop.store.dispatch.dispatches import Dispatch, DispatchQuery, new_link
from connect_desktop.store.dispatch.registrations import DispatchOver

router = APIRouter(prefix="/api/v1", tags=["Dispatch"])

_ZIP: dict[int | str, dict[str, Any]] = {
    200: {"description": "A SCORM 1.2 package", "content": {"application/zip": {}}}
}


@router.post(
    "/packages/{package_id}/dispatches", status_code=201, response_model=DispatchBody, responses=problems(404, 413)
)
async def create_dispatch(
    request: Request, room: RoomHere, caller: Writer, package_id: str, body: DispatchPost, idempotency: IdempotencyKey
) -> Response:
    """Hand a package to another platform by a link."""
    link, password_hash = new_link(caller.store.tenant_id), await _hashed(room, body.password)

    def create(connection: Connection) -> Dispatch:
        if caller.store.packages.within(connection, package_id) is None:
            raise package_not_found()
        terms = body.terms(room.clock(), password_hash)
        return dispatches_of(caller.store, room.clock).add(link, package_id, terms, connection)

    return await _once(request, room, caller, idempotency, create, 201)


@router.get("/dispatches", response_model=DispatchesBody, responses=problems())
async def list_dispatches(
    request: Request,
    room: RoomHere,
    caller: Reader,
    package_id: str | None = None,
    since: Annotated[Moment | None, Query(description="Changed then or later")] = None,
    until: Annotated[Moment | None, Query(description="Changed then or earlier")] = None,
    limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = 50,
    cursor: str | None = None,
) -> Response:
    """Dispatches, the last one changed first."""
    after = position_of(cursor) if cursor is not None else None
    query = DispatchQuery(package_id=package_id, since=since, until=until, after=after)
    found = await room.workers.read(lambda: dispatches_of(caller.store, room.clock).page(query, limit + 1))
    page = found[:limit]
    more = cursor_after(page[-1].updated_at, page[-1].id) if len(found) > limit else None
    documents = [_object(request, room, dispatch).model_dump() for dispatch in page]
    return json_answer({"dispatches": documents, "next_cursor": more})


@router.get("/dispatches/{dispatch_id}", response_model=DispatchBody, responses=problems(404))
async def read_dispatch(request: Request, room: RoomHere, caller: Reader, dispatch_id: str) -> Response:
    """One dispatch, and how far it was used."""
    return json_answer(_document(request, room, await _found(room, caller, dispatch_id)))


@router.patch("/dispatches/{dispatch_id}", response_model=DispatchBody, responses=problems(404, 409, 413))
async def change_dispatch(
    request: Request, room: RoomHere, caller: Writer, dispatch_id: str, body: DispatchPatch
) -> Response:
    """Change what limits a dispatch. Who has registered stays so, whatever the limits are now."""
    password_hash = await _hashed(room, body.password)
    store = dispatches_of(caller.store, room.clock)
    changed = await room.workers.write(
        lambda: store.change(dispatch_id, lambda terms: body.changed(terms, room.clock(), password_hash))
    )
    return json_answer(_document(request, room, _there(changed)))


@router.delete("/dispatches/{dispatch_id}", status_code=204, responses=problems(404))
async def delete_dispatch(room: RoomHere, caller: Admin, dispatch_id: str) -> Response:
    """Revoke a dispatch and forget it; the sessions begun through it stay."""

    def remove() -> None:
        sessions = dispatches_of(caller.store, room.clock).remove(dispatch_id)
        if sessions is None:
            raise _dispatch_not_found()
        _close(room, caller, sessions)

    await room.workers.write(remove)
    return Response(status_code=204)


@router.post("/dispatches/{dispatch_id}/rotate", response_model=DispatchBody, responses=problems(404, 409, 413))
async def rotate_dispatch(
    request: Request,
    room: RoomHere,
    caller: Writer,
    dispatch_id: str,
    idempotency: IdempotencyKey,
    body: DispatchRotatePost | None = None,
) -> Response:
    """Give a dispatch a new link. Those before it go on for a day, or as long as is said; then they answer 410."""
    grace = timedelta(seconds=(body or DispatchRotatePost()).grace_seconds)

    def rotate(connection: Connection) -> Dispatch:
        return _there(dispatches_of(caller.store, room.clock).rotate(dispatch_id, room.clock() + grace, connection))

    return await _once(request, room, caller, idempotency, rotate)


@router.post("/dispatches/{dispatch_id}/revoke", response_model=DispatchBody, responses=problems(404))
async def revoke_dispatch(
    request: Request, room: RoomHere, caller: Writer, dispatch_id: str, idempotency: IdempotencyKey
) -> Response:
    """End a dispatch at once and for good: no link, and no launch token given by one, opens anything any more."""

    begun: list[str] = []

    def revoke(connection: Connection) -> Dispatch:
        done = dispatches_of(caller.store, room.clock).revoke(dispatch_id, connection)
        if done is None:
            raise _dispatch_not_found()
        dispatch, begun[:] = done
        return dispatch

    answer = await _once(request, room, caller, idempotency, revoke)
    await room.workers.write(lambda: _close(room, caller, begun))
    return answer


@router.get("/dispatches/{dispatch_id}/zip", response_class=Response, responses={**problems(404, 410), **_ZIP})
async def fetch_dispatch(request: Request, room: RoomHere, caller: Reader, dispatch_id: str) -> Response:
    """A small SCORM 1.2 package for the other platform: it plays the course here and reports status, score and time to
    that platform."""
    dispatch = await _found(room, caller, dispatch_id)
    if dispatch.revoked_at is not None or dispatch.is_expired(room.clock()):
        raise Problem(410, DispatchOver.code, "This dispatch is over; create a new one.")
    url = dispatch_url(request, dispatch.link)

    def build() -> bytes:
        package = caller.store.packages.get(dispatch.package_id)
        if package is None:
            raise Problem(410, "package-gone", "The package of this dispatch is not on the server any more.")
        return build_dispatch_zip(dispatch.id, package.title, url)

    headers = {"Content-Disposition": f'attachment; filename="{dispatch.id}.zip"', "Cache-Control": "no-store"}
    return Response(await room.workers.read(build), 200, headers, "application/zip")


async def _once(
    request: Request,
    room: Room,
    caller: Caller,
    idempotency: Idempotency,
    job: Callable[[Connection], Dispatch],
    status: int = 200,
) -> Response:
    """What `job` answers, or what it answered to the same request before, be it that both came at once."""
    asked = idempotency.of(caller.asked_by)

    def answer() -> Answer:
        with caller.store.database.connections.writing() as connection:
            seen = caller.store.answers.find(asked, connection) if asked else None
            if seen is not None:
                return seen
            given = Answer(status, json.dumps(_document(request, room, job(connection))))
            if asked is not None:
                caller.store.answers.keep(asked, given, connection)
        return given

    given = await room.workers.write(answer)
    headers = {"Location": f"/api/v1/dispatches/{json.loads(given.body)['dispatch']['id']}"} if status == 201 else {}
    return Response(given.body, given.status, headers, "application/json")


async def _hashed(room: Room, password: str | None) -> str | None:
    return None if password is None else await room.workers.read(partial(hashed, password))


async def _found(room: Room, caller: Caller, dispatch_id: str) -> Dispatch:
    return _there(await room.workers.read(lambda: dispatches_of(caller.store, room.clock).get(dispatch_id)))


def _there(dispatch: Dispatch | None) -> Dispatch:
    if dispatch is None:
        raise _dispatch_not_found()
    return dispatch


def _dispatch_not_found() -> Problem:
    return Problem(404, "unknown-dispatch", "There is no such dispatch.", title="Dispatch Not Found")


def _close(room: Room, caller: Caller, sessions: Iterable[str]) -> None:
    """Whoever plays through a dispatch that ended stops; what they did is kept."""
    for session_id in sessions:
        room.sittings.close((caller.store.tenant_id, session_id), "revoked")


def _object(request: Request, room: Room, dispatch: Dispatch) -> DispatchObject:
    return DispatchObject.of(dispatch, dispatch_url(request, dispatch.link), room.clock())


def _document(request: Request, room: Room, dispatch: Dispatch) -> dict[str, object]:
    shown = _object(request, room, dispatch)
    return DispatchBody(dispatch=shown, dispatch_url=shown.launchUrl).model_dump()
