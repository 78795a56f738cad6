"""Sync: many sessions written in one request, and which of them have changed since."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import partial

from fastapi import APIRouter, Response

from connect_desktop.errors import ConnectError
from connect_desktop.runtime.stating import Written
from connect_desktop.server.answers import json_answer, problems
from connect_desktop.server.auth import Caller, Reader, Writer
from connect_desktop.server.http.idempotency import IdempotencyKey
from connect_desktop.server.prepared_route import PreparedRoute
from connect_desktop.server.problems import Problem, problem_of, problem_of_validation
from connect_desktop.server.room import Room, RoomHere
from connect_desktop.server.session_writing import Push, write_session
from connect_desktop.server.sync_schemas import (
    RefusedPush,
    SyncPost,
    SyncPush,
    SyncResults,
    SyncState,
    SyncStatePost,
)
from connect_desktop.store.access.answers import Answer, IdempotencyKeyReused, Request
from connect_desktop.store.collisions import COLLISIONS
from connect_desktop.store.connection import Connection
from connect_desktop.store.errors import StoreError
from connect_desktop.store.session_versions import SessionVersions, digest_of
from connect_desktop.store.transaction import in_parts

router = APIRouter(prefix="/api/v1/sync", tags=["Sync"], route_class=PreparedRoute)

Result = tuple[int, str]
"""Status and JSON text."""

_OURS = 500


@router.post("", operation_id="push_sessions", status_code=207, response_model=SyncResults, responses=problems(413))
async def push(room: RoomHere, caller: Writer, body: SyncPost, idempotency: IdempotencyKey) -> Response:
    """Write up to 100 sessions, each as its PUT would: a result for each, in order. One that is refused does the others
    no harm. What is written is kept in one transaction where that can be."""

    def write() -> Answer:
        asked = idempotency.of(caller.asked_by)
        return _written(room, caller, body.pushes, asked)

    answer = await room.workers.write(write)
    return Response(answer.body, answer.status, media_type="application/json")


@router.post("/state", operation_id="read_sync_state", response_model=SyncState, responses=problems(413))
async def state(room: RoomHere, caller: Reader, body: SyncStatePost) -> Response:
    """Which version each session of these learners has, or only that nothing has changed. One request tells it of any
    number of sessions, and misses nothing that was written before it, whoever wrote and whatever their clocks say."""
    versions = SessionVersions(caller.store.tenant_id)

    def read() -> dict[str, int]:
        with caller.store.database.connections.reading() as connection:
            return versions.of_learners(connection, body.user_ids)

    found = await room.workers.read(read)
    digest = digest_of(found)
    sessions = None if digest == body.digest else found
    above = await room.workers.read(lambda: _above(room, caller, body.user_ids))
    return json_answer({"epoch": room.epoch, "digest": digest, "sessions": sessions, "upstream": above})


def _above(room: Room, caller: Caller, user_ids: list[str]) -> dict[str, object] | None:
    """What the server above this one holds, where this one is a hub and these learners are its own."""
    if room.upstream is None or room.upstream.tenant_id != caller.store.tenant_id:
        return None
    standing = room.upstream.standing(user_ids)
    return {
        "name": standing.name,
        "reachable": standing.reachable,
        "launches": standing.launches,
        "held": standing.held,
    }


def _written(room: Room, caller: Caller, pushes: list[SyncPush], asked: Request | None) -> Answer:
    """All in one transaction, with the answer to a request `asked` by a key; where that cannot be kept, for a full disk
    say, each in one of its own."""
    try:
        answer, settle = _together(room, caller, pushes, asked)
    except (*COLLISIONS, IdempotencyKeyReused):
        raise
    except StoreError:
        results = [_alone(room, caller, push) for push in pushes]
        answer = _answer(room, results)
        if asked is not None and _is_final(results):
            caller.store.answers.keep(asked, answer)
        return answer
    for done in settle:
        done()
    return answer


def _together(
    room: Room, caller: Caller, pushes: list[SyncPush], asked: Request | None
) -> tuple[Answer, list[Callable[[], None]]]:
    results: list[Result] = []
    settle: list[Callable[[], None]] = []
    with in_parts(caller.store.database.connections, guarded=True) as transaction:
        seen = caller.store.answers.find(asked, transaction) if asked else None
        if seen is not None:
            return seen, settle
        for push in pushes:
            try:
                written = transaction.part(partial(_write, room, caller, push), (Problem, ConnectError))
            except (Problem, ConnectError) as error:
                problem = error if isinstance(error, Problem) else problem_of(error)
                if problem.status >= _OURS and isinstance(error, StoreError):
                    raise
                results.append(_of_problem(problem))
            else:
                settle.append(written.settle)
                results.append((written.answer.status, written.answer.body))
        answer = _answer(room, results)
        if asked is not None and _is_final(results):
            caller.store.answers.keep(asked, answer, transaction)
    return answer, settle


def _answer(room: Room, results: list[Result]) -> Answer:
    items = ", ".join(f'{{"status": {status}, "body": {text}}}' for status, text in results)
    return Answer(207, f'{{"epoch": {json.dumps(room.epoch)}, "results": [{items}]}}')


def _is_final(results: list[Result]) -> bool:
    """What may come to something the next time is not an answer to be given again."""
    return all(status < _OURS for status, _ in results)


def _alone(room: Room, caller: Caller, push: SyncPush) -> Result:
    try:
        with caller.store.database.connections.writing(guarded=True) as connection:
            written = _write(room, caller, push, connection)
    except COLLISIONS:
        raise
    except Problem as problem:
        return _of_problem(problem)
    except ConnectError as error:
        return _of_problem(problem_of(error))
    written.settle()
    return written.answer.status, written.answer.body


def _write(room: Room, caller: Caller, push: SyncPush | RefusedPush, connection: Connection) -> Written:
    if isinstance(push, RefusedPush):
        raise problem_of_validation(push.errors)
    request = None
    if push.idempotency_key is not None:
        said = push.model_dump_json(exclude_unset=True)
        request = Request(
            asked_by=caller.asked_by,
            idempotency_key=push.idempotency_key,
            hash=hashlib.sha256(f"PUSH {said}".encode(errors="surrogatepass")).hexdigest(),
        )
    wanted = Push(session_id=push.session_id, body=push, request=request, launch=push.launch)
    return write_session(room, caller, wanted, connection)


def _of_problem(problem: Problem) -> Result:
    response = problem.response()
    return problem.status, bytes(response.body).decode()
