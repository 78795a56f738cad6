"""What the REST API does a second, beside a bare Starlette handler on the same kind of server that does one indexed
read, or one commit that is as durable; and whether its memory stays."""

from __future__ import annotations

import json
import tempfile
import uuid
from collections.abc import Callable, Iterable, Iterator
from itertools import count, islice
from pathlib import Path
from statistics import median, quantiles

from msgspec.structs import replace

from connect_desktop.store.records import EntryKind
from connect_desktop.store.travel.launch_payload import LaunchPayload
from tests.bench.bare_server import bare_server
from tests.bench.figures import Figure
from tests.bench.http_load import Load, load, request
from tests.launches_for_tests import payload
from tests.server_for_tests import PACKAGE, RunningServer, server_with_course
from tests.store_for_tests import sets

CONNECTIONS = 16
ROUNDS = 9
REQUESTS = 50
BODY = 2048
BATCH = 100
BATCHES = 4
FEW, MANY = 2000, 10_000
# Megabytes that 8,000 requests may take: it would be 80 if each left 10 KB.
MEMORY = 10

Requests = Callable[[str, int], Iterator[bytes]]
"""The requests of one connection, by the API key and the number of the connection, without an end."""


def measure() -> Iterable[Figure]:
    """Medians of rounds taken in turns: one of the bare server, one of ours."""
    with tempfile.TemporaryDirectory(prefix="bench-server-") as name:
        folder = Path(name)
        with server_with_course(folder) as server, bare_server(folder / "bare.db") as bare:
            for kind, requests in (("get", _gets), ("put", _puts), ("launch", _launches)):
                yield from _beside_the_floor(kind, requests, server, bare)
            yield from _sync(server, bare)
            yield from _memory(server)


def _beside_the_floor(kind: str, requests: Requests, server: RunningServer, bare: str) -> Iterator[Figure]:
    ours, floor = _connections(requests, server.key), _connections(requests, server.key)
    # Nobody is measured while still cold.
    _round(bare, floor), _round(server.address, ours)
    rounds = [(_round(bare, floor), _round(server.address, ours)) for _ in range(ROUNDS)]
    latencies = [latency for _, mine in rounds for latency in mine.latencies]
    typical, slow = median(latencies), quantiles(latencies, n=100)[-1]
    yield Figure(f"server.{kind}_rate", median(mine.rate for _, mine in rounds), "1/s")
    ratio = median(mine.rate / its.rate for its, mine in rounds)
    yield Figure(f"server.{kind}_ratio", ratio, "x", limit=0.5, at_most=False)
    yield Figure(f"server.{kind}_median", typical * 1000, "ms")
    yield Figure(f"server.{kind}_p99_beside_median", slow / typical, "x", limit=10)


def _connections(requests: Requests, key: str) -> list[Iterator[bytes]]:
    return [requests(key, number) for number in range(CONNECTIONS)]


def _round(address: str, conversations: Iterable[Iterator[bytes]], each: int = REQUESTS) -> Load:
    return load(address, [list(islice(one, each)) for one in conversations])


def _puts(key: str, number: int) -> Iterator[bytes]:
    session_id = f"session-{uuid.uuid4()}"
    yield _launch(key, number, session_id)
    for version in count(1):
        yield request("PUT", f"/api/v1/sessions/{session_id}", key, _body(version))


def _gets(key: str, number: int) -> Iterator[bytes]:
    session_id = f"session-{uuid.uuid4()}"
    yield _launch(key, number, session_id)
    yield request("PUT", f"/api/v1/sessions/{session_id}", key, _body(1))
    while True:
        yield request("GET", f"/api/v1/sessions/{session_id}", key)


def _launches(key: str, number: int) -> Iterator[bytes]:
    """New sessions of a learner who is known."""
    while True:
        yield _launch(key, number)


def _mixed(key: str, number: int) -> Iterator[bytes]:
    return (
        one
        for three in zip(_gets(key, number), _puts(key, number), _launches(key, number), strict=False)
        for one in three
    )


def _launch(key: str, number: int, session_id: str | None = None) -> bytes:
    body = {"user_id": f"user-{number}", "session_id": session_id}
    return request("POST", f"/api/v1/packages/{PACKAGE}/launch", key, body)


def _body(version: int) -> dict[str, object]:
    """What a course saves, 2 KB in all."""
    elements = _elements(version)
    body = {"version": version, "cmi_data": elements, "session_time": "0000:01:30"}
    elements["cmi.suspend_data"] += "x" * (BODY - len(json.dumps(body)))
    return body


def _elements(version: int) -> dict[str, str]:
    return {
        "cmi.core.lesson_location": f"page-{version}",
        "cmi.core.lesson_status": "incomplete",
        "cmi.core.score.raw": f"{version % 100}",
        "cmi.core.score.max": "100",
        "cmi.core.score.min": "0",
        "cmi.core.exit": "suspend",
        "cmi.suspend_data": f"{version}:",
    }


def _sync(server: RunningServer, bare: str) -> Iterator[Figure]:
    """Batches of sessions that are not on the server yet, each with the one launch that was played of it."""
    seconds: dict[str, list[float]] = {bare: [], server.address: []}
    for _ in range(1 + ROUNDS):
        asked = [request("POST", "/api/v1/sync", server.key, _batch()) for _ in range(BATCHES)]
        for address, taken in seconds.items():
            taken.append(load(address, [asked]).seconds)
    # Of the first round nobody is warm.
    ratio = median(mine / its for its, mine in zip(seconds[bare][1:], seconds[server.address][1:], strict=True))
    per_push = median(seconds[server.address][1:]) / (BATCH * BATCHES)
    yield Figure("server.sync_push", per_push * 1e6, "µs")
    yield Figure("server.sync_beside_floor", ratio, "x")


def _batch() -> dict[str, object]:
    return {"pushes": [_push() for _ in range(BATCH)]}


def _push() -> dict[str, object]:
    played = _played()
    return {
        "session_id": str(uuid.uuid4()),
        "version": 1,
        "launch": {"package_id": PACKAGE, "user_id": f"user-{uuid.uuid4().int % 100}"},
        "journal": {str(uuid.uuid4()): {"rev": played.changes, "payload": played.as_json()}},
    }


def _played() -> LaunchPayload:
    elements = {**_elements(1), "cmi.suspend_data": "x" * 500, "cmi.core.session_time": "0000:01:30"}
    rows = [
        (EntryKind.OPENED, "ITEM1", "", ""),
        (EntryKind.INITIALIZED, "ITEM1", "", ""),
        *sets("ITEM1", elements.items()),
        (EntryKind.TERMINATED, "ITEM1", "", "suspend"),
        (EntryKind.CLOSED, "ITEM1", "", "suspend"),
    ]
    return replace(payload(*rows, ended=90), package_hash="")


def _memory(server: RunningServer) -> Iterator[Figure]:
    """How much more there is after many requests than after few."""
    conversations = _connections(_mixed, server.key)
    taken = []
    for requests in (FEW, MANY - FEW):
        _round(server.address, conversations, requests // CONNECTIONS)
        taken.append(_resident(server))
    yield Figure("server.memory_after_few", taken[0], "MB")
    yield Figure("server.memory_growth", taken[1] - taken[0], "MB", limit=MEMORY)


def _resident(server: RunningServer) -> float:
    """Megabytes."""
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) * 1024 / 1e6
