"""Questions to a server over one connection that stays: each signed, each answer read whole and within bounds."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from http import HTTPStatus
from typing import Any, BinaryIO, TypeVar

import httpx

from connect_desktop import __version__
from connect_desktop.store.devices.accounts import Account
from connect_desktop.sync.errors import (
    KeyMissing,
    KeyringLocked,
    NotTheServer,
    ServerOutOfReach,
    SignInNeeded,
    SyncError,
)
from connect_desktop.sync.http_refusals import refusal, retry_after
from connect_desktop.sync.line import Line
from connect_desktop.sync.ports import Credentials, Timing

_CONNECT = 10
_TIMEOUT = httpx.Timeout(60, connect=_CONNECT)
# No answer of ours is longer, but for a journal's page with one launch of very many entries.
_LARGEST_ANSWER = 64 << 20

T = TypeVar("T")


class Asking:
    """Asks as an account; for one thread at a time, to be closed. Every method raises as those of `Remote` do."""

    def __init__(
        self, account: Account, credentials: Credentials, transport: httpx.BaseTransport | None, timing: Timing
    ) -> None:
        self.name = account.name
        self._account = account
        self._credentials = credentials
        self._timing = timing
        self._key: str | None = None
        self._client = httpx.Client(
            base_url=account.address,
            headers={"Accept": "application/json", "User-Agent": f"connect-desktop/{__version__}"},
            transport=transport or Line(),
            timeout=_TIMEOUT,
            follow_redirects=False,
        )

    def close(self) -> None:
        self._client.close()

    def json(
        self,
        method: str,
        path: str,
        *,
        content: bytes | None = None,
        parameters: Mapping[str, str] | None = None,
        signed: bool = True,
    ) -> Any:
        """An answer of success, as JSON."""
        response = self.answered(method, path, content, parameters=parameters, signed=signed)
        return self.parsed(response)

    def answered(
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
        raise self._refusal(response)

    def send_file(self, path: str, name: str, file: BinaryIO) -> None:
        """Send a file, as large as it may be, as a form does."""
        with self._in_words():
            files = {"file": (name, file, "application/zip")}
            response = self._client.post(path, files=files, headers=self._signed())
        if not response.is_success:
            raise self._refusal(response)

    @contextmanager
    def streaming(
        self, method: str, path: str, headers: Mapping[str, str] | None, *, patience: float
    ) -> Iterator[httpx.Response]:
        """An answer whose body is not read yet, as `Remote.streaming` says."""
        with self._in_words():
            request = self._client.build_request(
                method,
                path,
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

    def parsed(self, response: httpx.Response) -> Any:
        """The JSON in an answer; raises `NotTheServer` where there is none."""
        body = _json_of(response)
        if body is None:
            raise NotTheServer(self.name)
        return body

    def believed(self, read: Callable[[object], T], body: object) -> T:
        """What `read` makes of an answer; raises `NotTheServer` where that is not as it should be."""
        try:
            return read(body)
        except (ValueError, LookupError, TypeError, OverflowError):
            raise NotTheServer(self.name) from None

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

    def _refusal(self, response: httpx.Response) -> SyncError:
        after = retry_after(response.headers, self._timing.now())
        return refusal(self.name, response.status_code, _json_of(response), after=after)

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
