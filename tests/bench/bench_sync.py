"""How fast devices sync: ten thousand sessions that the server lacks, beside bare httpx sending it the same bytes; the
same ten thousand when nothing has changed; and what memory that takes."""

from __future__ import annotations

import resource
import sys
import tempfile
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter

import httpx
from msgspec.structs import replace

from connect_desktop.store.database import Store
from connect_desktop.store.travel.launch_exchange import LaunchExchange
from connect_desktop.store.travel.launch_join import Revision
from connect_desktop.store.travel.sent_launch import SentLaunch
from connect_desktop.sync.report import Outcome
from tests.bench.figures import Figure
from tests.launches_for_tests import payload
from tests.packages_for_tests import build_zip
from tests.server_for_tests import PACKAGE, RunningServer, add_package, running_server
from tests.store_for_tests import sets
from tests.sync_for_tests import LEARNER, Device, device

SESSIONS = 10_000
ENTRIES = 20
IDLE = 7


class Recording(httpx.BaseTransport):
    """Passes requests on and remembers the bodies of batches."""

    def __init__(self) -> None:
        self._server = httpx.HTTPTransport()
        self.bodies: list[bytes] = []
        self.requests = 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.requests += 1
        if request.url.path.endswith("/sync"):
            self.bodies.append(request.content)
        return self._server.handle_request(request)

    def close(self) -> None:
        self._server.close()


def measure() -> Iterable[Figure]:
    """Two fresh servers: one that the device syncs with, and one that bare httpx sends the same to."""
    with tempfile.TemporaryDirectory(prefix="bench-sync-") as name:
        folder = Path(name)
        course = build_zip(folder / "course.zip")
        transport = Recording()
        with (
            _server(folder / "server", course) as server,
            device(folder / "device", course, server.address, server.key, transport) as syncing,
        ):
            _fill(syncing.store)
            before = _memory()
            seconds = _timed_sync(syncing, SESSIONS)
            grown = _memory() - before
            transport.requests = 0
            idle = [_timed_sync(syncing, 0) for _ in range(IDLE)]
        with _server(folder / "bare", course) as bare:
            floor = _sent_bare(bare, transport.bodies)
        sent = sum(map(len, transport.bodies)) / (1 << 20)
        yield Figure("sync.dirty_sessions_beside_bare_httpx", seconds / floor, "x", limit=2)
        yield Figure("sync.dirty_sessions_rate", SESSIONS / seconds, "1/s")
        # The recording holds what was sent; a device does not.
        yield Figure("sync.memory_of_a_push", grown - sent, "MB", limit=64)
        yield Figure("sync.nothing_new_requests", transport.requests / IDLE, "requests", limit=1)
        yield Figure("sync.nothing_new", median(idle) * 1000, "ms", limit=200)


def _timed_sync(syncing: Device, expected: int) -> float:
    start = perf_counter()
    report = syncing.sync()
    seconds = perf_counter() - start
    if report.outcome is not Outcome.DONE or report.sent != expected:
        raise RuntimeError(f"the exchange came to {report}")
    return seconds


def _sent_bare(server: RunningServer, bodies: Iterable[bytes]) -> float:
    """The same bytes, sent one after the other by httpx alone."""
    headers = {"X-API-Key": server.key, "Content-Type": "application/json"}
    with httpx.Client(base_url=server.address, headers=headers, timeout=60) as client:
        client.get("/api/health").raise_for_status()
        start = perf_counter()
        for body in bodies:
            client.post("/api/v1/sync", content=body).raise_for_status()
        return perf_counter() - start


def _fill(store: Store) -> None:
    """Sessions with a launch of twenty entries each."""
    package = store.packages.get(PACKAGE)
    if package is None:
        raise RuntimeError("there is no course")
    exchange = LaunchExchange(store.tenant_id, store.launches)
    writes = [(f"cmi.interactions.{number}.id", f"question {number}") for number in range(ENTRIES - 2)]
    times = [("cmi.core.lesson_status", "passed"), ("cmi.core.session_time", "0000:01:00")]
    written = replace(payload(*sets("ITEM1", [*writes, *times]), ended=60), package_hash=package.content_hash)
    sent = SentLaunch(Revision(written.changes, written))
    with store.database.connections.writing() as connection:
        for _ in range(SESSIONS):
            session = store.sessions.create(str(uuid.uuid4()), LEARNER, PACKAGE, within=connection)
            exchange.take_in(connection, session.id, {store.launches.new_id(): sent})


@contextmanager
def _server(data: Path, course: Path) -> Iterator[RunningServer]:
    add_package(data, course)
    with running_server(data) as server:
        yield server


def _memory() -> float:
    """The most this process ever had, in megabytes."""
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
