"""The real server in a process of its own, and a client that asks it as other systems would."""

from __future__ import annotations

import hashlib
import json
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from connect_desktop.packages.library import PackageLibrary
from connect_desktop.paths import DataPaths
from connect_desktop.store.database import open_store, utc_now
from connect_desktop.store.records import PackageKind, PackageRecord
from tests.packages_for_tests import build_zip
from tests.store_for_tests import ROOT

PACKAGE = "pkg_abc123"
ON_EACH_DATABASE = pytest.mark.parametrize("server", ["sqlite", "postgres"], indirect=True, scope="module")
"""Marks tests that want their `server` on SQLite, and then on PostgreSQL in two workers."""
PROGRAM = ("connect_desktop",)
# Without it, a small request waits for the acknowledgement of the one before.
_AT_ONCE = [(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)]


class DidNotListen(AssertionError):
    """A server ended before it listened; `status` is its exit status."""

    def __init__(self, said: str, status: int) -> None:
        super().__init__(said)
        self.status = status


@dataclass(frozen=True, kw_only=True)
class RunningServer:
    """A server that listens. `key` opens everything, `process` is the server's own."""

    address: str
    key: str
    data: Path
    process: subprocess.Popen[str]

    def client(self, key: str | None = None) -> httpx.Client:
        """Asks with the key, or with this one; "" asks without."""
        chosen = self.key if key is None else key
        return httpx.Client(
            base_url=f"{self.address}/api/v1",
            headers={"X-API-Key": chosen} if chosen else {},
            transport=httpx.HTTPTransport(socket_options=_AT_ONCE),
            timeout=30,
        )


def add_package(data: Path, source: Path, package_id: str = PACKAGE, database: str | None = None) -> None:
    """Put a package into the library under an id of the test's own."""
    paths = DataPaths(data, database)
    taken = PackageLibrary(paths.packages).check(source)
    assert taken.course is not None
    paths.packages.mkdir(parents=True, exist_ok=True)
    (paths.packages / f"{package_id}.zip").write_bytes(source.read_bytes())
    with closing(open_store(paths.database)) as store:
        store.packages.put(
            PackageRecord(
                id=package_id,
                content_hash=hashlib.sha256(source.read_bytes()).hexdigest(),
                kind=PackageKind.ZIP,
                location="",
                title=taken.course.title,
                edition=taken.course.edition.value,
                size=source.stat().st_size,
                imported_at=utc_now(),
            )
        )


@contextmanager
def running_server(
    data: Path,
    key: str = "",
    options: Sequence[str] = (),
    program: Sequence[str] = PROGRAM,
    environment: Mapping[str, str] | None = None,
) -> Iterator[RunningServer]:
    """A server on a free port of this machine; the first on this data says its key. `program` is the module that is
    run, with what it wants before the options; without an `environment` it has the test's own."""
    command = [sys.executable, "-m", *program, "serve", "--port", "0", "--json", "--data-dir", str(data)]
    # Tests ask more, and more wrongly, than anybody; the limits are at work all the same.
    command += ["--rate-limit", "10000000", "--failure-limit", "10000000", *options]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        try:
            said = _document(process)
            assert "address" in said, said
            yield RunningServer(address=said["address"], key=said.get("admin_key", key), data=data, process=process)
        finally:
            process.terminate()
            process.wait(20)


def _document(process: subprocess.Popen[str]) -> dict[str, Any]:
    """The one document that the server prints when it listens."""
    assert process.stdout is not None
    lines: list[str] = []
    for line in process.stdout:
        lines.append(line)
        if line.rstrip() == "}":
            document: dict[str, Any] = json.loads("".join(lines))
            return document
    raise DidNotListen(process.stderr.read() if process.stderr else "", process.wait(20))


@contextmanager
def server_with_course(
    folder: Path, database: str | None = None, options: Sequence[str] = ()
) -> Iterator[RunningServer]:
    """A server with a course of one SCO under the id `PACKAGE`; its database may be at another address."""
    add_package(folder / "data", build_zip(folder / "course.zip"), database=database)
    chosen = ["--database", database] if database else []
    with running_server(folder / "data", options=[*chosen, *options]) as server:
        yield server
