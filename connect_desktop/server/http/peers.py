"""Asking another worker of this server what only it can answer.

Workers of one machine meet at sockets in a folder of their own, those of several machines at the address that each
advertises. What a worker hears there is the very API that it serves to everybody.
"""

from __future__ import annotations

import secrets
import socket
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from anyio import to_thread
from fastapi import Request, Response
from fastapi.responses import StreamingResponse

from connect_desktop.server.problems import Problem
from connect_desktop.store.devices.whereabouts import Whereabouts, Worker

MEANT_FOR = "x-connect-worker"
"""The header that names the worker a request was passed on to; such a request is passed on no further."""

_UNIX = "unix:"
_PATIENCE = 2.0
_ANSWER_PATIENCE = 60.0
# Between two parties only; the rest of a message is passed on as it is.
_OF_A_CONNECTION = frozenset({b"connection", b"keep-alive", b"transfer-encoding", b"te", b"trailer", b"upgrade"})


class PlayedElsewhere(Problem):
    """Another worker plays the session, and only there can it be written. Where nobody passes the request on, it is an
    answer by itself."""

    def __init__(self, worker: Worker) -> None:
        super().__init__(
            503,
            "played-elsewhere",
            "The session is being played, and the process that plays it could not be asked; try again.",
            headers={"Retry-After": "1"},
        )
        self.worker = worker


class WorkerGone(PlayedElsewhere):
    """The worker does not listen any more."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """Where a worker listens to the others: `address` is what they are told."""

    listening: socket.socket
    address: str


@contextmanager
def meeting(advertised: str = "") -> Iterator[Meeting]:
    """A socket for other workers: on this machine alone, or at an `advertised` address of it; raises `OSError`."""
    if advertised or not hasattr(socket, "AF_UNIX"):
        family = socket.AF_INET6 if ":" in advertised else socket.AF_INET
        with socket.create_server((advertised or "127.0.0.1", 0), family=family, backlog=512) as listening:
            host, port = listening.getsockname()[:2]
            yield Meeting(listening, f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}")
        return
    # A folder that only we may enter; its name is short, as the path of a socket must be.
    with tempfile.TemporaryDirectory(prefix="connect-") as folder, socket.socket(socket.AF_UNIX) as listening:
        path = Path(folder) / "worker"
        listening.bind(str(path))
        listening.listen(512)
        yield Meeting(listening, f"{_UNIX}{path}")


class Peers:
    """The other workers. `whereabouts` tells who they are."""

    def __init__(self, whereabouts: Whereabouts) -> None:
        self._whereabouts = whereabouts
        self._clients: dict[str, httpx.AsyncClient] = {}

    @property
    def me(self) -> str:
        """The id of this worker."""
        return self._whereabouts.me.id

    def player_of(self, tenant_id: str, session_id: str) -> Worker | None:
        """The other worker that plays the session, if it lives; raises `StoreError`. Takes a thread, and may be asked
        within a transaction."""
        found = self._whereabouts.player_of(tenant_id, session_id)
        return found if found is not None and found.id != self.me and self._lives(found) else None

    def take(self, tenant_id: str, session_id: str) -> None:
        """Play the session here; raises `PlayedElsewhere` where another worker does, and `StoreError`. Takes a
        thread."""
        gone: Worker | None = None
        while True:
            playing = self._whereabouts.take(tenant_id, session_id, gone)
            if playing.id == self.me:
                return
            if self._lives(playing):
                raise PlayedElsewhere(playing)
            gone = playing

    def plays(self, tenant_id: str, session_id: str) -> bool:
        """Whether the session is still this worker's to play; raises `StoreError`. Takes a thread."""
        playing = self._whereabouts.player_of(tenant_id, session_id)
        return playing is not None and playing.id == self.me

    def release(self, tenant_id: str, session_id: str, *, whoever: bool = False) -> None:
        """Play the session no more; with `whoever`, nobody is to, and who does notices in a while. Raises
        `StoreError`."""
        self._whereabouts.release(tenant_id, session_id, whoever=whoever)

    def appear(self) -> None:
        """Let the others find this worker; raises `StoreError`."""
        self._whereabouts.appear()

    def forget(self, worker: Worker | None = None) -> None:
        """The worker, or this one, is gone; raises `StoreError`."""
        self._whereabouts.forget(worker.id if worker else self.me)

    def worker(self, worker_id: str) -> Worker | None:
        """The other worker with this id, if there is one; raises `StoreError`."""
        return self._whereabouts.worker(worker_id)

    async def ask(self, worker: Worker, request: Request, body: bytes | None = None) -> Response:
        """What the worker answers to this request, whose `body` was read already or is passed on as it comes.

        Raises `WorkerGone` where it does not listen any more, `PlayedElsewhere` where it does not answer.
        """
        if MEANT_FOR in request.headers:
            raise PlayedElsewhere(worker)
        headers = [(name, value) for name, value in request.headers.raw if name not in _OF_A_CONNECTION]
        headers.append((MEANT_FOR.encode(), worker.id.encode()))
        raw_path = request.scope["raw_path"] + (b"?" + request.scope["query_string"] if request.url.query else b"")
        asked = httpx.Request(
            request.method,
            httpx.URL(self._base(worker)).copy_with(raw_path=raw_path),
            headers=headers,
            content=request.stream() if body is None else body,
        )
        try:
            answer = await self._client(worker).send(asked, stream=True)
        except httpx.TransportError as error:
            lives = await to_thread.run_sync(self._lives, worker)
            raise (PlayedElsewhere if lives else WorkerGone)(worker) from error
        passed_on = StreamingResponse(_parts(answer), answer.status_code)
        passed_on.raw_headers = [
            (name.lower(), value) for name, value in answer.headers.raw if name.lower() not in _OF_A_CONNECTION
        ]
        return passed_on

    async def close(self) -> None:
        """Ask nobody any more."""
        for client in self._clients.values():
            await client.aclose()

    def _lives(self, worker: Worker) -> bool:
        """Whether the worker listens still."""
        try:
            _connected(worker.address).close()
        except OSError:
            return False
        return True

    def _client(self, worker: Worker) -> httpx.AsyncClient:
        client = self._clients.get(worker.id)
        if client is None:
            path = worker.address.removeprefix(_UNIX) if worker.address.startswith(_UNIX) else None
            client = self._clients[worker.id] = httpx.AsyncClient(
                transport=httpx.AsyncHTTPTransport(uds=path),
                timeout=httpx.Timeout(_ANSWER_PATIENCE, connect=_PATIENCE),
                trust_env=False,
            )
        return client

    def _base(self, worker: Worker) -> str:
        return "http://worker" if worker.address.startswith(_UNIX) else worker.address


def new_worker(address: str) -> Worker:
    """This process, as the others will know it."""
    return Worker(secrets.token_hex(8), address)


async def _parts(answer: httpx.Response) -> AsyncIterator[bytes]:
    try:
        async for part in answer.aiter_raw():
            yield part
    finally:
        await answer.aclose()


def _connected(address: str) -> socket.socket:
    if address.startswith(_UNIX):
        connected = socket.socket(socket.AF_UNIX)
        connected.settimeout(_PATIENCE)
        try:
            connected.connect(address.removeprefix(_UNIX))
        except OSError:
            connected.close()
            raise
        return connected
    url = httpx.URL(address)
    return socket.create_connection((url.host, url.port or 80), timeout=_PATIENCE)
