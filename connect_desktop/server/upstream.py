"""What a server asks of the one who keeps it in step with the server above it, where there is one: it is a hub then."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_PACKAGE = re.compile(r"/api/v1/packages/([^/]+)(?:/launch)?")
_WRITING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_LOOKING = "/api/v1/sync/state"
_REFUSED = 400
_NOT_FOUND = 404


class UpstreamStanding(Protocol):
    """What the server above holds of some learners' launches; `held` of those `launches` that are here."""

    @property
    def name(self) -> str: ...
    @property
    def reachable(self) -> bool: ...
    @property
    def launches(self) -> int: ...
    @property
    def held(self) -> int: ...


class Upstream(Protocol):
    """Keeps this server in step with the one above it."""

    @property
    def tenant_id(self) -> str:
        """Whose sessions go up."""

    def wrote(self) -> None:
        """Somebody has written something here."""

    def asked(self) -> None:
        """Somebody asks what has changed."""

    def lacked(self, package_id: str) -> None:
        """Somebody asked for this package, and it is not here."""

    def standing(self, learner_ids: Sequence[str]) -> UpstreamStanding:
        """What the server above holds of these learners' launches; raises `StoreError`."""


class Overhearing:
    """Tells an `upstream` of what is written here, and of what is asked for in vain."""

    def __init__(self, app: ASGIApp, *, upstream: Upstream) -> None:
        self._app = app
        self._upstream = upstream

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def overhear(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._hear(scope["method"], scope["path"], message["status"])
            await send(message)

        await self._app(scope, receive, overhear)

    def _hear(self, method: str, path: str, status: int) -> None:
        package = _PACKAGE.fullmatch(path)
        if package is not None and status == _NOT_FOUND:
            self._upstream.lacked(package[1])
        elif path == _LOOKING:
            self._upstream.asked()
        elif method in _WRITING and status < _REFUSED:
            self._upstream.wrote()
