"""Who comes to the API without any key or token is told so before their body is read: to read what anybody sends would
cost more than it costs to send it."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

from connect_desktop.server.http.rate_limits import credential_of
from connect_desktop.server.problems import unauthorized

_API = "/api/v1/"
_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})


class Keyless:
    """Stands before whatever reads bodies."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        keyless = (
            scope["type"] == "http"
            and scope["method"] in _WITH_BODY
            and scope["path"].startswith(_API)
            and not credential_of(scope)
        )
        await (unauthorized().response() if keyless else self._app)(scope, receive, send)
