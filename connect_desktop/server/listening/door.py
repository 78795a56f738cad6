"""What stands before the application where other workers come in."""

from __future__ import annotations

import secrets

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from connect_desktop.server.http.peers import ASKED_BY, ASKED_OVER, PROOF
from connect_desktop.server.problems import Problem


class Door:
    """Lets in who says the `secret`, and believes them who asked them first; "" lets everybody in who gets here."""

    def __init__(self, app: ASGIApp, secret: str) -> None:
        self._app = app
        self._secret = secret.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            headers = Headers(scope=scope)
            if not secrets.compare_digest(headers.get(PROOF, "").encode(), self._secret):
                refusal = Problem(403, "not-a-worker", "Only other processes of this server are answered here.")
                return await refusal.response()(scope, receive, send)
            asked_by = headers.get(ASKED_BY)
            scope = {
                **scope,
                "client": (asked_by, 0) if asked_by else scope["client"],
                "scheme": headers.get(ASKED_OVER, scope["scheme"]),
            }
        return await self._app(scope, receive, send)
