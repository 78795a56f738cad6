"""The web player: its page, the calls of its content, and the files of the course."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.responses import FileResponse
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException

from connect_desktop.errors import ConnectError
from connect_desktop.resources import resources_dir
from connect_desktop.runtime.navigation import Command, NavigationRequest
from connect_desktop.server.answers import json_answer, problems
from connect_desktop.server.auth import SessionWriter, claims_in_force
from connect_desktop.server.http.ranges import stream_response
from connect_desktop.server.pages.page import GONE, NOT_IN_COURSE, UNAVAILABLE, Notice, notice
from connect_desktop.server.pages.words_here import WordsHere
from connect_desktop.server.player.call_order import Call
from connect_desktop.server.player.player_page import CONTENT_HEADERS, player_page
from connect_desktop.server.player.player_words import WORDS
from connect_desktop.server.player.sitting import Sitting
from connect_desktop.server.problems import Problem, unauthorized
from connect_desktop.server.room import RoomHere
from connect_desktop.server.routes.sessions import refresh_token
from connect_desktop.server.tokens import TokenRefused

router = APIRouter(prefix="/player")
# The page asks for its token where it is: the API may be on another host.
router.add_api_route(
    "/{session_id}/refresh-token", refresh_token, methods=["POST"], include_in_schema=False, response_model=None
)

_SCRIPT, _STYLE = "text/javascript; charset=utf-8", "text/css; charset=utf-8"
_FILES = {
    **dict.fromkeys(
        (
            "content_frame.js",
            "dispatch_hello.js",
            "dispatch_report.js",
            "scorm_api.js",
            "web_again.js",
            "web_connection.js",
            "web_farewell.js",
            "web_player.js",
            "web_print.js",
            "web_token.js",
            "web_view.js",
        ),
        _SCRIPT,
    ),
    **dict.fromkeys(("dispatch.css", "docs.css", "notice.css", "tokens.css", "web_player.css"), _STYLE),
}
_MOST_PIECES = 64


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
        503: problems()[503],
    },
)
async def open_player(request: Request, room: RoomHere, words: WordsHere, session_id: str, token: str = "") -> Response:
    """The page that plays a session, for whoever has a launch token of it."""
    try:
        claims = await room.workers.read(partial(claims_in_force, room, token))
    except TokenRefused:
        claims = None
    if claims is None or claims.session_id != session_id:
        # The player takes its token out of the address: loaded again, the page knows where it is kept.
        return notice(401, UNAVAILABLE, words, scripts=() if token else ["web_again.js"])
    store = room.stores.of(claims.tenant_id)
    if await room.workers.read(partial(store.packages.get, claims.package_id)) is None:
        return notice(410, GONE, words)
    return player_page(request, words, await room.workers.read(partial(room.dispatching.frame_ancestors, claims)))


@router.post("/{session_id}/open", include_in_schema=False)
async def open_sitting(room: RoomHere, caller: SessionWriter, words: WordsHere, session_id: str) -> Response:
    """Begin or go on; the sitting's name and the view to show."""
    claims = caller.claims
    if claims is None:
        raise unauthorized()
    caller.may_open(session_id)

    def begin() -> dict[str, Any]:
        name, sitting = room.sittings.open(claims, words)
        return {"sitting": name, "heartbeat": room.sittings.limits.heartbeat, **sitting.begin(claims.start)}

    return json_answer(await room.workers.write(begin))


@router.post("/{session_id}/{sitting}/call", include_in_schema=False)
async def call(request: Request, room: RoomHere, session_id: str, sitting: str) -> Response:
    """Answer an API call of the content."""
    made = _call_of(_document(await request.body()))
    return json_answer(await room.sittings.speak(session_id, sitting, lambda found: found.calls.now(made)))


@router.post("/{session_id}/{sitting}/late", include_in_schema=False)
async def late(
    request: Request,
    room: RoomHere,
    session_id: str,
    sitting: str,
    message: int,
    piece: Annotated[int, Query(ge=0)],
    of: Annotated[int, Query(ge=1, le=_MOST_PIECES)],
) -> Response:
    """Take calls that were made while the page went away: a piece of a message of them, without a content type."""
    text = (await request.body()).decode(errors="replace")

    def take(found: Sitting) -> None:
        whole = found.calls.part(message, piece, of, text)
        if whole is not None:
            calls = _document(whole)
            found.calls.later([_call_of(call) for call in calls] if isinstance(calls, list) else [])

    await room.sittings.speak(session_id, sitting, take)
    return Response(status_code=204)


@router.post("/{session_id}/{sitting}/alive", include_in_schema=False)
async def alive(room: RoomHere, session_id: str, sitting: str) -> Response:
    """The page is there still, though its content has nothing to say."""
    await room.sittings.stay(session_id, sitting)
    return Response(status_code=204)


@router.post("/{session_id}/{sitting}/go", include_in_schema=False)
async def go(room: RoomHere, session_id: str, sitting: str, body: GoBody) -> Response:
    """Go elsewhere; the view to show."""
    asked = NavigationRequest(body.command, body.target)
    return json_answer(await room.sittings.speak(session_id, sitting, lambda found: found.go(asked)))


@router.post("/{session_id}/{sitting}/leave", include_in_schema=False)
async def leave(room: RoomHere, session_id: str, sitting: str) -> Response:
    """The page goes away."""
    room.sittings.find(session_id, sitting)
    room.sittings.leave_soon(session_id, sitting)
    return Response(status_code=204)


@router.api_route("/{session_id}/{sitting}/content/{_path:path}", methods=["GET", "HEAD"], include_in_schema=False)
async def content(
    request: Request,
    room: RoomHere,
    words: WordsHere,
    session_id: str,
    sitting: str,
    range: Annotated[str | None, Header()] = None,
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
            return notice(404, NOT_IN_COURSE, words)
        headers = {**CONTENT_HEADERS, "Content-Type": member.media_type}
        if member.encoding == "gzip":
            headers["Content-Encoding"] = "gzip"
        try:
            return stream_response(found.reader.open(member), member.size, range, headers)
        except ConnectError as error:
            reason = words.sentence(error.template, error.values)
            return notice(500, Notice(WORDS["unreadable"], reason), words)

    return await room.workers.read(read)


def _document(text: str | bytes) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise _malformed() from None


def _call_of(said: object) -> Call:
    """A call as the page says it. Content's texts hold what UTF-8 does not: they are taken as they come."""
    match said:
        case {"delivery": int(delivery), "method": str(method), "args": [*args], "number": int() | None as number}:
            if all(isinstance(arg, str) for arg in args):
                return Call(delivery=delivery, method=method, args=args, number=number)
    raise _malformed()


def _malformed() -> Problem:
    return Problem(422, "invalid-request", "This is not what the player sends.")


def _folder() -> Path:
    return resources_dir() / "player"
