"""Bodies are as long as they may be and no longer, whatever their header says."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from connect_desktop.server.problems import Problem


class _TooLong(Exception):
    """More came than may."""


class BodyLimit:
    """Answers 413 to a body longer than `limit(path)` bytes and stops reading it."""

    def __init__(self, app: ASGIApp, *, limit: int, exceptions: dict[str, int]) -> None:
        self._app = app
        self._limit = limit
        self._exceptions = exceptions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = self._exceptions.get(scope["path"], self._limit)
        length = dict(scope["headers"]).get(b"content-length", b"")
        if length.isdigit() and int(length) > limit:
            await _too_long(limit, scope, receive, send)
            return
        received, started = 0, False

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > limit:
                raise _TooLong
            return message

        async def noted(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, counted, noted)
        except _TooLong:
            if started:
                raise
            await _too_long(limit, scope, receive, send)


async def _too_long(limit: int, scope: Scope, receive: Receive, send: Send) -> None:
    problem = Problem(
        413, "body-too-large", f"The body may have {limit} bytes at most.", headers={"Connection": "close"}
    )
    await problem.response()(scope, receive, send)
