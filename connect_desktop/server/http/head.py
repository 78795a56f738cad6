"""HEAD: what GET answers, without its content [RFC 9110 9.3.2]."""

from __future__ import annotations

from contextlib import suppress

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_STATE = "head_only"


def is_head(scope: Scope) -> bool:
    """Whether only the head of an answer is wanted, of a request that comes as GET."""
    return bool(scope.get("state", {}).get(_STATE))


class _Enough(Exception):
    """All that is wanted was sent."""


class HeadAsGet:
    """Asks the application with GET and passes on the head of its answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def head_only(message: Message) -> None:
            if message["type"] == "http.response.start":
                await send(message)
                return
            await send({"type": "http.response.body", "body": b"", "more_body": False})
            if message.get("more_body"):
                raise _Enough

        asked = {**scope, "method": "GET", "state": {**scope.get("state", {}), _STATE: True}}
        with suppress(_Enough):
            await self._app(asked, receive, head_only)
        # What the router found is for those who look at the scope afterwards.
        for name in ("route", "fastapi"):
            if name in asked:
                scope[name] = asked[name]
