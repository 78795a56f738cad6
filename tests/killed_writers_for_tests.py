"""Writers of sessions, and the server they write to killed among them."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import httpx

from tests.server_for_tests import PACKAGE, RunningServer

Body = Callable[[int], Mapping[str, Any]]
"""What to put beside this version."""


def kill_among_writes(server: RunningServer, ids: Sequence[str], body: Body, *, after: int) -> dict[str, list[int]]:
    """Kill the server after so many answers; the versions that were acknowledged until then, by session."""
    with server.client() as client:
        for session_id in ids:
            launch = {"user_id": "ada", "session_id": session_id}
            client.post(f"/packages/{PACKAGE}/launch", json=launch).raise_for_status()
    acknowledged: dict[str, list[int]] = {session_id: [] for session_id in ids}
    enough = threading.Semaphore(0)
    threads = [
        threading.Thread(target=_write, args=(server, session_id, body, acknowledged[session_id], enough))
        for session_id in ids
    ]
    for thread in threads:
        thread.start()
    for _ in range(after):
        assert enough.acquire(timeout=30)
    server.process.send_signal(signal.SIGKILL)
    server.process.wait(20)
    for thread in threads:
        thread.join(30)
    return acknowledged


def _write(
    server: RunningServer, session_id: str, body: Body, acknowledged: list[int], enough: threading.Semaphore
) -> None:
    """Write one version after another until the server is gone."""
    with server.client() as client:
        version = 1
        try:
            while True:
                answer = client.put(f"/sessions/{session_id}", json={"version": version, **body(version)})
                assert answer.status_code == 200
                version = answer.json()["version"]
                acknowledged.append(version)
                enough.release()
        except httpx.TransportError:
            return
