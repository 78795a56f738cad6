"""Sessions: read, list, write, and new tokens for them."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Header, Query, Request, Response

from connect_desktop.packages.errors import PackageError
from connect_desktop.runtime.session_document import SessionDocument, document_of, session_document
from connect_desktop.server.answers import json_answer, problems
from connect_desktop.server.auth import Admin, Caller, Reader, SessionReader, SessionWriter
from connect_desktop.server.http.etags import etag, matches
from connect_desktop.server.http.idempotency import IdempotencyKey
from connect_desktop.server.links import launch_url
from connect_desktop.server.moments import Moment
from connect_desktop.server.pagination import LARGEST_PAGE, cursor_after, position_of
from connect_desktop.server.prepared_route import PreparedRoute
from connect_desktop.server.problems import session_not_found, unauthorized
from connect_desktop.server.room import Room, RoomHere
from connect_desktop.server.schemas import (
    CompletionStatus,
    SessionBody,
    SessionsBody,
    SuccessStatus,
    TokenBody,
)
from connect_desktop.server.session_writing import Push, write_session
from connect_desktop.server.sync_schemas import JournalPut, WrittenSession
from connect_desktop.server.tokens import Claims
from connect_desktop.store.records import SessionRecord
from connect_desktop.store.session_query import SessionQuery

router = APIRouter(prefix="/api/v1/sessions", tags=["Sessions"], route_class=PreparedRoute)

Match = Annotated[str | None, Header(max_length=1000)]


@router.get("", response_model=SessionsBody, responses=problems())
async def list_sessions(
    room: RoomHere,
    caller: Reader,
    package_id: str | None = None,
    user_id: str | None = None,
    completion_status: CompletionStatus | None = None,
    success_status: SuccessStatus | None = None,
    since: Annotated[Moment | None, Query(description="Changed then or later")] = None,
    until: Annotated[Moment | None, Query(description="Changed then or earlier")] = None,
    limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = 50,
    cursor: str | None = None,
) -> Response:
    """Sessions, the last one changed first."""
    query = SessionQuery(
        learner_id=user_id,
        package_id=package_id,
        completion=completion_status,
        success=success_status,
        since=since,
        until=until,
        after=position_of(cursor) if cursor is not None else None,
    )

    def read() -> tuple[list[SessionDocument], str | None]:
        found = caller.store.sessions.page(query, limit + 1)
        page = found[:limit]
        running = caller.store.launches.running_among([session.id for session in page])
        documents = [
            _document(room, caller, session)
            if session.id in running or session.cmi_data is None
            else document_of(session, session.cmi_data, caller.store.tenant_id)
            for session in page
        ]
        last = found[limit - 1] if len(found) > limit else None
        return documents, cursor_after(last.updated_at, last.id) if last else None

    documents, next_cursor = await room.workers.read(read)
    return json_answer({"sessions": documents, "next_cursor": next_cursor})


@router.get("/{session_id}", response_model=SessionBody, responses=problems(304, 404))
async def read_session(room: RoomHere, caller: SessionReader, session_id: str, if_none_match: Match = None) -> Response:
    """One session, as it is now."""
    caller.may_open(session_id)

    store = caller.store

    def look() -> tuple[SessionRecord | None, bool]:
        with store.database.connections.reading() as connection:
            return store.sessions.within(connection, session_id), store.launches.running_within(connection, session_id)

    session, running = await room.workers.glance(look)
    if session is None:
        raise session_not_found()
    if matches(if_none_match, session.version) and not running:
        return Response(status_code=304, headers={"ETag": etag(session.version)})
    if session.cmi_data is not None and not running:
        document = document_of(session, session.cmi_data, store.tenant_id)
    else:
        document = await room.workers.read(partial(_document, room, caller, session))
    return json_answer(document, headers={"ETag": etag(document["version"])})


@router.put("/{session_id}", response_model=WrittenSession, responses=problems(404, 409, 410, 412, 413))
async def put_session(
    room: RoomHere,
    caller: SessionWriter,
    session_id: str,
    body: JournalPut,
    idempotency: IdempotencyKey,
    if_match: Match = None,
) -> Response:
    """Say what is new in a session. `version` is the one this is based on; if the session has another by now, nothing
    changes and the answer is 409 with `current_version`.

    A device that syncs sends the launches themselves as `journal`; a launch that is none is named in a 422, one that
    ran another package's content in a 409 of the code `package-mismatch`, with the `package_id` of the session, and
    nothing is changed by either. A launch that is here already goes on whatever became of its package.
    """
    caller.may_open(session_id)
    request = idempotency.of(caller.asked_by)
    push = Push(session_id=session_id, body=body, request=request, if_match=if_match)

    write = partial(write_session, room, caller, push)
    written = await room.group_commit.write(write, lambda written: written.settle(), guarded=True)
    headers = {"ETag": etag(written.version)}
    return Response(written.answer.body, written.answer.status, headers, "application/json")


@router.delete("/{session_id}", status_code=204, responses=problems(404))
async def delete_session(room: RoomHere, caller: Admin, session_id: str) -> Response:
    """Delete a session with all its launches and what they wrote. Whoever plays it is stopped, and its launch tokens
    open nothing any more."""

    def remove() -> None:
        _session(caller, session_id)
        if room.sittings.of_session(caller.store.tenant_id, session_id) is not None:
            room.sittings.close((caller.store.tenant_id, session_id))
        if not caller.store.sessions.remove(session_id):
            raise session_not_found()

    await room.workers.write(remove)
    return Response(status_code=204)


@router.post("/{session_id}/refresh-token", response_model=TokenBody, responses=problems(404))
async def refresh_token(request: Request, room: RoomHere, caller: SessionWriter, session_id: str) -> Response:
    """A new token for the same launch, before the old one's time is over."""
    caller.may_open(session_id)
    lifetime = room.settings.lifetimes.effective(None)

    def issue() -> str:
        session = _session(caller, session_id)
        if caller.claims is not None and not room.dispatching.goes_on(caller.claims):
            raise unauthorized()
        launch_id = session.launch_id or caller.store.launches.new_id()
        if caller.claims is None and session.launch_id is None:
            caller.store.sessions.speak_for(session_id, launch_id)
        claims = caller.claims or Claims(
            tenant_id=caller.store.tenant_id,
            session_id=session.id,
            package_id=session.package_id,
            learner_id=session.learner_id,
            launch_id=launch_id,
            epoch=session.token_epoch,
        )
        # Of the epoch it had: a revocation since then holds for what follows from the token, too.
        return room.tokens.issue(claims, lifetime)

    token = await room.workers.write(issue)
    url = launch_url(request, session_id, token)
    return json_answer({"token": token, "launch_url": url, "expires_in_seconds": lifetime})


def _session(caller: Caller, session_id: str) -> SessionRecord:
    session = caller.store.sessions.get(session_id)
    if session is None:
        raise session_not_found()
    return session


def _document(room: Room, caller: Caller, session: SessionRecord) -> SessionDocument:
    """The session; where its elements must be folded anew and its package is gone, by what was begun."""
    course = None
    if caller.store.launches.running(session.id):
        package = caller.store.packages.get(session.package_id)
        try:
            course = room.courses.of(package) if package else None
        except PackageError:
            course = None
    return session_document(caller.store, session, course)
