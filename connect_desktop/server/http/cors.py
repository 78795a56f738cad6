"""Pages of other origins that may ask the API [Fetch 3.2]: those an operator names, and no cookies with them."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
_SENT = (
    "Authorization",
    "Content-Range",
    "Content-Type",
    "Idempotency-Key",
    "If-Match",
    "If-None-Match",
    "Range",
    "X-API-Key",
)
_EXPOSED = (
    "Content-Range",
    "ETag",
    "Location",
    "Retry-After",
    "X-RateLimit-Limit",
    "X-RateLimit-Remaining",
    "X-RateLimit-Reset",
)
_API = "/api/"


class ApiCors:
    """Lets pages of `origins` ask what is under /api/. The player asks its own origin alone."""

    def __init__(self, app: ASGIApp, *, origins: Sequence[str]) -> None:
        self._app = app
        self._with_cors = CORSMiddleware(
            app,
            allow_origins=origins,
            allow_methods=_METHODS,
            allow_headers=_SENT,
            expose_headers=_EXPOSED,
            max_age=600,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = (
            scope["type"] == "http"
            and scope["path"].startswith(_API)
            and any(name == b"origin" for name, _ in scope["headers"])
        )
        await (self._with_cors if asked else self._app)(scope, receive, send)
