"""A server of the network that knows only the owner's document, and answers that it did not give."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

import httpx

from tests.document_server_for_tests import KEY, DocumentServer
from tests.faulty_transport_for_tests import Fault, changed
from tests.sync.world.network import FORGERIES, Ask


class Documents:
    """The server, asked in this process; it is as it was when it is `put_back`."""

    name = "owner"
    key = KEY

    def __init__(self, packages: Iterable[str], *, adds: bool, merges: bool) -> None:
        self.server = DocumentServer(adds=adds, merges=merges, packages=tuple(packages))
        self._backup: dict[str, dict[str, Any]] = {}

    @property
    def address(self) -> str:
        return f"http://{self.name}"

    def answer(self, request: httpx.Request) -> httpx.Response:
        content = request.read()
        if request.headers.get("X-API-Key") != self.key and request.url.path.startswith("/api/v1/"):
            return httpx.Response(401, json={}, request=request)
        address = request.url.raw_path.decode()
        status, document = self.server.answer(request.method, address, json.loads(content) if content else None)
        return httpx.Response(status, json=document, request=request)

    def back_up(self) -> None:
        self._backup = deepcopy(self.server.sessions)

    def put_back(self) -> None:
        self.server.sessions = deepcopy(self._backup)


def forgeries() -> Mapping[str, Fault]:
    """Answers to a write, by what they are called; to anything else the server itself answers."""
    forged = (_forged(keeps={}), _forged(keeps={"cmi_data": {}, "completion_status": "not attempted"}))
    return dict(zip(FORGERIES, (*forged, changed(_without_version), changed(_of_another)), strict=True))


def _forged(keeps: Mapping[str, Any]) -> Fault:
    """Somebody knows how the server answers, and keeps nothing; or says to have kept something else."""

    def fault(request: httpx.Request, ask: Ask) -> httpx.Response:
        if request.method != "PUT":
            return ask(request)
        body = json.loads(request.read())
        asked = httpx.Request("GET", request.url, headers={"X-API-Key": request.headers["X-API-Key"]})
        there = json.loads(ask(asked).content)
        return httpx.Response(200, json={**there, **body, "version": body["version"] + 1, **keeps}, request=request)

    return fault


def _without_version(document: dict[str, object]) -> None:
    for session in _sessions(document):
        session.pop("version", None)


def _of_another(document: dict[str, object]) -> None:
    for session in _sessions(document):
        session["id"] = session["user_id"] = "another"


def _sessions(document: dict[str, Any]) -> list[dict[str, object]]:
    sessions = document.get("sessions")
    return sessions if isinstance(sessions, list) else [document]
