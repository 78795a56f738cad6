"""kill -9 of the server under load: what it acknowledged is there; and an orderly end is orderly."""

from __future__ import annotations

import signal
from pathlib import Path

import httpx

from tests.killed_writers_for_tests import kill_among_writes
from tests.packages_for_tests import build_zip
from tests.server_for_tests import add_package, running_server

WRITERS = 4
ACKNOWLEDGED_BEFORE_KILL = 40


def _located(version: int) -> dict[str, dict[str, str]]:
    return {"cmi_data": {"cmi.location": str(version)}}


def test_what_was_acknowledged_is_there(tmp_path: Path) -> None:
    add_package(tmp_path / "data", build_zip(tmp_path / "course.zip"))
    key = ""
    for round_ in range(3):
        with running_server(tmp_path / "data", key) as server:
            key = server.key
            ids = [f"s-{round_}-{number}" for number in range(WRITERS)]
            acknowledged = kill_among_writes(
                server,
                ids,
                lambda version: {"cmi_data": {"cmi.location": str(version)}},
                after=ACKNOWLEDGED_BEFORE_KILL,
            )
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
