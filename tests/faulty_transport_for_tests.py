"""The seam to the network with faults in it: whatever may happen to a request or an answer on the way."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping

import httpx

Fault = Callable[[httpx.Request, Callable[[httpx.Request], httpx.Response]], httpx.Response]
"""Given a request and the way to the server, gives an answer or raises what a network raises."""


class FaultyTransport(httpx.BaseTransport):
    """Counts requests, and meets each with the next of its `faults`, or with none when there are none left.

    `choose`, where it is given, finds a fault for each request instead; None lets it pass.
    """

    def __init__(
        self,
        server: httpx.BaseTransport | None = None,
        *faults: Fault | None,
        choose: Callable[[httpx.Request], Fault | None] | None = None,
    ) -> None:
        self._server = server or httpx.HTTPTransport()
        self._faults = list(faults)
        self._choose = choose
        self.requests: list[tuple[str, str]] = []

    def then(self, *faults: Fault | None) -> None:
        """Meet the requests to come with these."""
        self._faults.extend(faults)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.requests.append((request.method, request.url.path))
        fault = self._choose(request) if self._choose else self._faults.pop(0) if self._faults else None
        return fault(request, self._ask) if fault else self._server.handle_request(request)

    def close(self) -> None:
        """Hang up; whoever asks again is connected again."""
        self._server.close()

    def _ask(self, request: httpx.Request) -> httpx.Response:
        """The server's answer, read whole."""
        response = self._server.handle_request(request)
        response.read()
        response.close()
        return response


def no_network(request: httpx.Request, _ask: Callable[[httpx.Request], httpx.Response]) -> httpx.Response:
    """Nobody is there."""
    raise httpx.ConnectError("no route", request=request)


def response_lost(request: httpx.Request, ask: Callable[[httpx.Request], httpx.Response]) -> httpx.Response:
    """The server did what was asked, and nobody heard of it."""
    ask(request)
    raise httpx.ReadTimeout("gone", request=request)


def delivered_twice(request: httpx.Request, ask: Callable[[httpx.Request], httpx.Response]) -> httpx.Response:
    """The request arrives a second time."""
    ask(request)
    return ask(request)


def captive_portal(request: httpx.Request, _ask: Callable[[httpx.Request], httpx.Response]) -> httpx.Response:
    """A network that wants a person to sign in answers in the server's place."""
    return httpx.Response(200, headers={"Content-Type": "text/html"}, content=b"<html>Welcome!</html>", request=request)


def an_empty_success(request: httpx.Request, _ask: Callable[[httpx.Request], httpx.Response]) -> httpx.Response:
    """Somebody says yes to everything."""
    return httpx.Response(200, json={}, request=request)


def truncated(request: httpx.Request, ask: Callable[[httpx.Request], httpx.Response]) -> httpx.Response:
    """The answer ends in its middle."""
    whole = ask(request)
    return httpx.Response(whole.status_code, content=_torn(whole.content, request), request=request)


def garbage(request: httpx.Request, ask: Callable[[httpx.Request], httpx.Response]) -> httpx.Response:
    """The answer is bytes of something else."""
    return httpx.Response(ask(request).status_code, content=b"\x00\xff" * 64, request=request)


def answers(status: int, code: str = "", headers: Mapping[str, str] | None = None) -> Fault:
    """The server, or a proxy before it, answers so without doing anything."""

    def fault(request: httpx.Request, _ask: Callable[[httpx.Request], httpx.Response]) -> httpx.Response:
        body = {"error": {"code": code, "message": code}} if code else {}
        return httpx.Response(status, headers=headers, json=body, request=request)

    return fault


def changed(change: Callable[[dict[str, object]], object]) -> Fault:
    """The server's answer with `change` made to its JSON."""

    def fault(request: httpx.Request, ask: Callable[[httpx.Request], httpx.Response]) -> httpx.Response:
        whole = ask(request)
        document = json.loads(whole.content)
        change(document)
        return httpx.Response(whole.status_code, json=document, request=request)

    return fault


def before(action: Callable[[], object], then: Fault | None = None) -> Fault:
    """Something happens elsewhere before the request arrives."""

    def fault(request: httpx.Request, ask: Callable[[httpx.Request], httpx.Response]) -> httpx.Response:
        action()
        return then(request, ask) if then else ask(request)

    return fault


def only(path: str, fault: Fault, times: int = 1) -> Callable[[httpx.Request], Fault | None]:
    """For `choose`: the first so many requests whose path ends so meet the fault."""
    left = times

    def choose(request: httpx.Request) -> Fault | None:
        nonlocal left
        if left == 0 or not request.url.path.endswith(path):
            return None
        left -= 1
        return fault

    return choose


def _torn(content: bytes, request: httpx.Request) -> Iterator[bytes]:
    yield content[: len(content) // 2]
    raise httpx.RemoteProtocolError("peer closed connection", request=request)
