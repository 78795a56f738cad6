"""The network between all places: which faults there are on it, by name, and what is still on its way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

import httpx

from tests.faulty_transport_for_tests import (
    Fault,
    an_empty_success,
    answers,
    captive_portal,
    delivered_twice,
    garbage,
    no_network,
    response_lost,
    truncated,
)

Ask = Callable[[httpx.Request], httpx.Response]


class Answering(Protocol):
    """Whoever stands at the end of the line."""

    def answer(self, request: httpx.Request) -> httpx.Response: ...


class Network(httpx.BaseTransport):
    """Leads to the servers by their names. Requests that were delayed are `on_their_way` until they are delivered."""

    def __init__(self) -> None:
        self.servers: dict[str, Answering] = {}
        self.on_their_way: list[httpx.Request] = []
        self._answers: dict[tuple[str, bytes], bytes] = {}

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        answer = self.servers[request.url.host].answer(request)
        answer.read()
        if answer.is_success:
            self._answers[str(request.url), request.content] = answer.content
        return answer

    def deliver(self, number: int) -> None:
        """One of the requests that were delayed arrives, long after whoever sent it gave up."""
        if self.on_their_way:
            self.handle_request(self.on_their_way.pop(number % len(self.on_their_way)))

    def delayed(self, request: httpx.Request, _ask: Ask) -> httpx.Response:
        """The request is late: others arrive before it."""
        request.read()
        self.on_their_way.append(request)
        raise httpx.ReadTimeout("late", request=request)

    def out_of_a_cache(self, request: httpx.Request, ask: Ask) -> httpx.Response:
        """A proxy gives the answer it had for the same request before."""
        known = self._answers.get((str(request.url), request.read()))
        return httpx.Response(200, content=known, request=request) if known is not None else ask(request)


def faults(network: Network) -> Mapping[str, Fault | None]:
    """What may happen to any request, by what it is called."""
    return {
        "passes": None,
        "no network": no_network,
        "response lost": response_lost,
        "delivered twice": delivered_twice,
        "delayed": network.delayed,
        "out of a cache": network.out_of_a_cache,
        "captive portal": captive_portal,
        "says yes": an_empty_success,
        "redirected": answers(302, headers={"Location": "http://login.example/"}),
        "truncated": truncated,
        "garbage": garbage,
        "400": answers(400, "invalid-request"),
        "401": answers(401, "unauthorized"),
        "413": answers(413, "too-long"),
        "422": answers(422, "invalid-launch"),
        "429": answers(429, "too-many", headers={"Retry-After": "7"}),
        "500": answers(500),
        "502": _done_and_said(502),
        "503": answers(503, headers={"Retry-After": "Wed, 21 Oct 2037 07:28:00 GMT"}),
        "504": _done_and_said(504),
    }


def _done_and_said(status: int) -> Fault:
    """The server did what was asked; whoever stands before it did not wait for that."""

    def fault(request: httpx.Request, ask: Ask) -> httpx.Response:
        ask(request)
        return httpx.Response(status, content=b"<html>Bad gateway</html>", request=request)

    return fault


FORGERIES = ("a yes without receipt", "a yes with a wrong hash", "no receipt", "another's receipt")
"""Answers of somebody who knows how a server answers: what they say depends on which kind it is."""

FAULTS = (*faults(Network()), *FORGERIES)
