"""The network between all places: which faults there are on it, by name, and what is still on its way."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import httpx

from tests.faulty_transport_for_tests import (
    Fault,
    an_empty_success,
    answers,
    captive_portal,
    changed,
    delivered_twice,
    garbage,
    no_network,
    response_lost,
    truncated,
)
from tests.sync.world.places import Server

_NOBODY = {"user_ids": ["nobody"], "digest": "0" * 64}

Ask = Callable[[httpx.Request], httpx.Response]


class Network(httpx.BaseTransport):
    """Leads to the servers by their names. Requests that were delayed are `on_their_way` until they are delivered."""

    def __init__(self) -> None:
        self.servers: dict[str, Server] = {}
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
    """All that may happen to a request, by what it is called."""
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
        "a yes without receipt": _forged(receipts=False),
        "a yes with a wrong hash": _forged(receipts=True),
        "no receipt": changed(_without_receipt),
        "another's receipt": changed(_with_anothers_receipt),
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


def _forged(*, receipts: bool) -> Fault:
    """Somebody knows how the server answers, and keeps nothing."""

    def fault(request: httpx.Request, ask: Ask) -> httpx.Response:
        request.read()
        pushes = json.loads(request.content).get("pushes") if request.method == "POST" else None
        if pushes is None:
            return ask(request)
        headers = {"X-API-Key": request.headers["X-API-Key"]}
        asked = httpx.Request("POST", request.url.join("sync/state"), headers=headers, json=_NOBODY)
        results = [{"status": 200, "body": _as_answered(push, receipts)} for push in pushes]
        return httpx.Response(207, json={"epoch": ask(asked).json()["epoch"], "results": results}, request=request)

    return fault


def _as_answered(push: Mapping[str, Any], receipts: bool) -> dict[str, Any]:
    held = {launch_id: [it["rev"], "0" * 64] for launch_id, it in push["journal"].items()}
    launch = push.get("launch", {"user_id": "ada", "package_id": "pkg"})
    return {
        "id": push["session_id"],
        **launch,
        "version": push["version"] + 1,
        "cmi_data": {},
        "completion_status": "completed",
        "success_status": "passed",
        "time_spent_seconds": 1,
        "forked": {},
        "receipt": held if receipts else {},
    }


def _done_and_said(status: int) -> Fault:
    """The server did what was asked; whoever stands before it did not wait for that."""

    def fault(request: httpx.Request, ask: Ask) -> httpx.Response:
        ask(request)
        return httpx.Response(status, content=b"<html>Bad gateway</html>", request=request)

    return fault


def _bodies(document: dict[str, object]) -> list[dict[str, object]]:
    results = document.get("results")
    return [result["body"] for result in results] if isinstance(results, list) else [document]


def _without_receipt(document: dict[str, object]) -> None:
    for body in _bodies(document):
        body.pop("receipt", None)


def _with_anothers_receipt(document: dict[str, object]) -> None:
    for body in _bodies(document):
        receipt = body.get("receipt")
        if isinstance(receipt, dict):
            body["receipt"] = {launch_id: [rev, "0" * 64] for launch_id, (rev, _) in receipt.items()}
