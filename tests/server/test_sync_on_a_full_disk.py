"""A batch that cannot be kept as a whole: each of its pushes gets a transaction, and an answer, of its own."""

from __future__ import annotations

import asyncio
import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI

from connect_desktop.packages.library import PackageLibrary
from connect_desktop.paths import DataPaths
from connect_desktop.server.app import create_app
from connect_desktop.store.access.api_keys import ApiKeys, Scope
from connect_desktop.store.database import Database, utc_now
from connect_desktop.store.errors import DiskFull
from connect_desktop.store.sqlite import SqliteConnections
from tests.packages_for_tests import build_zip
from tests.server_for_tests import PACKAGE, add_package
from tests.store_for_tests import SEAL

NEW_TIME = {"version": 1, "session_time": "PT7S"}
# Rows that a transaction about one session changes, and fewer than one about two does.
ENOUGH_FOR_ONE = 40


class SmallDisk(SqliteConnections):
    """Takes no transaction that changes more than `room` rows, where that is said."""

    room: int | None = None

    @contextmanager
    def writing(self, *, guarded: bool = False) -> Iterator[sqlite3.Connection]:
        with super().writing(guarded=guarded) as connection:
            before = connection.total_changes
            yield connection
            if self.room is not None and connection.total_changes - before > self.room:
                raise DiskFull(self.path)


def post(app: FastAPI, key: str, body: dict[str, Any]) -> httpx.Response:
    """Send a batch, in vain or not, under a key of its own."""

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app=app)
        headers = {"X-API-Key": key, "Idempotency-Key": hashlib.sha256(str(body).encode()).hexdigest()}
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost", headers=headers) as client:
            return await client.post("/api/v1/sync", json=body)

    return asyncio.run(ask())


def test_what_fits_is_kept(tmp_path: Path) -> None:
    paths = DataPaths(tmp_path / "data")
    add_package(paths.root, build_zip(tmp_path / "course.zip"))
    with closing(Database(paths.root / "connect.db")) as database:
        database.connections.close()
        database.connections = disk = SmallDisk(paths.root / "connect.db")
        app = create_app(database, PackageLibrary(paths.packages), paths.packages / "incoming", SEAL)
        key = ApiKeys(disk, utc_now).create(database.tenant_id, "test", Scope.WRITE)[1]
        launch = {"package_id": PACKAGE, "user_id": "ada"}
        pushes = [{"session_id": f"s-{number}", "launch": launch, **NEW_TIME} for number in range(4)]
        body = {"pushes": [*pushes, {"session_id": "none", **NEW_TIME}]}
        disk.room = 0
        assert _statuses(post(app, key, body)) == [507] * 4 + [404]
        disk.room = ENOUGH_FOR_ONE
        kept = post(app, key, body)
        assert _statuses(kept) == [200] * 4 + [404]
        assert post(app, key, body).content == kept.content


def _statuses(answer: httpx.Response) -> list[int]:
    return [result["status"] for result in answer.json()["results"]]
