"""Asking another worker of this server what only it can answer: it hears the very API that it serves to everybody."""

from __future__ import annotations

from collections.abc import AsyncIterator
from http import HTTPStatus

import httpx
from anyio import to_thread
from fastapi import Request, Response
from fastapi.responses import StreamingResponse

from connect_desktop.server.http.meeting import CONNECT_SECONDS, UNIX, lives, trust_in
from connect_desktop.server.problems import Problem
from connect_desktop.store.whereabouts import Whereabouts, Worker

MEANT_FOR = "x-connect-worker"
"""The header that names the worker a request was passed on to; such a request is passed on no further."""

PROOF = "x-connect-proof"
"""The header by which a worker knows that another asks it."""
ASKED_BY, ASKED_OVER = "x-connect-client", "x-connect-scheme"
"""The headers that tell it who asked first, an address, and over what; only another worker is believed."""

_ANSWER_PATIENCE = 60.0
# A connection is given up here before the other end does: a request must not meet its end.
_LIMITS = httpx.Limits(max_connections=None, keepalive_expiry=2.0)
_OURS = frozenset(name.encode() for name in (PROOF, ASKED_BY, ASKED_OVER))
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
        return found if found is not None and found.id != self.me and lives(found) else None

    def take(self, tenant_id: str, session_id: str) -> None:
        """Play the session here; raises `PlayedElsewhere` where another worker does, and `StoreError`. Takes a
        thread."""
        gone: Worker | None = None
        while True:
            playing = self._whereabouts.take(tenant_id, session_id, gone)
            if playing.id == self.me:
                return
            if lives(playing):
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
        answer = await self._asked(worker, request, body)
        passed_on = StreamingResponse(_parts(answer), answer.status_code)
        passed_on.raw_headers = [
            (name.lower(), value) for name, value in answer.headers.raw if name.lower() not in _OF_A_CONNECTION
        ]
        return passed_on

    async def _asked(self, worker: Worker, request: Request, body: bytes | None) -> httpx.Response:
        if MEANT_FOR in request.headers:
            raise PlayedElsewhere(worker)
        headers = [(name, value) for name, value in request.headers.raw if name not in _OF_A_CONNECTION | _OURS]
        said = {MEANT_FOR: worker.id, PROOF: worker.secret, ASKED_OVER: request.scope["scheme"]}
        if request.client is not None:
            said[ASKED_BY] = request.client.host
        headers += [(name.encode(), value.encode("latin-1")) for name, value in said.items()]
        raw_path = request.scope["raw_path"] + (b"?" + request.scope["query_string"] if request.url.query else b"")
        asked = httpx.Request(
            request.method,
            httpx.URL(self._base(worker)).copy_with(raw_path=raw_path),
            headers=headers,
            content=request.stream() if body is None else body,
        )
        try:
            return await self._client(worker).send(asked, stream=True)
        except httpx.TransportError as error:
            if await to_thread.run_sync(lives, worker):
                raise PlayedElsewhere(worker) from error
            await self._forget_client(worker)
            raise WorkerGone(worker) from error

    async def ask_machine(self, request: Request) -> list[bytes]:
        """What the other workers of this machine answer to this request, those that answer; none where it was passed on
        already. Raises `StoreError`."""
        if MEANT_FOR in request.headers:
            return []
        here = _machine_of(self._whereabouts.me)
        others = await to_thread.run_sync(self._whereabouts.others)
        return [answer for it in others if _machine_of(it) == here and (answer := await self._said(it, request))]

    async def _said(self, worker: Worker, request: Request) -> bytes:
        """The whole answer; b"" where there is none, or another than 200."""
        try:
            answer = await self._asked(worker, request, b"")
            said = await answer.aread()
            await answer.aclose()
        except (PlayedElsewhere, httpx.TransportError):
            return b""
        return said if answer.status_code == HTTPStatus.OK else b""

    async def close(self) -> None:
        """Ask nobody any more."""
        for client in self._clients.values():
            await client.aclose()

    def _client(self, worker: Worker) -> httpx.AsyncClient:
        client = self._clients.get(worker.id)
        if client is None:
            path = worker.address.removeprefix(UNIX) if worker.address.startswith(UNIX) else None
            trust = False if path else trust_in(worker)
            client = self._clients[worker.id] = httpx.AsyncClient(
                transport=httpx.AsyncHTTPTransport(uds=path, verify=trust, limits=_LIMITS),
                timeout=httpx.Timeout(_ANSWER_PATIENCE, connect=CONNECT_SECONDS),
                trust_env=False,
            )
        return client

    async def _forget_client(self, worker: Worker) -> None:
        client = self._clients.pop(worker.id, None)
        if client is not None:
            await client.aclose()

    def _base(self, worker: Worker) -> str:
        return "http://worker" if worker.address.startswith(UNIX) else worker.address


def _machine_of(worker: Worker) -> str:
    return UNIX if worker.address.startswith(UNIX) else httpx.URL(worker.address).host


async def _parts(answer: httpx.Response) -> AsyncIterator[bytes]:
    try:
        async for part in answer.aiter_raw():
            yield part
    finally:
        await answer.aclose()
