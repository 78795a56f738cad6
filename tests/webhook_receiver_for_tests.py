"""A receiver of webhooks on this machine: it keeps what arrives and answers as it is told."""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Arrived:
    """One request, its headers in lower case."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def message(self) -> Any:
        return json.loads(self.body)


@dataclass(kw_only=True)
class Receiver:
    """`status`, `headers` and `body` are the answer from now on; while `open` is cleared, nobody is answered."""

    url: str
    arrived: queue.Queue[Arrived] = field(default_factory=queue.Queue)
    status: int = 204
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    open: threading.Event = field(default_factory=threading.Event)

    def next(self) -> Arrived:
        """What arrives next."""
        return self.arrived.get(timeout=20)


@contextmanager
def receiver() -> Iterator[Receiver]:
    """A receiver on a free port."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            here.arrived.put(Arrived(self.path, headers, body))
            here.open.wait(30)
            self.send_response(here.status)
            for name, value in here.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(here.body)))
            self.end_headers()
            self.wfile.write(here.body)

        def log_message(self, format: str, *args: object) -> None:
            pass

        def handle(self) -> None:
            try:
                super().handle()
            except ConnectionError:
                # Whoever asked was killed.
                return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        here = Receiver(url=f"http://127.0.0.1:{server.server_port}/hook")
        here.open.set()
        thread = threading.Thread(target=lambda: server.serve_forever(0.01))
        thread.start()
        try:
            yield here
        finally:
            here.open.set()
            server.shutdown()
            thread.join(20)
