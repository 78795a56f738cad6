"""kill -9 of the server under load: what it acknowledged is there; and an orderly end is orderly."""

from __future__ import annotations

import signal
import threading
from pathlib import Path

import httpx

from tests.packages_for_tests import build_zip
from tests.server_for_tests import PACKAGE, RunningServer, add_package, running_server

WRITERS = 4
ACKNOWLEDGED_BEFORE_KILL = 40


def _write(server: RunningServer, session_id: str, acknowledged: list[int], enough: threading.Semaphore) -> None:
    """Write one version after another until the server is gone."""
    with server.client() as client:
        version = 1
        try:
            while True:
                body = {"version": version, "cmi_data": {"cmi.location": str(version)}}
                answer = client.put(f"/sessions/{session_id}", json=body)
                assert answer.status_code == 200
                version = answer.json()["version"]
                acknowledged.append(version)
                enough.release()
        except httpx.TransportError:
            return


def test_what_was_acknowledged_is_there(tmp_path: Path) -> None:
    add_package(tmp_path / "data", build_zip(tmp_path / "course.zip"))
    key = ""
    for round_ in range(3):
        with running_server(tmp_path / "data", key) as server:
            key = server.key
            ids = [f"s-{round_}-{number}" for number in range(WRITERS)]
            with server.client() as client:
                for session_id in ids:
                    body = {"user_id": "ada", "session_id": session_id}
                    client.post(f"/packages/{PACKAGE}/launch", json=body).raise_for_status()
            acknowledged: dict[str, list[int]] = {session_id: [] for session_id in ids}
            enough = threading.Semaphore(0)
            threads = [
                threading.Thread(target=_write, args=(server, session_id, acknowledged[session_id], enough))
                for session_id in ids
            ]
            for thread in threads:
                thread.start()
            for _ in range(ACKNOWLEDGED_BEFORE_KILL):
                assert enough.acquire(timeout=30)
            server.process.send_signal(signal.SIGKILL)
            server.process.wait(20)
            for thread in threads:
                thread.join(30)
        with running_server(tmp_path / "data", key) as server, server.client() as client:
            for session_id in ids:
                session = client.get(f"/sessions/{session_id}").json()
                last = acknowledged[session_id][-1]
                # The last request may have been done without its answer having come.
                assert session["version"] in (last, last + 1)
                assert session["cmi_data"] == {"cmi.location": str(session["version"] - 1)}


def test_a_server_told_to_stop_ends_well(tmp_path: Path) -> None:
    with running_server(tmp_path / "data") as server:
        assert httpx.get(f"{server.address}/api/ready").status_code == 200
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(20) == 0
