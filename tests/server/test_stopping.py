"""Told to stop, a server finishes what is under way; told twice, it is gone. What it writes down holds no secret."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from connect_desktop.paths import DataPaths
from connect_desktop.store.database import open_store
from tests.served_app_for_tests import everything
from tests.server_for_tests import PACKAGE, RunningServer, server_with_course


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    with server_with_course(tmp_path) as running:
        yield running


def _launch(server: RunningServer, **more: Any) -> tuple[str, str]:
    """A session and a token for it."""
    with server.client() as client:
        answer = client.post(f"/packages/{PACKAGE}/launch", json={"user_id": "ada", **more}).raise_for_status().json()
    return answer["session_id"], answer["launch_url"].partition("?token=")[2]


def _open(server: RunningServer, session_id: str, token: str) -> str:
    """The name of a new sitting."""
    headers = {"Authorization": f"Bearer {token}"}
    opened = httpx.post(f"{server.address}/player/{session_id}/open", headers=headers).raise_for_status()
    name: str = opened.json()["sitting"]
    return name


def _half_said(server: RunningServer) -> tuple[socket.socket, bytes]:
    """A connection with a request that is under way, and the rest of it."""
    body = json.dumps({"name": "under way"}).encode()
    head = (
        f"POST /api/admin/tenants HTTP/1.1\r\nHost: x\r\nX-API-Key: {server.key}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\nExpect: 100-continue\r\n\r\n"
    )
    port = int(server.address.rpartition(":")[2])
    connection = socket.create_connection(("127.0.0.1", port), timeout=20)
    connection.sendall(head.encode())
    # The server asks for the body when it has begun with the request.
    assert connection.recv(100).startswith(b"HTTP/1.1 100")
    connection.sendall(body[:5])
    return connection, body[5:]


def _refuses(server: RunningServer) -> bool:
    try:
        httpx.get(f"{server.address}/api/health")
    except httpx.TransportError:
        return True
    return False


def _wait_until_refusing(server: RunningServer) -> None:
    for _ in range(2000):
        if _refuses(server):
            return
    raise AssertionError("it takes new connections still")


def test_what_is_under_way_is_finished(server: RunningServer) -> None:
    session_id, token = _launch(server)
    _open(server, session_id, token)
    connection, rest = _half_said(server)
    with connection:
        server.process.send_signal(signal.SIGTERM)
        _wait_until_refusing(server)
        connection.sendall(rest)
        answer = everything(connection)
    assert answer.startswith(b"HTTP/1.1 201")
    assert b"connection: close" in answer.lower()
    assert server.process.wait(20) == 0
    with closing(open_store(DataPaths(server.data).database)) as store:
        (launch,) = store.launches.of_session(session_id)
    assert launch.ended_at is not None


def test_a_second_signal_ends_it_at_once(server: RunningServer) -> None:
    connection, _ = _half_said(server)
    with connection:
        server.process.send_signal(signal.SIGTERM)
        _wait_until_refusing(server)
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(5) == -signal.SIGTERM


def test_nothing_secret_is_written_down(server: RunningServer) -> None:
    session_id, token = _launch(server)
    sitting = _open(server, session_id, token)
    spoken = "the learner said this"
    wrong = "ck_live_" + "w" * 43
    play = f"{server.address}/player/{session_id}/{sitting}"
    call = {"delivery": 1, "method": "SetValue", "args": ["cmi.suspend_data", spoken]}
    with server.client() as client:
        shown = client.post(f"{server.address}/api/admin/api-keys", json={"name": "another"}).json()["key"]
        client.get(f"/sessions?token={token}&api_key={server.key}")
        client.put(f"/sessions/{session_id}", json={"version": 1, "cmi_data": {"cmi.suspend_data": spoken}})
        client.put(f"/sessions/{session_id}", json={"version": spoken, "cmi_data": {"cmi.suspend_data": [spoken]}})
        client.post("/packages/upload", content=b"PK" + spoken.encode(), headers={"Content-Type": "application/zip"})
    httpx.get(f"{server.address}/player/{session_id}?token={token}")
    httpx.get(f"{server.address}/player/{session_id}?token={token}x")
    for key in (wrong, token + "x", "x"):
        httpx.get(f"{server.address}/api/v1/sessions", headers={"Authorization": f"Bearer {key}"})
    for body in (json.dumps(call), json.dumps({**call, "delivery": spoken}), spoken, '{"method": "' + spoken):
        httpx.post(f"{play}/call", content=body)
    httpx.post(f"{play}/go", json={"command": spoken})
    httpx.get(f"{play}/content/nothing?{token}")
    httpx.request("BREW", f"{play}/call?{token}")
    with socket.create_connection(("127.0.0.1", int(server.address.rpartition(":")[2])), 10) as connection:
        connection.sendall(f"{server.key} {token}\r\n\r\n".encode())
        everything(connection)
    server.process.send_signal(signal.SIGTERM)
    out, err = _rest_of(server.process)
    log = (server.data / "connect-desktop.log").read_text(encoding="utf-8")
    for secret in (server.key, shown, wrong, token, sitting, spoken):
        for written in (log, out, err):
            assert secret not in written, written
    assert "Traceback" not in log + err, log + err
    assert "listens on 127.0.0.1" in log
    assert "does not listen on 127.0.0.1" in log
    assert err == ""


def _rest_of(process: subprocess.Popen[str]) -> tuple[str, str]:
    """What it printed after its first document."""
    return process.communicate(timeout=20)
