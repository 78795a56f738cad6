"""HTTP connections that cost us no more than they may: slow ones, huge ones and too many are ended.

uvicorn bounds neither the size of a head nor the time a client takes for it, and lets a body or a reader stall.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import struct
import sys
from typing import Any

from msgspec import Struct
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

_log = logging.getLogger(__name__)
# Linger for no time at all; Windows counts in shorts.
_FORGET = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
_PHRASES = {
    400: "Bad Request",
    408: "Request Timeout",
    431: "Request Header Fields Too Large",
    503: "Service Unavailable",
}


class ConnectionLimits(Struct, frozen=True, kw_only=True):
    """`connections` may be open at once. A head has `head_bytes` at most in `head_lines` and comes within
    `head_seconds`; every `body_seconds` bring `body_bytes` of a body or its end; whoever takes no answer for
    `reader_seconds` gets none."""

    connections: int = 1000
    head_bytes: int = 32 << 10
    head_lines: int = 100
    head_seconds: float = 10.0
    body_bytes: int = 10 << 10
    body_seconds: float = 20.0
    reader_seconds: float = 120.0

    @property
    def look_every(self) -> float:
        """Seconds between two looks at a connection."""
        return min(self.head_seconds, self.body_seconds, self.reader_seconds) / 4


class _HeadTooLarge(Exception):
    """More came than a head may have."""


class BoundedHttp(HttpToolsProtocol):
    """A connection that is looked at now and then, so that a request pays next to nothing for it."""

    def __init__(self, *arguments: Any, limits: ConnectionLimits, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._limits = limits
        self._head_since: float | None = None
        self._head_bytes = 0
        self._head_lines = 0
        self._received = 0
        self._body_mark = (0.0, 0)
        self._stalled_since: float | None = None
        self._next_look: asyncio.TimerHandle | None = None
        self._answering: RequestResponseCycle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if len(self.connections) > self._limits.connections:
            self._end(503, "too many connections")
            return
        self._head_since = self.loop.time()
        self._next_look = self.loop.call_later(self._limits.look_every, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._next_look is not None:
            self._next_look.cancel()
            self._next_look = None
        # uvicorn tells only the request that came last, though those before it are answered first.
        for cycle, _ in self.pipeline:
            cycle.disconnected = True
        self.pipeline.clear()
        if self._answering is not None:
            self._answering.disconnected = True
        super().connection_lost(exc)

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        self._answering = cycle
        super()._start_asgi_task(cycle, app)

    def data_received(self, data: bytes) -> None:
        if self.transport.is_closing():
            return
        self._received += len(data)
        super().data_received(data)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._head_bytes = self._head_lines = 0
        if self._head_since is None:
            self._head_since = self.loop.time()

    def on_url(self, url: bytes) -> None:
        self._count(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        self._head_lines += 1
        self._count(len(name) + len(value))
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._head_since = None
        self._body_mark = (self.loop.time(), self._received)
        super().on_headers_complete()

    def pause_writing(self) -> None:
        self._stalled_since = self.loop.time()
        super().pause_writing()

    def resume_writing(self) -> None:
        self._stalled_since = None
        super().resume_writing()

    def send_400_response(self, _msg: str) -> None:
        """What cannot be read is refused; a head that is too large with a status of its own."""
        large = self._is_too_large()
        self._end(431 if large else 400, "the head is too large" if large else "not HTTP")

    def _count(self, length: int) -> None:
        self._head_bytes += length
        if self._is_too_large():
            raise _HeadTooLarge

    def _is_too_large(self) -> bool:
        return self._head_bytes > self._limits.head_bytes or self._head_lines > self._limits.head_lines

    def _look(self) -> None:
        now, limits = self.loop.time(), self._limits
        if self._head_since is not None and now - self._head_since > limits.head_seconds:
            self._end(408, "no head came")
        elif self._is_body_slow(now):
            self._end(408, "the body stalls")
        elif self._stalled_since is not None and now - self._stalled_since > limits.reader_seconds:
            self._cut_off()
        if not self.transport.is_closing():
            self._next_look = self.loop.call_later(limits.look_every, self._look)

    def _is_body_slow(self, now: float) -> bool:
        cycle = self.cycle
        waits_for_us = self.flow.read_paused or cycle is None or cycle.waiting_for_100_continue
        if waits_for_us or cycle.response_complete or not cycle.more_body:
            self._body_mark = (now, self._received)
            return False
        since, received = self._body_mark
        if now - since <= self._limits.body_seconds:
            return False
        self._body_mark = (now, self._received)
        return self._received - received < self._limits.body_bytes

    def _end(self, status: int, reason: str) -> None:
        """Say why, if nothing else is being said, and hang up."""
        _log.debug("%s was disconnected: %s", self._peer(), reason)
        if self.cycle is None or not self.cycle.response_started or self.cycle.response_complete:
            again = "retry-after: 1\r\n" if status == 503 else ""
            body = _PHRASES[status]
            self.transport.write(
                f"HTTP/1.1 {status} {body}\r\ncontent-type: text/plain; charset=utf-8\r\n{again}"
                f"content-length: {len(body)}\r\nconnection: close\r\n\r\n{body}".encode()
            )
        self.transport.close()

    def _cut_off(self) -> None:
        """End it without a word, and have the system forget what it holds for a reader who does not read."""
        _log.debug("%s was disconnected: it takes no answer", self._peer())
        connection = self.transport.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _FORGET)
        self.transport.abort()

    def _peer(self) -> str:
        return self.client[0] if self.client else "a client"
