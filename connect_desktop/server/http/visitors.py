"""How many devices are with us: the addresses that asked for something lately."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from starlette.types import ASGIApp, Receive, Scope, Send

from connect_desktop.server.http.rate_limits import address_of

# A device that asks for nothing in so many seconds has left.
_LATELY = 60.0
_MOST = 10_000


class Visitors:
    """Counts addresses; `changed` is told their number whenever it is another."""

    def __init__(self, app: ASGIApp, *, changed: Callable[[int], None]) -> None:
        self._app = app
        self._changed = changed
        self._leaving_at: dict[str, float] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            self._see(address_of(scope))
        await self._app(scope, receive, send)

    def _see(self, address: str) -> None:
        loop = asyncio.get_running_loop()
        is_new = address not in self._leaving_at
        if is_new and len(self._leaving_at) >= _MOST:
            return
        self._leaving_at[address] = loop.time() + _LATELY
        if is_new:
            loop.call_later(_LATELY, self._look_after, address)
            self._changed(len(self._leaving_at))

    def _look_after(self, address: str) -> None:
        """Whether a device has left by now."""
        loop = asyncio.get_running_loop()
        left = self._leaving_at[address] - loop.time()
        if left > 0:
            loop.call_later(left, self._look_after, address)
            return
        del self._leaving_at[address]
        self._changed(len(self._leaving_at))
