"""Keeps what courses bring along apart from the API: by hosts where the operator has two, else by what one allows.

A course is foreign code. Where it shares an origin with the API it can ask for anything there as the learner's browser
would; so nothing there is worth asking for without a key, and what a browser sends by itself is not listened to.
"""

from __future__ import annotations

from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from connect_desktop.server.http.origins import Origin, origin_of
from connect_desktop.server.problems import Problem

_PLAYER = "/player/"
# The player's own files style the pages of the API's host too; whether the server lives is asked of any host.
_ANYWHERE = ("/player/-/", "/api/health", "/api/ready", "/metrics")
_READS = ("GET", "HEAD")


class Gate:
    """Stands before the application. `content` is the origin of the player and what it plays, None where it is the
    API's own."""

    def __init__(self, app: ASGIApp, content: Origin | None) -> None:
        self._app = app
        self._content = content

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        if scope["path"].startswith(_PLAYER):
            await self._app(_without_riding(scope), receive, send)
        else:
            await self._app(_without_riding(scope), receive, _alone(send))

    def _refusal(self, scope: Scope) -> Response | None:
        """What answers a request that came to the wrong host, or that none of ours makes."""
        path: str = scope["path"]
        headers = Headers(scope=scope)
        if headers.get("service-worker") == "script":
            # It would stand between the player and us for as long as the browser likes.
            return Problem(403, "no-service-worker", "A course may not install a service worker.").response()
        if self._content is None or path.startswith(_ANYWHERE):
            return None
        there = origin_of(scope).host == self._content.host
        if path.startswith(_PLAYER) == there:
            return None
        if not there and scope["method"] in _READS:
            query = scope["query_string"].decode("ascii", "replace")
            address = f"{self._content}{scope['raw_path'].decode('ascii', 'replace')}" + (f"?{query}" if query else "")
            return RedirectResponse(address, HTTPStatus.TEMPORARY_REDIRECT, {"Referrer-Policy": "no-referrer"})
        return Problem(
            421, "misdirected", "This host has only the player." if there else "The player is on another host."
        ).response()


def _without_riding(scope: Scope) -> Scope:
    """The request without the cookies that a course's scripts, images and frames would have the browser send along.

    Browsers say what a request is for in headers that no script can set [Fetch Metadata]; a person who goes to a page
    keeps theirs. Within the player's own addresses a page in a frame does too: dispatches know their guests so.
    """
    headers = Headers(scope=scope)
    mode, destination = headers.get("sec-fetch-mode"), headers.get("sec-fetch-dest")
    if mode is None or "cookie" not in headers:
        return scope
    if mode == "navigate" and (destination == "document" or scope["path"].startswith(_PLAYER)):
        return scope
    return {**scope, "headers": [(name, value) for name, value in scope["headers"] if name.lower() != b"cookie"]}


def _alone(send: Send) -> Send:
    """Has pages of the API's host be opened apart: a window that a course opens on one of them is none it can look
    into, nor can it hold one in a frame."""

    async def answer(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
            headers.setdefault("X-Frame-Options", "DENY")
        await send(message)

    return answer
