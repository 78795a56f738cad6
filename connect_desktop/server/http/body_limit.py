"""Bodies are as long as they may be and no longer, whatever their header says."""

from __future__ import annotations

from contextlib import suppress

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from connect_desktop.server.problems import Problem


class _TooLong(Exception):
    """More came than may."""


class BodyLimit:
    """Answers 413 to a body of more bytes than `limit`, or than `exceptions` say of its path, and stops reading it. An
    exception that ends in a slash is one of every path below it."""

    def __init__(self, app: ASGIApp, *, limit: int, exceptions: dict[str, int]) -> None:
        self._app = app
        self._limit = limit
        self._exceptions = exceptions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = self._limit_of(scope["path"])
        length = dict(scope["headers"]).get(b"content-length", b"")
        if length.isdigit() and int(length) > limit:
            await _too_long(limit, scope, receive, send)
            return
        received, refused, started = 0, False, False

        async def counted() -> Message:
            nonlocal received, refused
            message = await receive()
            received += len(message.get("body", b""))
            if received > limit:
                refused = True
                raise _TooLong
            return message

        async def answered(message: Message) -> None:
            nonlocal started
            if refused and not started:
                return  # whoever met the exception may have made another answer of it
            started = True
            await send(message)

        with suppress(_TooLong):
            await self._app(scope, counted, answered)
        if refused and not started:
            await _too_long(limit, scope, receive, send)

    def _limit_of(self, path: str) -> int:
        below = path[: path.rfind("/") + 1]
        return self._exceptions.get(path) or self._exceptions.get(below) or self._limit


async def _too_long(limit: int, scope: Scope, receive: Receive, send: Send) -> None:
    problem = Problem(
        413, "body-too-large", f"The body may have {limit} bytes at most.", headers={"Connection": "close"}
    )
    await problem.response()(scope, receive, send)
