"""Addresses of this server that are handed out: as its operator says it is reached, else as the caller reached it."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import Request

from connect_desktop.server.http.origins import Origin, believed


def launch_url(request: Request, session_id: str, token: str) -> str:
    """Where a learner's browser plays the session. The token makes it as good as a password."""
    return f"{player_origin(request)}/player/{quote(session_id, safe='')}?token={token}"


def dispatch_url(request: Request, link: str) -> str:
    """What another platform is given to play a dispatched package."""
    return f"{player_origin(request)}/player/dispatch/{link}"


def player_origin(request: Request) -> Origin:
    """Where the player and the content are."""
    settings = request.app.state.room.settings
    return settings.content_origin or api_origin(request)


def api_origin(request: Request) -> Origin:
    """Where the API is."""
    return request.app.state.room.settings.public_url or believed(request.scope)
