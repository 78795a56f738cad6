"""The launches of a session as they are, for devices that sync."""

from __future__ import annotations

import json
from typing import Annotated

from fastapi import APIRouter, Query, Response

from connect_desktop.server.answers import json_answer, problems
from connect_desktop.server.auth import Reader
from connect_desktop.server.pagination import LARGEST_PAGE, cursor_of, key_of, no_cursor
from connect_desktop.server.problems import Problem, session_not_found
from connect_desktop.server.room import RoomHere
from connect_desktop.server.sync_schemas import JournalBody
from connect_desktop.store.travel.launch_exchange import LaunchExchange, Position

router = APIRouter(prefix="/api/v1/sessions", tags=["Sync"])

# A page ends with the launch that takes it beyond so many characters.
_LARGEST_BODY = 4 << 20


@router.get("/{session_id}/journal", response_model=JournalBody, responses=problems(404))
async def read_journal(
    room: RoomHere,
    caller: Reader,
    session_id: str,
    known: Annotated[
        str,
        Query(
            description="What need not be sent again: `launch_id:rev`, separated by commas",
            max_length=16384,
            pattern=r"^([^:,]+:[0-9]{1,10}(,[^:,]+:[0-9]{1,10})*)?$",
        ),
    ] = "",
    limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = 50,
    cursor: str | None = None,
) -> Response:
    """The session's launches with all they wrote, in causal order, those running now included, without those the asker
    knows in this revision or a later one. Each is what a PUT takes as `journal`."""
    revisions = _revisions(known)
    after = _position(cursor) if cursor is not None else None
    exchange = LaunchExchange(caller.store.tenant_id, caller.store.launches)

    def read() -> dict[str, object]:
        with caller.store.database.connections.reading() as connection:
            session = caller.store.sessions.within(connection, session_id)
            if session is None:
                raise session_not_found()
            journal: dict[str, object] = {}
            size, last, more = 0, after, False
            for launch in exchange.held(connection, session_id, known=revisions, after=after):
                if len(journal) == limit or size > _LARGEST_BODY:
                    more = True
                    break
                journal[launch.record.id] = document = launch.as_sent().as_json()
                size += len(json.dumps(document))
                last = launch.position
        next_cursor = cursor_of(last) if more and last is not None else None
        return {"version": session.version, "journal": journal, "next_cursor": next_cursor}

    return json_answer(await room.workers.read(read))


def _revisions(known: str) -> dict[str, int]:
    revisions = {}
    for item in filter(None, known.split(",")):
        launch_id, _, rev = item.partition(":")
        if not launch_id or not rev.isascii() or not rev.isdigit() or len(rev) > len(str(2**31)):
            raise Problem(422, "invalid-request", "/query/known: is not made of launch_id:rev, separated by commas")
        revisions[launch_id] = int(rev)
    return revisions


def _position(cursor: str) -> Position:
    match key_of(cursor):
        case [int(lamport), str(launch_id)] if abs(lamport) < 2**63:
            return lamport, launch_id
        case _:
            raise no_cursor()
