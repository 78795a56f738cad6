"""Who asks too often is asked to wait: keys by what they ask, addresses by how often their keys are wrong."""

from __future__ import annotations

import ipaddress
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable

from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from connect_desktop.server.http.rate import Allowance, Rate, Standing
from connect_desktop.server.problems import Problem
from connect_desktop.store.errors import StoreError

_log = logging.getLogger(__name__)

_KNOWN = 10_000
_STATE = "rate_limit"
_CREDENTIALS = (b"x-api-key", b"authorization")


class RateLimits:
    """What this process lets through.

    `per_key` bounds the requests of a key, or of a session's tokens, in this process. `failures` bounds the answers 401
    to an address: from then on it must wait with a key or token that was not seen to be right before, so that nobody is
    shut out by a neighbour behind the same proxy. These hold for all processes together: `failed_everywhere` counts one
    and tells where the address stands. It is asked after a failure only; a process that met none of an address yet
    lets it try once.
    """

    def __init__(
        self,
        per_key: Rate,
        failures: Rate,
        failed_everywhere: Callable[[str], Awaitable[Standing]],
    ) -> None:
        self._per_key = Allowance(per_key) if per_key.requests else None
        self._failures = Allowance(failures) if failures.requests else None
        self._failed_everywhere = failed_everywhere
        self._known: OrderedDict[int, None] = OrderedDict()

    def count(self, request: Request, credential: str, who: str) -> None:
        """A request of `who`, whose key or token is right; raises a 429."""
        known = hash(credential)
        self._known[known] = None
        self._known.move_to_end(known)
        if len(self._known) > _KNOWN:
            self._known.popitem(last=False)
        if self._per_key is None:
            return
        standing = self._per_key.take(who)
        setattr(request.state, _STATE, standing)
        if not standing.allowed:
            raise _too_many(standing, "This key asked too often; wait {} s.")

    def admit(self, scope: Scope) -> None:
        """Raises a 429 for an address that tries keys and tokens."""
        if self._failures is None:
            return
        standing = self._failures.look(address_of(scope))
        if standing.allowed:
            return
        credential = credential_of(scope)
        if credential and hash(credential) not in self._known:
            scope["state"][_STATE] = standing
            raise _too_many(standing, "Too many keys or tokens from this address were wrong; wait {} s.")

    async def failed(self, scope: Scope) -> None:
        """The key or token was wrong, or there was none."""
        if self._failures is None or not credential_of(scope):
            return
        address = address_of(scope)
        try:
            standing = await self._failed_everywhere(address)
        except StoreError as error:
            _log.warning("a wrong key is counted in this process alone: %s", error)
            self._failures.take(address)
        else:
            self._failures.learn(address, standing.reset)


class RateLimiting:
    """Has `limits` judge who comes in, and tells them where they stand."""

    def __init__(self, app: ASGIApp, *, limits: RateLimits) -> None:
        self._app = app
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        state = scope.setdefault("state", {})

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                if message["status"] == 401:
                    await self._limits.failed(scope)
                standing = state.get(_STATE)
                if standing is not None:
                    message["headers"] = [*message.get("headers", ()), *_headers(standing)]
            await send(message)

        try:
            self._limits.admit(scope)
        except Problem as problem:
            await problem.response()(scope, receive, told)
            return
        await self._app(scope, receive, told)


def address_of(scope: Scope) -> str:
    """Where a request comes from; an IPv6 network counts as one, for it has more addresses than can be remembered."""
    host: str = scope["client"][0] if scope.get("client") else ""
    if ":" not in host:
        return host
    try:
        return str(ipaddress.ip_network((host.partition("%")[0], 64), strict=False))
    except ValueError:
        return host


def credential_of(scope: Scope) -> str:
    """The key or token in the head. The token in a launch link is none to guess, and a class that opens its old links
    from one address is not to be kept from its new ones."""
    for name, value in scope["headers"]:
        if name in _CREDENTIALS:
            text: str = value.decode("latin-1")
            return text.removeprefix("Bearer ").removeprefix("bearer ")
    return ""


def _too_many(standing: Standing, message: str) -> Problem:
    return Problem(
        429,
        "too-many-requests",
        message.format(standing.retry_after),
        headers={"Retry-After": f"{standing.retry_after}"},
    )


def _headers(standing: Standing) -> tuple[tuple[bytes, bytes], ...]:
    return (
        (b"x-ratelimit-limit", b"%d" % standing.limit),
        (b"x-ratelimit-remaining", b"%d" % standing.remaining),
        (b"x-ratelimit-reset", b"%d" % standing.reset),
    )
