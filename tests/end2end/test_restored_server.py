"""A server whose database is put back from a backup says so, and devices give it back what it lost."""

from __future__ import annotations

import shutil
from pathlib import Path

import httpx

from tests.packages_for_tests import build_zip
from tests.server_for_tests import PACKAGE, RunningServer, add_package, running_server


def _epoch(server: RunningServer) -> str:
    epoch: str = httpx.get(f"{server.address}/api/health").raise_for_status().json()["epoch"]
    return epoch


def _put_back(backup: Path, database: Path) -> None:
    for log in ("-wal", "-shm"):
        database.with_name(database.name + log).unlink(missing_ok=True)
    shutil.copy(backup, database)


def test_what_was_lost_is_given_back(tmp_path: Path) -> None:
    data, backup = tmp_path / "data", tmp_path / "backup.db"
    database = data / "connect.db"
    add_package(data, build_zip(tmp_path / "course.zip"))
    with running_server(data) as server:
        key, first = server.key, _epoch(server)
        with server.client() as client:
            body = {"user_id": "ada", "session_id": "s-1"}
            client.post(f"/packages/{PACKAGE}/launch", json=body).raise_for_status()
    shutil.copy(database, backup)
    with running_server(data, key) as server:
        assert _epoch(server) == first
        with server.client() as client:
            learnt = client.put("/sessions/s-1", json={"version": 1, "session_time": "PT7M"}).raise_for_status().json()
            journal = client.get("/sessions/s-1/journal").raise_for_status().json()["journal"]
    _put_back(backup, database)
    with running_server(data, key) as server, server.client() as client:
        assert _epoch(server) != first
        assert client.get("/sessions/s-1").json()["time_spent_seconds"] == 0
        pushes = [{"session_id": "s-1", "version": 1, "journal": journal}]
        (result,) = client.post("/sync", json={"pushes": pushes}).json()["results"]
        assert set(result["body"]["receipt"]) == set(journal)
        assert result["body"]["time_spent_seconds"] == learnt["time_spent_seconds"]
