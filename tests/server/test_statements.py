"""No statement leaves its tenant: the application answers each of its operations here, and what it said to the database
meanwhile is looked through. `tests/conftest.py` does so after each test that says anything in this process."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from connect_desktop.paths import DataPaths
from connect_desktop.store.database import Database, utc_now
from connect_desktop.store.whereabouts import Whereabouts, Worker
from tests.packages_for_tests import build_zip, course_files
from tests.page_for_tests import Page
from tests.served_app_for_tests import served_app
from tests.statements_for_tests import BEYOND_TENANTS, Statements, strays, tables_of_tenants

_ZIP = {"Content-Type": "application/zip"}


class Drive:
    """Asks, and knows of each operation of the document whether it was answered."""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client
        document = client.get("/api/docs/openapi").raise_for_status().json()
        self.left = {
            (method.upper(), path)
            for path, item in document["paths"].items()
            for method in item
            if method in ("get", "put", "post", "patch", "delete")
        }

    def __call__(self, method: str, path: str, status: int = 200, **more: Any) -> Any:
        answer = self.client.request(method, path, **more)
        assert answer.status_code == status, (method, path, answer.text)
        bare = path.partition("?")[0]
        asked = [it for it in self.left if it[0] == method and re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", it[1]), bare)]
        self.left -= {min(asked, key=lambda it: it[1].count("{"))} if asked else set()
        return answer.json() if "json" in answer.headers.get("Content-Type", "") else answer


@pytest.fixture
def drive(tmp_path: Path) -> Iterator[Drive]:
    with (
        served_app(tmp_path / "data") as served,
        httpx.Client(base_url=served.address, headers={"X-API-Key": served.key}, timeout=30) as client,
    ):
        yield Drive(client)


def test_no_operation_of_the_api_leaves_its_tenant(drive: Drive, statements: Statements, tmp_path: Path) -> None:
    api, admin = "/api/v1", "/api/admin"
    for path in ("/api/health", "/api/ready"):
        drive("GET", path)
    tenant = drive("POST", f"{admin}/tenants", 201, json={"name": "Another"})["id"]
    drive("PATCH", f"{admin}/tenants/{tenant}", json={"name": "Renamed"})
    key = drive("POST", f"{admin}/api-keys", 201, json={"name": "key", "scope": "read"})["id"]
    body = {"url": "https://hooks.invalid/in", "events": ["session.launched"]}
    hook = drive("POST", f"{api}/webhooks", 201, json=body)
    sent = build_zip(tmp_path / "one.zip").read_bytes()
    other = build_zip(tmp_path / "other.zip", {**course_files(), "other.txt": "other"}).read_bytes()
    drive("POST", f"{api}/packages/validate", content=sent, headers=_ZIP)
    package = drive("POST", f"{api}/packages/upload", 201, content=sent, headers=_ZIP)["id"]
    upload = drive("POST", f"{api}/packages/upload-url", 201, json={})["upload_id"]
    drive("PUT", f"{api}/packages/uploads/{upload}", content=other, headers=_ZIP)
    job = drive("POST", f"{api}/packages/process", 202, json={"upload_id": upload})["job_id"]
    while (done := drive("GET", f"{api}/jobs/{job}"))["status"] in ("queued", "running"):
        pass
    drive("PATCH", f"{api}/packages/{package}", json={"replaces": done["package_id"]})
    for path in ("", "/manifest", "/zip"):
        drive("GET", f"{api}/packages/{package}{path}")
    page = Page(drive.client, "s-1", package)
    drive("POST", f"{api}/packages/{package}/launch", json={"user_id": "ada", "session_id": "s-1"})
    page.open(drive.client)
    for call in (("Initialize", ""), ("SetValue", "cmi.location", "1"), ("Commit", ""), ("Terminate", "")):
        assert page.call(drive.client, *call) == "true"
    drive("GET", f"/player/s-1?token={page.token}")
    drive("POST", f"{api}/sessions/s-1/refresh-token")
    version = drive("GET", f"{api}/sessions/s-1")["version"]
    said = {"version": version, "cmi_data": {"cmi.location": "2"}, "completion_status": "completed"}
    drive("PUT", f"{api}/sessions/s-1", json=said, headers={"Idempotency-Key": "put"})
    push = {"session_id": "s-2", "version": 1, "launch": {"package_id": package, "user_id": "bob"}}
    drive("POST", f"{api}/sync", 207, json={"pushes": [push]})
    drive("POST", f"{api}/sync/state", json={"user_ids": ["ada", "bob"]})
    for path in ("launches", "journal"):
        drive("GET", f"{api}/sessions/s-1/{path}")
    dispatch = drive(
        "POST", f"{api}/packages/{package}/dispatches", 201, json={"label": "L", "destination": "D", "license_limit": 9}
    )["dispatch"]
    link = dispatch["launchUrl"].rpartition("/")[2]
    drive("GET", f"/player/dispatch/{link}", 302, params={"learner_id": "ada"})
    drive("POST", f"/player/dispatch/{link}", 303, data={"learner_id": "bob"})
    its = f"{api}/dispatches/{dispatch['id']}"
    drive("GET", its)
    drive("PATCH", its, json={"label": "M"})
    drive("GET", f"{its}/zip")
    drive("POST", f"{its}/rotate", json={})
    drive("POST", f"{its}/revoke")
    drive("DELETE", its, 204)
    hooked = f"{api}/webhooks/{hook['id']}"
    drive("POST", f"{hooked}/test")
    delivery = drive("GET", f"{hooked}/deliveries")["deliveries"][-1]["id"]
    drive("GET", f"{hooked}/deliveries/{delivery}")
    drive("POST", f"{hooked}/deliveries/{delivery}/replay", 202)
    drive("GET", hooked)
    drive("PATCH", hooked, json={"enabled": True})
    drive("POST", f"{hooked}/rotate")
    drive("DELETE", hooked, 204)
    for path in ("packages", "sessions", "dispatches", "webhooks"):
        drive("GET", f"{api}/{path}?limit=1&since=2020-01-01T00:00:00Z")
    drive("GET", f"{api}/sessions?package_id={package}&user_id=ada&completion_status=completed")
    for report in ("progress", "completion", "scores", "interactions"):
        for chosen in ("", f"?package_id={package}", "?user_id=ada&since=2020-01-01T00:00:00Z", "?format=csv"):
            drive("GET", f"{api}/reports/{report}{chosen}")
    for path in ("api-keys", f"api-keys/{key}", "tenants", f"tenants/{tenant}"):
        drive("GET", f"{admin}/{path}")
    drive("DELETE", f"{admin}/api-keys/{key}", 204)
    drive("DELETE", f"{admin}/tenants/{tenant}", 204)
    drive("DELETE", f"{api}/sessions/s-2", 204)
    drive("DELETE", f"{api}/packages/{package}?force=true", 204)
    assert not drive.left
    assert len(statements.said) > 100


def test_no_statement_about_workers_leaves_its_tenant(tmp_path: Path) -> None:
    with closing(Database(DataPaths(tmp_path).database)) as database:
        whereabouts = Whereabouts(database.connections, Worker("me", "unix:/here"), utc_now)
        whereabouts.appear()
        whereabouts.take(database.tenant_id, "s", None)
        assert whereabouts.player_of(database.tenant_id, "s") == whereabouts.worker("me") == whereabouts.me
        whereabouts.release(database.tenant_id, "s", whoever=False)
        whereabouts.release(database.tenant_id, "s", whoever=True)
        whereabouts.forget("me")


@pytest.mark.parametrize(
    ("statement", "tables"),
    [
        ("SELECT id FROM session WHERE tenant_id = ? AND id = ?", []),
        ("UPDATE session SET version = 2 WHERE tenant_id = 'who''s?' AND version = ?", []),
        ("SELECT s.id FROM session s JOIN launch l ON l.tenant_id = s.tenant_id WHERE s.tenant_id = ?", []),
        ("INSERT INTO sitting (tenant_id, session_id, worker_id) VALUES (?, ?, ?)", []),
        ("SELECT secret FROM worker", []),
        ("SELECT id FROM session WHERE id = ?", ["session"]),
        ("SELECT count(*) FROM session", ["session"]),
        ("UPDATE session SET version = 2 WHERE id = ?", ["session"]),
        ("DELETE FROM launch", ["launch"]),
        ("SELECT 1 FROM session s WHERE s.tenant_id = ? OR s.id = ?", ["session"]),
        ("SELECT s.id FROM session s JOIN launch l ON l.session_id = s.id WHERE s.tenant_id = ?", ["launch"]),
        ("SELECT 1 FROM tenant WHERE EXISTS (SELECT 1 FROM package WHERE package.id = tenant.id)", ["package"]),
        ("INSERT INTO sitting (session_id, tenant_id, worker_id) VALUES (?, ?, ?)", ["sitting"]),
    ],
)
def test_what_leaves_its_tenant_is_found(no_rows: sqlite3.Connection, statement: str, tables: list[str]) -> None:
    assert [table for table, _ in strays(statement, no_rows)] == tables


def test_what_must_look_at_all_tenants_is_no_more_than_it_says(no_rows: sqlite3.Connection) -> None:
    assert {table for _, table in BEYOND_TENANTS} <= tables_of_tenants(no_rows)
    assert len(BEYOND_TENANTS) == 4
