"""A server's REST API, asked as a client: one connection that stays, answers believed only where they are whole."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from http import HTTPStatus
from types import TracebackType
from typing import Any, BinaryIO, Self, TypeVar
from urllib.parse import quote

import httpx

from connect_desktop import __version__
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
from connect_desktop.sync.errors import (
    KeyMissing,
    KeyringLocked,
    NoSuchPage,
    NotThere,
    NotTheServer,
    ServerOutOfReach,
    SignInNeeded,
    Unacceptable,
)
from connect_desktop.sync.http_refusals import refusal, retry_after
from connect_desktop.sync.line import Line
from connect_desktop.sync.ports import Credentials, RealTiming, Timing

_API = "/api/v1"
_CONNECT = 10
_TIMEOUT = httpx.Timeout(60, connect=_CONNECT)
# No answer of ours is longer, but for a journal's page with one launch of very many entries.
_LARGEST_ANSWER = 64 << 20
_KNOWN_LENGTH = 30_000

_NOBODY, _NOTHING = "nobody", "0" * 64

T = TypeVar("T")


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
        self._account = account
        self._credentials = credentials
        self._timing = timing or RealTiming()
        self._key: str | None = None
        self._client = httpx.Client(
            base_url=account.address,
            headers={"Accept": "application/json", "User-Agent": f"connect-desktop/{__version__}"},
            transport=transport or Line(),
            timeout=_TIMEOUT,
            follow_redirects=False,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._client.close()

    @property
    def name(self) -> str:
        """What people call the server."""
        return self._account.name

    def health(self) -> Health | None:
        """What the server is; None where it is another kind of server. Asked without a key."""
        try:
            return health_of(self._json("GET", "/api/health", signed=False))
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
        return self._believed(state_of, self._json("POST", f"{_API}/sync/state", content=body))

    def push(self, body: bytes, count: int) -> tuple[str, list[Result]]:
        """Send a batch of `count` sessions; the server's epoch and what became of each."""
        answer = self._json("POST", f"{_API}/sync", content=body)
        return self._believed(lambda it: results_of(it, count), answer)

    def journal(self, session_id: str, known: Mapping[str, int]) -> Iterator[JournalPage]:
        """The session's launches on the server without those `known` in that revision, page by page."""
        parameters = {"limit": "200", "known": _known(known)}
        cursor: str | None = ""
        while cursor is not None:
            asked = {**parameters, "cursor": cursor} if cursor else parameters
            answer = self._json("GET", f"{_API}/sessions/{quote(session_id, safe='')}/journal", parameters=asked)
            page = self._believed(journal_page_of, answer)
            yield page
            cursor = page.next_cursor

    def session(self, session_id: str) -> tuple[SessionAnswer, str | None]:
        """The session, and its ETag."""
        response = self._answered("GET", f"{_API}/sessions/{quote(session_id, safe='')}")
        answer = self._believed(lambda it: session_of(it, session_id), self._parsed(response))
        return answer, response.headers.get("etag")

    def put_session(
        self, session_id: str, body: bytes, *, etag: str | None, idempotency_key: str
    ) -> tuple[SessionAnswer, str | None]:
        """Write the session as a server takes it that knows only its document; what it is then, and its ETag."""
        headers = {"Idempotency-Key": idempotency_key, **({"If-Match": etag} if etag else {})}
        path = f"{_API}/sessions/{quote(session_id, safe='')}"
        response = self._answered("PUT", path, content=body, headers=headers)
        answer = self._believed(lambda it: session_of(it, session_id), self._parsed(response))
        return answer, response.headers.get("etag")

    def sessions(self, user_id: str) -> Iterator[SessionAnswer]:
        """Every session of the user on the server."""
        cursor: object = ""
        while isinstance(cursor, str):
            asked = {"user_id": user_id, "limit": "200", **({"cursor": cursor} if cursor else {})}
            answer = self._json("GET", f"{_API}/sessions", parameters=asked)
            if not isinstance(answer, dict) or not isinstance(answer.get("sessions"), list):
                raise NotTheServer(self.name)
            yield from [self._believed(session_of, session) for session in answer["sessions"]]
            cursor = answer.get("next_cursor")

    def launch(self, package_id: str, user_id: str, session_id: str) -> None:
        """Make the session if it is not there; raises `NotThere` where the package is not."""
        body = json.dumps({"user_id": user_id, "session_id": session_id}).encode()
        answer = self._json("POST", f"{_API}/packages/{quote(package_id, safe='')}/launch", content=body)
        if not isinstance(answer, dict) or answer.get("session_id") != session_id:
            raise NotTheServer(self.name)

    def has_package(self, package_id: str) -> bool:
        """Whether the server has the package."""
        try:
            self._json("GET", f"{_API}/packages/{quote(package_id, safe='')}")
        except NotThere:
            return False
        return True

    def upload(self, name: str, file: BinaryIO) -> None:
        """Give the server a package, as large as it may be; raises `Unacceptable` where it does not take it."""
        with self._in_words():
            response = self._client.post(
                f"{_API}/packages/upload", files={"file": (name, file, "application/zip")}, headers=self._signed()
            )
        if not response.is_success:
            after = retry_after(response.headers, self._timing.now())
            raise refusal(self.name, response.status_code, _json_of(response), after=after)

    def get(self, path: str, parameters: Mapping[str, str] | None = None) -> Any:
        """The JSON at a path below `/api/v1`."""
        return self._json("GET", f"{_API}{path}", parameters=parameters)

    @contextmanager
    def streaming(
        self, method: str, path: str, headers: Mapping[str, str] | None = None, *, patience: float
    ) -> Iterator[httpx.Response]:
        """The answer at a path below `/api/v1`, its body not read yet, whatever its status is but 401 and beyond the
        bounds of the other methods; what breaks while it is read, or is silent for `patience` seconds, raises
        `ServerOutOfReach`."""
        with self._in_words():
            request = self._client.build_request(
                method,
                f"{_API}{path}",
                headers={**self._signed(), **(headers or {})},
                timeout=httpx.Timeout(patience, connect=_CONNECT),
            )
            response = self._client.send(request, stream=True)
            try:
                if response.status_code == HTTPStatus.UNAUTHORIZED:
                    raise SignInNeeded(self.name)
                yield response
            finally:
                response.close()

    def _json(
        self,
        method: str,
        path: str,
        *,
        content: bytes | None = None,
        parameters: Mapping[str, str] | None = None,
        signed: bool = True,
    ) -> Any:
        response = self._answered(method, path, content, parameters=parameters, signed=signed)
        return self._parsed(response)

    def _answered(
        self,
        method: str,
        path: str,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        parameters: Mapping[str, str] | None = None,
        *,
        signed: bool = True,
    ) -> httpx.Response:
        """An answer of success, read whole. A key that is refused may have been replaced by now: that is tried once."""
        sent = dict(headers or {})
        if content is not None:
            sent["Content-Type"] = "application/json"
        with self._in_words():
            response = self._sent(method, path, content, {**sent, **(self._signed() if signed else {})}, parameters)
            if response.status_code == HTTPStatus.UNAUTHORIZED and signed and self._has_another_key():
                response = self._sent(method, path, content, {**sent, **self._signed()}, parameters)
        if response.is_success:
            return response
        after = retry_after(response.headers, self._timing.now())
        raise refusal(self.name, response.status_code, _json_of(response), after=after)

    def _sent(
        self,
        method: str,
        path: str,
        content: bytes | None,
        headers: Mapping[str, str],
        parameters: Mapping[str, str] | None,
    ) -> httpx.Response:
        request = self._client.build_request(method, path, content=content, headers=headers, params=parameters)
        response = self._client.send(request, stream=True)
        try:
            body = bytearray()
            for part in response.iter_bytes():
                body += part
                if len(body) > _LARGEST_ANSWER:
                    raise NotTheServer(self.name)
        finally:
            response.close()
        # The body is decoded by now, and must not be once more.
        whole = {name: value for name, value in response.headers.items() if name != "content-encoding"}
        return httpx.Response(response.status_code, headers=whole, content=bytes(body), request=request)

    def _parsed(self, response: httpx.Response) -> Any:
        body = _json_of(response)
        if body is None:
            raise NotTheServer(self.name)
        return body

    def _believed(self, read: Callable[[object], T], body: object) -> T:
        try:
            return read(body)
        except (ValueError, LookupError, TypeError, OverflowError):
            raise NotTheServer(self.name) from None

    def _signed(self) -> dict[str, str]:
        # Asked for only now: a keyring may ask for its password, and is not to for a server that is out of reach.
        self._key = self._key or self._credentials.key_of(self._account)
        if not self._key:
            raise KeyMissing(self.name)
        return {"X-API-Key": self._key}

    def _has_another_key(self) -> bool:
        before = self._key
        with suppress(KeyringLocked):
            self._key = self._credentials.key_of(self._account)
        return bool(self._key) and self._key != before

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except (httpx.RemoteProtocolError, httpx.DecodingError) as error:
            raise NotTheServer(self.name) from error
        except (httpx.TransportError, httpx.InvalidURL) as error:
            raise ServerOutOfReach(self.name) from error


def _json_of(response: httpx.Response) -> Any:
    """The body where it is JSON, else None; `null` is no answer either."""
    try:
        return json.loads(response.content)
    except (ValueError, RecursionError):
        return None


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
