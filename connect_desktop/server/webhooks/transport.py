"""The way out: a name is resolved once, every address it has is checked, and one of those is connected to.

Were the name resolved a second time for the connection, its owner could answer the check with one address and the
connection with another.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import Awaitable, Callable, Sequence
from functools import cache

import httpx

from connect_desktop.server.webhooks.addresses import Address, WebhookUrlRefused, check_url, is_public

Resolver = Callable[[str, int], Awaitable[Sequence[Address]]]
"""The addresses of a host, the preferred one first; raises `OSError`."""


async def resolve(host: str, port: int) -> Sequence[Address]:
    """The addresses of a host as this machine's resolver gives them."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(ipaddress.ip_address(entry[4][0]) for entry in found))


@cache
def _trusting() -> ssl.SSLContext:
    """Reading all certificates takes longer than the rest of an application's beginning: a process does it once."""
    return httpx.create_ssl_context()


class CheckedTransport(httpx.AsyncBaseTransport):
    """Connects to the addresses that were checked, under the name that was asked for: `Host` and TLS know no other.

    No connection is used twice: they are told apart by their address, and what one host's certificate vouched for must
    not be sent to another's name.
    """

    def __init__(
        self, *, private: bool, resolver: Resolver = resolve, inner: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._private = private
        self._resolve = resolver
        self._inner = inner or httpx.AsyncHTTPTransport(
            verify=_trusting(), limits=httpx.Limits(max_keepalive_connections=0)
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Raises `WebhookUrlRefused` and `httpx.TransportError`."""
        check_url(str(request.url), private=self._private)
        name = request.url.host
        try:
            addresses = await self._resolve(name, request.url.port or {"https": 443}.get(request.url.scheme, 80))
        except OSError as error:
            raise httpx.ConnectError(f"{name} has no address") from error
        if not self._private and not all(map(is_public, addresses)):
            raise WebhookUrlRefused("its address is not of the public Internet")
        unreachable = httpx.ConnectError(f"{name} has no address")
        for address in addresses:
            there = httpx.Request(
                request.method,
                request.url.copy_with(host=str(address)),
                headers=request.headers,
                stream=request.stream,
                extensions={**request.extensions, "sni_hostname": name},
            )
            try:
                return await self._inner.handle_async_request(there)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                unreachable = httpx.ConnectError(str(error) or "it does not answer")
        raise unreachable

    async def aclose(self) -> None:
        await self._inner.aclose()
