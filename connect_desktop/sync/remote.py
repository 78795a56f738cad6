"""A server's REST API, asked as a client."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from http import HTTPStatus
from types import TracebackType
from typing import Any, BinaryIO, Self
from urllib.parse import quote

import httpx

from connect_desktop.store.devices.accounts import Account
from connect_desktop.sync.answers import (
    Health,
    JournalPage,
    Result,
    SessionAnswer,
    State,
    health_of,
    journal_page_of,
    results_of,
    session_of,
    state_of,
)
from connect_desktop.sync.asking import Asking
from connect_desktop.sync.errors import NoSuchPage, NotThere, NotTheServer, SignInNeeded, Unacceptable
from connect_desktop.sync.ports import Credentials, RealTiming, Timing

_API = "/api/v1"
_KNOWN_LENGTH = 30_000

_NOBODY, _NOTHING = "nobody", "0" * 64


class Remote:
    """A server, as an account knows it; for one thread at a time, to be closed.

    Every method raises `SignInNeeded`, `KeyMissing`, `KeyringLocked`, `NotAllowed`, the kinds of `RetryLater` and of
    `Refusal`, and `SyncCancelled` where keys are closed. `transport` is the one seam to the network.
    """

    def __init__(
        self,
        account: Account,
        credentials: Credentials,
        transport: httpx.BaseTransport | None = None,
        timing: Timing | None = None,
    ) -> None:
        self._asking = Asking(account, credentials, transport, timing or RealTiming())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._asking.close()

    @property
    def name(self) -> str:
        """What people call the server."""
        return self._asking.name

    def health(self) -> Health | None:
        """What the server is; None where it is another kind of server. Asked without a key."""
        try:
            return health_of(self._asking.json("GET", "/api/health", signed=False))
        except (NotThere, NoSuchPage, SignInNeeded, Unacceptable):
            return None

    def keeps_launches(self) -> bool:
        """Whether the server takes launches, not only documents of sessions. It knows no such request, or it does: an
        answer that says neither, such as somebody else's in its place, raises what it is.

        A page that says so may be somebody else's. It is believed where the server lists sessions, as nobody else does,
        and says the same again after that.
        """
        if self.health() is not None:
            return True
        try:
            return self._takes_states()
        except NoSuchPage:
            self._look_into_sessions()
        try:
            return self._takes_states()
        except NoSuchPage:
            return False

    def _takes_states(self) -> bool:
        try:
            self.state([_NOBODY], _NOTHING)
        except NotThere:
            return False
        except Unacceptable as error:
            if error.status != HTTPStatus.METHOD_NOT_ALLOWED:
                raise
            return False
        return True

    def _look_into_sessions(self) -> None:
        for _ in self.sessions(_NOBODY):
            pass

    def state(self, user_ids: Sequence[str], digest: str) -> State:
        """Which version each session of these users has, if that is not what `digest` tells."""
        body = json.dumps({"user_ids": list(user_ids), "digest": digest}).encode()
        return self._asking.believed(state_of, self._asking.json("POST", f"{_API}/sync/state", content=body))

    def push(self, body: bytes, count: int) -> tuple[str, list[Result]]:
        """Send a batch of `count` sessions; the server's epoch and what became of each."""
        answer = self._asking.json("POST", f"{_API}/sync", content=body)
        return self._asking.believed(lambda it: results_of(it, count), answer)

    def journal(self, session_id: str, known: Mapping[str, int]) -> Iterator[JournalPage]:
        """The session's launches on the server without those `known` in that revision, page by page."""
        parameters = {"limit": "200", "known": _known(known)}
        cursor: str | None = ""
        while cursor is not None:
            asked = {**parameters, "cursor": cursor} if cursor else parameters
            answer = self._asking.json("GET", f"{_API}/sessions/{quote(session_id, safe='')}/journal", parameters=asked)
            page = self._asking.believed(journal_page_of, answer)
            yield page
            cursor = page.next_cursor

    def session(self, session_id: str) -> tuple[SessionAnswer, str | None]:
        """The session, and its ETag."""
        response = self._asking.answered("GET", f"{_API}/sessions/{quote(session_id, safe='')}")
        answer = self._asking.believed(lambda it: session_of(it, session_id), self._asking.parsed(response))
        return answer, response.headers.get("etag")

    def put_session(
        self, session_id: str, body: bytes, *, etag: str | None, idempotency_key: str
    ) -> tuple[SessionAnswer, str | None]:
        """Write the session as a server takes it that knows only its document; what it is then, and its ETag."""
        headers = {"Idempotency-Key": idempotency_key, **({"If-Match": etag} if etag else {})}
        path = f"{_API}/sessions/{quote(session_id, safe='')}"
        response = self._asking.answered("PUT", path, content=body, headers=headers)
        answer = self._asking.believed(lambda it: session_of(it, session_id), self._asking.parsed(response))
        return answer, response.headers.get("etag")

    def sessions(self, user_id: str) -> Iterator[SessionAnswer]:
        """Every session of the user on the server."""
        cursor: object = ""
        while isinstance(cursor, str):
            asked = {"user_id": user_id, "limit": "200", **({"cursor": cursor} if cursor else {})}
            answer = self._asking.json("GET", f"{_API}/sessions", parameters=asked)
            if not isinstance(answer, dict) or not isinstance(answer.get("sessions"), list):
                raise NotTheServer(self.name)
            yield from [self._asking.believed(session_of, session) for session in answer["sessions"]]
            cursor = answer.get("next_cursor")

    def launch(self, package_id: str, user_id: str, session_id: str) -> None:
        """Make the session if it is not there; raises `NotThere` where the package is not."""
        body = json.dumps({"user_id": user_id, "session_id": session_id}).encode()
        answer = self._asking.json("POST", f"{_API}/packages/{quote(package_id, safe='')}/launch", content=body)
        if not isinstance(answer, dict) or answer.get("session_id") != session_id:
            raise NotTheServer(self.name)

    def has_package(self, package_id: str) -> bool:
        """Whether the server has the package."""
        try:
            self._asking.json("GET", f"{_API}/packages/{quote(package_id, safe='')}")
        except NotThere:
            return False
        return True

    def upload(self, name: str, file: BinaryIO) -> None:
        """Give the server a package, as large as it may be; raises `Unacceptable` where it does not take it."""
        self._asking.send_file(f"{_API}/packages/upload", name, file)

    def get(self, path: str, parameters: Mapping[str, str] | None = None) -> Any:
        """The JSON at a path below `/api/v1`."""
        return self._asking.json("GET", f"{_API}{path}", parameters=parameters)

    def streaming(
        self, method: str, path: str, headers: Mapping[str, str] | None = None, *, patience: float
    ) -> AbstractContextManager[httpx.Response]:
        """The answer at a path below `/api/v1`, its body not read yet, whatever its status is but 401 and beyond the
        bounds of the other methods; what breaks while it is read, or is silent for `patience` seconds, raises
        `ServerOutOfReach`."""
        return self._asking.streaming(method, f"{_API}{path}", headers, patience=patience)


def _known(revisions: Mapping[str, int]) -> str:
    """As many as an address has room for; the others are sent once more."""
    known, length = [], 0
    for launch_id, rev in revisions.items():
        known.append(f"{launch_id}:{rev}")
        length += len(known[-1]) + 1
        if length > _KNOWN_LENGTH:
            known.pop()
            break
    return ",".join(known)
