"""A film of 200 MB out of the web player and a package out of the API, beside the same bytes from Starlette's own
FileResponse on the same kind of server; and what an upload of 500 MB takes of the server's memory."""

from __future__ import annotations

import random
import socket
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from fastapi import FastAPI
from fastapi.responses import FileResponse

from connect_desktop.server.listening.serving import Listening, listen, serve_until_stopped
from tests.bench.bare_server import bare_server
from tests.bench.figures import Figure
from tests.packages_for_tests import course_files
from tests.server_for_tests import RunningServer, running_server

FILM = 200 << 20
UPLOAD = 500 << 20
ROUNDS = 7
_BLOCK = 1 << 20


def measure() -> Iterable[Figure]:
    """Throughput of whole answers over one connection, taken in turns; peak memory from the server's own account."""
    with tempfile.TemporaryDirectory(prefix="bench-files-") as name:
        folder = Path(name)
        package = _package(folder / "film.zip", FILM)
        with running_server(folder / "data") as server, bare_server(package, __name__) as bare:
            package_id = _sent(server, package)
            addresses = {
                "bare": f"{bare}/",
                "content": f"{_content(server, package_id)}film.mp4",
                "zip": f"{server.address}/api/v1/packages/{package_id}/zip",
            }
            times: dict[str, list[float]] = {kind: [] for kind in addresses}
            for _ in range(ROUNDS):
                for kind, address in addresses.items():
                    times[kind].append(_seconds(address, server.key))
            # The least of each: whatever else the machine does can only add.
            speed = {kind: FILM / min(taken) / 1e6 for kind, taken in times.items()}
            yield from (Figure(f"server_files.{kind}_speed", value, "MB/s") for kind, value in speed.items())
            for kind in ("content", "zip"):
                ratio = speed[kind] / speed["bare"]
                yield Figure(f"server_files.{kind}_ratio", ratio, "x", limit=0.7, at_most=False)
        package = _package(folder / "large.zip", UPLOAD)
        with running_server(folder / "data", server.key) as server:
            idle = _peak_memory(server)
            _sent(server, package)
            yield Figure("server_files.upload_memory", _peak_memory(server) - idle, "MB", limit=50)


def _package(path: Path, size: int) -> Path:
    """A course with a film that no disk could compress."""
    noise = random.Random(size).randbytes(_BLOCK)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, page in course_files().items():
            archive.writestr(name, page)
        with archive.open("film.mp4", "w", force_zip64=True) as film:
            for number in range(size // _BLOCK):
                film.write(number.to_bytes(8, "big") + noise[8:])
    return path


def _sent(server: RunningServer, package: Path) -> str:
    with server.client() as client, package.open("rb") as file:
        answer = client.post("/packages/upload", files={"file": ("a.zip", file, "application/zip")}, timeout=300)
        package_id: str = answer.raise_for_status().json()["id"]
        return package_id


def _content(server: RunningServer, package_id: str) -> str:
    """Where the files of a course that is being played are."""
    with server.client() as client:
        launch = client.post(f"/packages/{package_id}/launch", json={"user_id": "ada"}).raise_for_status().json()
    token = httpx.URL(launch["launch_url"]).params["token"]
    player = f"{server.address}/player/{launch['session_id']}"
    opened = httpx.post(f"{player}/open", headers={"Authorization": f"Bearer {token}"}).raise_for_status().json()
    return f"{player}/{opened['sitting']}/content/"


def _seconds(address: str, key: str) -> float:
    """From the request to the last byte, over a socket, so that no client's own work is measured."""
    parts = urlsplit(address)
    buffer = memoryview(bytearray(_BLOCK))
    with socket.create_connection((parts.hostname or "", parts.port or 80)) as connection:
        start = time.perf_counter()
        request = f"GET {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nX-API-Key: {key}\r\nConnection: close\r\n\r\n"
        connection.sendall(request.encode())
        received = 0
        while count := connection.recv_into(buffer):
            received += count
        if received < FILM:
            raise RuntimeError(f"{address} gave {received} bytes")
        return time.perf_counter() - start


def _peak_memory(server: RunningServer) -> float:
    """Megabytes."""
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024 / 1e6


def _serve_bare(file: Path) -> None:
    app = FastAPI()

    @app.get("/")
    async def whole() -> FileResponse:
        return FileResponse(file)

    with listen("127.0.0.1", 0) as listening:
        sys.stdout.write(f"http://127.0.0.1:{listening.getsockname()[1]}\n")
        sys.stdout.flush()
        serve_until_stopped(app, listening, Listening())


if __name__ == "__main__":
    _serve_bare(Path(sys.argv[1]))
