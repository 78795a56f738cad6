"""The line to a server: a connection that is kept between requests, and another where the server has given it up."""

from __future__ import annotations

import socket

import httpx

# Without it, a small request waits for the acknowledgement of the one before.
_AT_ONCE = [(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)]
_CONNECTING = "connection.connect_"


class Line(httpx.BaseTransport):
    """Asks once more what was asked over a kept connection that ended without a word.

    Whoever is at its other end, the server or a proxy before it, ends a connection that was idle for long, and now and
    then just when something is asked over it. That is no sign of anything [RFC 9112 9.5]; over a new connection it
    would be one. What sync asks may be asked twice, whatever its method [RFC 9110 9.2.2]: launches and packages are
    there once, and a session is written in its version only.
    """

    def __init__(self) -> None:
        self._transport = httpx.HTTPTransport(socket_options=_AT_ONCE, http2=False)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        is_new = False

        def hear(event: str, _details: object) -> None:
            nonlocal is_new
            is_new = is_new or event.startswith(_CONNECTING)

        request.extensions = {**request.extensions, "trace": hear}
        while True:
            try:
                return self._transport.handle_request(request)
            except (httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError):
                if is_new:
                    raise

    def close(self) -> None:
        self._transport.close()
