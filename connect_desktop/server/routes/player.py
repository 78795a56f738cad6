"""The web player: its page, the calls of its content, and the files of the course."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request, Response
from fastapi.responses import FileResponse
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException

from connect_desktop.errors import ConnectError
from connect_desktop.resources import resources_dir
from connect_desktop.runtime.navigation import Command, NavigationRequest
from connect_desktop.server.answers import json_answer
from connect_desktop.server.auth import SessionWriter, claims_in_force
from connect_desktop.server.pages import GONE, NOT_IN_COURSE, PLAYER_HEADERS, UNAVAILABLE, notice
from connect_desktop.server.problems import unauthorized
from connect_desktop.server.ranges import stream_response
from connect_desktop.server.room import RoomHere
from connect_desktop.server.tokens import TokenRefused

router = APIRouter(prefix="/player")

_FILES = {
    "web_player.js": "text/javascript; charset=utf-8",
    "scorm_api.js": "text/javascript; charset=utf-8",
    "dispatch_report.js": "text/javascript; charset=utf-8",
    "web_player.css": "text/css; charset=utf-8",
    "notice.css": "text/css; charset=utf-8",
    "dispatch.css": "text/css; charset=utf-8",
    "docs.css": "text/css; charset=utf-8",
}


class CallBody(BaseModel):
    """One API call; `late` numbers those that are made while the page goes away."""

    model_config = ConfigDict(strict=True)
    delivery: int
    method: str
    args: list[str]
    late: int | None = None


class GoBody(BaseModel):
    """Where to go, with an activity for a choice or a jump."""

    model_config = ConfigDict(strict=False)
    command: Command
    target: str | None = None


@router.get("/-/{name}", include_in_schema=False)
async def player_file(name: str) -> Response:
    """One of the player's own files."""
    if name not in _FILES:
        raise HTTPException(404)
    headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-cache"}
    return FileResponse(_folder() / name, media_type=_FILES[name], headers=headers)


@router.get(
    "/{session_id}",
    tags=["Player"],
    response_class=Response,
    responses={
        200: {"description": "The player", "content": {"text/html": {}}},
        401: {"description": "Launch link unavailable", "content": {"text/html": {}}},
        410: {"description": "The course is gone", "content": {"text/html": {}}},
    },
)
async def player_page(room: RoomHere, session_id: str, token: str = "") -> Response:
    """The page that plays a session, for whoever has a launch token of it."""
    try:
        claims = await room.workers.read(partial(claims_in_force, room, token))
    except TokenRefused:
        return notice(401, UNAVAILABLE)
    if claims.session_id != session_id:
        return notice(401, UNAVAILABLE)
    if room.stores.of(claims.tenant_id).packages.get(claims.package_id) is None:
        return notice(410, GONE)
    headers = dict(PLAYER_HEADERS)
    if ancestors := await room.workers.read(partial(room.dispatching.frame_ancestors, claims)):
        headers["Content-Security-Policy"] += f"; {ancestors}"
    return FileResponse(_folder() / "web.html", media_type="text/html; charset=utf-8", headers=headers)


@router.post("/{session_id}/open", include_in_schema=False)
async def open_sitting(room: RoomHere, caller: SessionWriter, session_id: str) -> Response:
    """Begin or go on; the sitting's name and the view to show."""
    claims = caller.claims
    if claims is None:
        raise unauthorized()
    caller.may_open(session_id)

    def begin() -> dict[str, Any]:
        name, sitting = room.sittings.open(claims)
        return {"sitting": name, **sitting.begin(claims.start)}

    return json_answer(await room.workers.write(begin))


@router.post("/{session_id}/{sitting}/call", include_in_schema=False)
async def call(request: Request, room: RoomHere, session_id: str, sitting: str) -> Response:
    """Answer an API call of the content. A call is small and hot, and late ones come without a content type."""
    body = CallBody.model_validate_json(await request.body())
    found = room.sittings.find(session_id, sitting)
    made = (body.delivery, body.method, body.args)
    if body.late is None:
        return json_answer(await room.workers.write(partial(found.call, made)))
    await room.workers.write(partial(found.call_late, body.late, made))
    return Response(status_code=204)


@router.post("/{session_id}/{sitting}/go", include_in_schema=False)
async def go(room: RoomHere, session_id: str, sitting: str, body: GoBody) -> Response:
    """Go elsewhere; the view to show."""
    found = room.sittings.find(session_id, sitting)
    return json_answer(await room.workers.write(partial(found.go, NavigationRequest(body.command, body.target))))


@router.post("/{session_id}/{sitting}/leave", include_in_schema=False)
async def leave(room: RoomHere, session_id: str, sitting: str) -> Response:
    """The page goes away."""
    room.sittings.find(session_id, sitting)
    room.sittings.leave_soon(session_id, sitting)
    return Response(status_code=204)


@router.api_route("/{session_id}/{sitting}/content/{_path:path}", methods=["GET", "HEAD"], include_in_schema=False)
async def content(
    request: Request, room: RoomHere, session_id: str, sitting: str, range: Annotated[str | None, Header()] = None
) -> Response:
    """A file of the course."""
    found = room.sittings.find(session_id, sitting)
    # As it was sent: names in packages are percent-encoded in more ways than one.
    address = request.scope["raw_path"].decode("ascii", "replace").split("/content/", 1)[1]
    if request.url.query:
        address += f"?{request.url.query}"

    def read() -> Response:
        member = found.reader.find(address)
        if member is None:
            return notice(404, NOT_IN_COURSE)
        headers = {
            "Content-Type": member.media_type,
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",
            "Cache-Control": "private, max-age=3600",
        }
        if member.encoding == "gzip":
            headers["Content-Encoding"] = "gzip"
        try:
            return stream_response(found.reader.open(member), member.size, range, headers)
        except ConnectError as error:
            return notice(500, ("This page cannot be read", str(error)))

    return await room.workers.read(read)


def _folder() -> Path:
    return resources_dir() / "player"
