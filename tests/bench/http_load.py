"""Requests over many connections at once, from a client that costs as little as one in Python can."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import cast
from urllib.parse import urlsplit

import uvloop

_SUCCESS = (b"200", b"201", b"207")


@dataclass(frozen=True, slots=True)
class Load:
    """What came of a load: `seconds` from the first request to the last answer, and those of each request."""

    seconds: float
    latencies: Sequence[float]

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.latencies) / self.seconds


def request(method: str, path: str, key: str, body: object = None) -> bytes:
    """One request with an API key, as it goes over the wire."""
    text = b"" if body is None else json.dumps(body).encode()
    head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-API-Key: {key}\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {len(text)}\r\n\r\n".encode() + text


def load(address: str, conversations: Sequence[Iterable[bytes]]) -> Load:
    """Hold these conversations, each on a connection of its own, each request when the one before was answered; raises
    `RuntimeError` for an answer that is no success."""
    return uvloop.run(_load(address, conversations))


async def _load(address: str, conversations: Sequence[Iterable[bytes]]) -> Load:
    loop, parts = asyncio.get_running_loop(), urlsplit(address)
    open_to = [
        (await loop.create_connection(_Conversation, parts.hostname or "", parts.port or 80))[1] for _ in conversations
    ]
    start = perf_counter()
    held = [one.hold(iter(requests)) for one, requests in zip(open_to, conversations, strict=True)]
    latencies = await asyncio.gather(*held)
    seconds = perf_counter() - start
    for one in open_to:
        one.transport.close()
    return Load(seconds, [latency for of_one in latencies for latency in of_one])


class _Conversation(asyncio.Protocol):
    """One connection that is kept alive."""

    transport: asyncio.Transport

    def __init__(self) -> None:
        self._received = bytearray()
        self._requests: Iterator[bytes] = iter(())
        self._latencies: list[float] = []
        self._over: asyncio.Future[list[float]] = asyncio.get_running_loop().create_future()

    def hold(self, requests: Iterator[bytes]) -> asyncio.Future[list[float]]:
        self._requests = requests
        self._ask()
        return self._over

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def connection_lost(self, exc: Exception | None) -> None:
        if not self._over.done():
            self._over.set_exception(RuntimeError("the server hung up"))

    def data_received(self, data: bytes) -> None:
        self._received += data
        end = self._received.find(b"\r\n\r\n")
        if end < 0:
            return
        head = bytes(self._received[:end]).lower()
        length = int(head.partition(b"content-length: ")[2].partition(b"\r")[0])
        if len(self._received) < end + 4 + length:
            return
        self._latencies.append(perf_counter() - self._since)
        if head[9:12] not in _SUCCESS:
            self._over.set_exception(RuntimeError(self._received.decode()))
            return
        self._received.clear()
        self._ask()

    def _ask(self) -> None:
        asked = next(self._requests, None)
        if asked is None:
            self._over.set_result(self._latencies)
            return
        self._since = perf_counter()
        self.transport.write(asked)
