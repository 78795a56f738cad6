"""The floor of the server's benches: Starlette on the server's own uvicorn, with handlers that do nothing but one
indexed read or one commit that is as durable as the server's.

`python -m tests.bench.bare_server FILE` serves until it is told to stop, and says its address first.
"""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from anyio import CapacityLimiter, to_thread
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from connect_desktop.server.listening.serving import listen, serve_until_stopped
from connect_desktop.store.sqlite import SqliteConnections
from tests.store_for_tests import ROOT

_KEEP = "INSERT INTO body (id, text) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET text = excluded.text"


@contextmanager
def bare_server(file: Path, module: str = __name__) -> Iterator[str]:
    """A `module` that serves what is in `file`, as this one does with rows, in a process of its own; its address."""
    command = [sys.executable, "-m", module, str(file)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            if process.stdout is None:
                raise RuntimeError("the bare server has no output")
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def bare_app(connection: sqlite3.Connection) -> Starlette:
    """Handlers at the addresses of the server's routes; one thread has the connection, as one has the server's."""
    one_at_a_time = CapacityLimiter(1)

    def keep(key: str, text: bytes) -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(_KEEP, (key, text))
        connection.execute("COMMIT")

    def find(key: str) -> bytes:
        text: bytes = connection.execute("SELECT text FROM body WHERE id = ?", (key,)).fetchone()[0]
        return text

    async def write(request: Request) -> Response:
        text = await request.body()
        json.loads(text)
        await to_thread.run_sync(keep, request.path_params["id"], text, limiter=one_at_a_time)
        return Response(text, media_type="application/json")

    async def read(request: Request) -> Response:
        text = await to_thread.run_sync(find, request.path_params["id"], limiter=one_at_a_time)
        return Response(text, media_type="application/json")

    session = "/api/v1/sessions/{id}"
    return Starlette(
        routes=[
            Route(session, write, methods=["PUT"]),
            Route(session, read, methods=["GET"]),
            Route("/api/v1/packages/{id}/launch", write, methods=["POST"]),
            Route("/api/v1/{id}", write, methods=["POST"]),
        ]
    )


def _serve(file: Path) -> None:
    with closing(SqliteConnections(file).open()) as connection, listen("127.0.0.1", 0) as listening:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE body (id TEXT PRIMARY KEY, text TEXT NOT NULL)")
        sys.stdout.write(f"http://127.0.0.1:{listening.getsockname()[1]}\n")
        sys.stdout.flush()
        serve_until_stopped(bare_app(connection), listening)


if __name__ == "__main__":
    _serve(Path(sys.argv[1]))
