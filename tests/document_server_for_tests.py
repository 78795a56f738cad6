"""A server that knows the owner's document of a session and nothing else: no journal, no receipts, no batches."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from connect_desktop.scorm.rte.durations import centiseconds
from tests.server_for_tests import PACKAGE

KEY = "owner-key"

_SCORM = ("cmi.", "adl.", "activities.")


@dataclass
class DocumentServer:
    """`sessions` are the documents, `packages` the ids of its courses. A `session_time` is added to the time there is,
    or, unless it `adds`, takes its place; `cmi_data` is merged key by key, or, unless it `merges`, takes the place of
    what was there; with `drops` it keeps no element but SCORM's. What it does not know it answers in JSON, or, with
    `pages`, with a page of that status."""

    address: str = ""
    adds: bool = True
    merges: bool = True
    drops: bool = False
    pages: int | None = None
    packages: Collection[str] = (PACKAGE,)
    sessions: dict[str, dict[str, Any]] = field(default_factory=dict)

    def write(self, session_id: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """A PUT, of a device or of somebody else."""
        session = self.sessions.get(session_id)
        if session is None:
            return 404, {"error": {"code": "not-found", "message": "Session Not Found"}}
        if body["version"] != session["version"]:
            return 409, {"error": {"code": "", "message": "Version Conflict"}, "current_version": session["version"]}
        before = session["cmi_data"] if self.merges else {}
        time = (centiseconds(body["session_time"]) or 0) / 100 if "session_time" in body else None
        if time is not None:
            session["time_spent_seconds"] = time + (session["time_spent_seconds"] if self.adds else 0)
        sent = body.get("cmi_data", {})
        known = {key: value for key, value in sent.items() if key.startswith(_SCORM) or not self.drops}
        session["cmi_data"] = {**before, **known}
        for name in ("completion_status", "success_status", "score"):
            session[name] = body.get(name, session[name])
        session["version"] += 1
        return 200, session

    def begin(self, package_id: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """A launch."""
        if package_id not in self.packages:
            return 404, {"error": {"code": "unknown-package", "message": "Package Not Found"}}
        document = {
            "id": body["session_id"],
            "tenant_id": "t",
            "user_id": body["user_id"],
            "package_id": package_id,
            "cmi_data": {},
            "completion_status": "not attempted",
            "success_status": "unknown",
            "score": None,
            "time_spent_seconds": 0,
            "version": 1,
        }
        self.sessions.setdefault(body["session_id"], document)
        return 200, {"session_id": body["session_id"], "launch_url": "https://x.example/?token=t"}

    def answer(self, method: str, address: str, body: Any) -> tuple[int, Any]:
        parts = urlsplit(address)
        match [method, *parts.path.removeprefix("/api/v1/").split("/")]:
            case ["POST", "packages", package_id, "launch"]:
                return self.begin(package_id, body)
            case ["GET", "sessions"]:
                user = parse_qs(parts.query)["user_id"][0]
                return 200, {"sessions": [it for it in self.sessions.values() if it["user_id"] == user]}
            case ["GET", "sessions", session_id] if session_id in self.sessions:
                return 200, self.sessions[session_id]
            case ["PUT", "sessions", session_id]:
                return self.write(session_id, body)
        return 404, {"error": {"code": "not-found", "message": "Not Found"}}


@contextmanager
def document_server() -> Iterator[DocumentServer]:
    """It listens on loopback."""
    server = DocumentServer()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer()

        do_POST = do_PUT = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

        def _answer(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            body = json.loads(self.rfile.read(length)) if length else None
            status, document = server.answer(self.command, self.path, body)
            if self.headers.get("X-API-Key") != KEY and self.path.startswith("/api/v1/"):
                status, document = 401, {}
            content = json.dumps(document).encode()
            if status == HTTPStatus.NOT_FOUND and server.pages:
                status, content = server.pages, b"<!doctype html><title>Not found</title>"
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        server.address = f"http://127.0.0.1:{listening.server_address[1]}"
        serving = Thread(target=listening.serve_forever, args=(0.02,))
        serving.start()
        try:
            yield server
        finally:
            listening.shutdown()
            serving.join()
