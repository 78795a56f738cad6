"""Figures for whoever watches the server."""

from __future__ import annotations

from functools import partial

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException

from connect_desktop.server.http.summed_metrics import summed
from connect_desktop.server.listening.serving import is_loopback
from connect_desktop.server.room import RoomHere
from connect_desktop.server.settings import Audience

router = APIRouter()

_TEXT = "text/plain; version=0.0.4; charset=utf-8"


@router.get("/metrics", include_in_schema=False)
async def metrics(request: Request, room: RoomHere) -> Response:
    """All figures of the workers of this machine, for programs of this machine alone unless an operator says otherwise;
    to others it is not there."""
    audience = room.settings.metrics
    here = request.client is not None and is_loopback(request.client.host)
    if audience is Audience.NOBODY or (audience is Audience.LOCAL and not here):
        raise HTTPException(404)
    text = await room.workers.read(room.metrics.text)
    others = await room.peers.ask_machine(request) if room.peers else []
    if others:
        text = await room.workers.read(partial(summed, [text, *others]))
    return Response(text, headers={"Cache-Control": "no-store"}, media_type=_TEXT)
