"""The launches of a session: when it was played, where, how long, and what came of it."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel

from connect_desktop.runtime.json_values import seconds, timestamp, whole
from connect_desktop.server.answers import json_answer, problems
from connect_desktop.server.auth import Reader
from connect_desktop.server.pagination import LARGEST_PAGE, cursor_of, names_of, no_cursor
from connect_desktop.server.problems import session_not_found
from connect_desktop.server.room import RoomHere
from connect_desktop.server.schemas import CompletionStatus, SuccessStatus
from connect_desktop.store.launch_history import LaunchStanding, PastLaunch

router = APIRouter(prefix="/api/v1/sessions", tags=["Sessions"])


class StandingBody(BaseModel):
    """What a session had come to."""

    completion_status: CompletionStatus
    success_status: SuccessStatus
    score_scaled: float | None
    score_raw: float | None


class PastLaunchBody(BaseModel):
    """A launch. One that is `open` is being played, or its player died. `duration_seconds` is from start to end by the
    clock, `session_time_seconds` what the content told. `before` and `after` are what the session had come to; null
    where that was not noted: before a launch has said anything, and of one that does not count."""

    id: str
    device_id: str
    mode: Literal["normal", "browse", "review"]
    credit: bool
    state: Literal["open", "ended"]
    started_at: str
    ended_at: str | None
    duration_seconds: float | None
    session_time_seconds: float | None
    before: StandingBody | None
    after: StandingBody | None


class PastLaunchesBody(BaseModel):
    """A page of launches, the last one first; `next_cursor` leads to the next, null on the last."""

    launches: list[PastLaunchBody]
    next_cursor: str | None


@router.get("/{session_id}/launches", response_model=PastLaunchesBody, responses=problems(404))
async def list_launches(
    room: RoomHere,
    caller: Reader,
    session_id: str,
    limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = 50,
    cursor: str | None = None,
) -> Response:
    """How a session came to where it is: its launches, the last one first."""
    after = _place(cursor) if cursor is not None else None

    def read() -> list[PastLaunch]:
        if caller.store.sessions.get(session_id) is None:
            raise session_not_found()
        return caller.store.history.page(session_id, limit=limit + 1, after=after)

    found = await room.workers.read(read)
    given = found[:limit]
    more = cursor_of([str(given[-1].lamport), given[-1].id]) if len(found) > limit else None
    return json_answer({"launches": [_document(launch) for launch in given], "next_cursor": more})


def _place(cursor: str) -> tuple[int, str]:
    lamport, launch_id = names_of(cursor, 2)
    if not (lamport.isascii() and lamport.isdigit() and len(lamport) < 19):
        raise no_cursor()
    return int(lamport), launch_id


def _document(launch: PastLaunch) -> dict[str, object]:
    over = launch.ended_at
    return {
        "id": launch.id,
        "device_id": launch.device_id,
        "mode": launch.mode,
        "credit": launch.credit == "credit",
        "state": "open" if over is None else "ended",
        "started_at": timestamp(launch.started_at),
        "ended_at": None if over is None else timestamp(over),
        "duration_seconds": None if over is None else round(max(0.0, (over - launch.started_at).total_seconds()), 3),
        "session_time_seconds": None if launch.session_time is None else seconds(launch.session_time),
        "before": _standing(launch.before),
        "after": _standing(launch.after),
    }


def _standing(standing: LaunchStanding | None) -> dict[str, object] | None:
    if standing is None:
        return None
    return {
        "completion_status": standing.completion,
        "success_status": standing.success,
        "score_scaled": whole(standing.scaled),
        "score_raw": whole(standing.raw),
    }
