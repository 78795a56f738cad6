"""Who runs the server: keys of a tenant, and tenants."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing

import httpx
import pytest

from connect_desktop.paths import DataPaths
from connect_desktop.store.access.tenants import TABLES
from connect_desktop.store.database import Database
from tests.command_line_for_tests import CommandLine
from tests.packages_for_tests import build_zip, course_files
from tests.server_for_tests import PACKAGE, RunningServer


@pytest.fixture
def system(server: RunningServer) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{server.address}/api", headers={"X-API-Key": server.key}) as client:
        yield client


def _tenant(system: httpx.Client, name: str = "North") -> str:
    tenant_id: str = system.post("/admin/tenants", json={"name": name}).raise_for_status().json()["id"]
    return tenant_id


def _admin(system: httpx.Client, tenant_id: str) -> str:
    body = {"name": "admin", "scope": "admin", "tenant_id": tenant_id}
    key: str = system.post("/admin/api-keys", json=body).raise_for_status().json()["key"]
    return key


class TestKeys:
    def test_a_key_is_shown_once_and_opens_what_its_scope_says(
        self, server: RunningServer, system: httpx.Client
    ) -> None:
        made = system.post("/admin/api-keys", json={"name": "CI", "scope": "read"})
        assert made.status_code == 201
        assert made.headers["Cache-Control"] == "no-store"
        document = made.json()
        with server.client(document.pop("key")) as reader:
            assert reader.get("/sessions").status_code == 200
            assert reader.post(f"/packages/{PACKAGE}/launch", json={"user_id": "u"}).status_code == 403
        assert system.get(made.headers["Location"].removeprefix("/api")).json() == document
        assert "key" not in system.get("/admin/api-keys").json()["api_keys"][0]

    def test_a_key_that_is_deleted_opens_nothing(self, server: RunningServer, system: httpx.Client) -> None:
        made = system.post("/admin/api-keys", json={"name": "CI", "scope": "read"}).json()
        assert system.delete(f"/admin/api-keys/{made['id']}").status_code == 204
        with server.client(made["key"]) as reader:
            assert reader.get("/sessions").status_code == 401
        assert system.get(f"/admin/api-keys/{made['id']}").json()["revoked_at"]
        assert system.delete(f"/admin/api-keys/{made['id']}").status_code == 404

    def test_asked_for_again_it_is_one_key_and_is_not_shown_again(self, system: httpx.Client) -> None:
        headers = {"Idempotency-Key": "key-1"}
        first, second = (system.post("/admin/api-keys", json={"name": "Once"}, headers=headers) for _ in range(2))
        assert (first.status_code, second.status_code) == (201, 201)
        assert second.json() == {**first.json(), "key": None}
        named = [key for key in system.get("/admin/api-keys").json()["api_keys"] if key["name"] == "Once"]
        assert len(named) == 1

    def test_nobody_gives_more_than_they_have(self, server: RunningServer, system: httpx.Client) -> None:
        with httpx.Client(base_url=system.base_url, headers={"X-API-Key": _admin(system, _tenant(system))}) as admin:
            assert admin.post("/admin/api-keys", json={"name": "a", "scope": "admin"}).status_code == 201
            assert admin.post("/admin/api-keys", json={"name": "a", "scope": "system"}).status_code == 403
            assert admin.get("/admin/tenants").status_code == 403

    def test_an_admin_sees_the_keys_of_no_other_tenant(self, server: RunningServer, system: httpx.Client) -> None:
        there = system.post("/admin/api-keys", json={"name": "mine"}).json()
        with httpx.Client(base_url=system.base_url, headers={"X-API-Key": _admin(system, _tenant(system))}) as admin:
            assert [key["name"] for key in admin.get("/admin/api-keys").json()["api_keys"]] == ["admin"]
            whose = {"tenant_id": there["tenant_id"]}
            for query in ({}, whose):
                assert admin.get(f"/admin/api-keys/{there['id']}", params=query).status_code == 404
                assert admin.delete(f"/admin/api-keys/{there['id']}", params=query).status_code == 404
            assert admin.get("/admin/api-keys", params=whose).status_code == 404
            assert admin.post("/admin/api-keys", json={"name": "x", **whose}).status_code == 404
        assert system.get(f"/admin/api-keys/{there['id']}").json()["revoked_at"] is None

    def test_lists_go_on_where_they_ended(self, system: httpx.Client) -> None:
        tenant_id = _tenant(system)
        for number in range(5):
            system.post("/admin/api-keys", json={"name": f"{number}", "tenant_id": tenant_id})
        names: list[str] = []
        cursor: dict[str, str] = {}
        while True:
            page = system.get("/admin/api-keys", params={"tenant_id": tenant_id, "limit": 2, **cursor}).json()
            names += [key["name"] for key in page["api_keys"]]
            if page["next_cursor"] is None:
                break
            cursor = {"cursor": page["next_cursor"]}
        assert names == ["4", "3", "2", "1", "0"]


class TestTenants:
    def test_are_made_renamed_and_deleted(self, system: httpx.Client) -> None:
        made = system.post("/admin/tenants", json={"name": "North"}, headers={"Idempotency-Key": "t-1"})
        again = system.post("/admin/tenants", json={"name": "North"}, headers={"Idempotency-Key": "t-1"})
        assert (made.status_code, again.content) == (201, made.content)
        path = made.headers["Location"].removeprefix("/api")
        assert system.patch(path, json={"name": "South"}).json() == {**made.json(), "name": "South"}
        assert system.get(path).json()["name"] == "South"
        assert made.json()["id"] in {tenant["id"] for tenant in system.get("/admin/tenants").json()["tenants"]}
        assert system.delete(path).status_code == 204
        for method in ("GET", "DELETE"):
            assert system.request(method, path).status_code == 404
        assert system.patch(path, json={"name": "North"}).status_code == 404

    def test_with_data_go_only_by_force_and_leave_nothing(self, server: RunningServer, system: httpx.Client) -> None:
        tenant_id = _tenant(system)
        key = _admin(system, tenant_id)
        package = build_zip(server.data.parent / "theirs.zip", {**course_files(), "theirs.txt": "of one tenant alone"})
        with server.client(key) as admin:
            sent = admin.post("/packages/upload", content=package.read_bytes(), headers=_ZIP).raise_for_status().json()
            played = admin.post(f"/packages/{sent['id']}/launch", json={"user_id": "ada"}).raise_for_status().json()
            page = played["launch_url"]
            answer = system.delete(f"/admin/tenants/{tenant_id}")
            assert (answer.status_code, answer.json()["error"]["code"]) == (409, "tenant-has-data")
            assert admin.get(f"/sessions/{played['session_id']}").status_code == 200
            assert system.delete(f"/admin/tenants/{tenant_id}", params={"force": True}).status_code == 204
            assert admin.get("/sessions").status_code == 401
        assert httpx.get(page).status_code == 401
        assert not (DataPaths(server.data).packages / f"{sent['id']}.zip").exists()
        with closing(Database(DataPaths(server.data).database)) as database, database.connections.reading() as rows:
            left = {
                table: rows.execute(f"SELECT count(*) FROM {table} WHERE tenant_id = ?", (tenant_id,)).fetchone()[0]
                for table in TABLES
            }
        assert not any(left.values()), left

    def test_this_machines_own_stays(self, server: RunningServer, system: httpx.Client) -> None:
        with closing(Database(DataPaths(server.data).database)) as database:
            home = database.tenant_id
        answer = system.delete(f"/admin/tenants/{home}", params={"force": True})
        assert (answer.status_code, answer.json()["error"]["code"]) == (409, "tenant-at-home")

    @pytest.mark.parametrize("name", ["", "  ", "\ud800", "x" * 256, 7, None])
    def test_need_a_name(self, system: httpx.Client, name: object) -> None:
        body = json.dumps({"name": name})
        answer = system.post("/admin/tenants", content=body, headers={"Content-Type": "application/json"})
        assert answer.status_code == 422


def test_tenants_and_their_keys_on_the_command_line(server: RunningServer) -> None:
    line = CommandLine(server.data.parent)
    made = line.run("tenants", "create", "--name", "West", "--json").document
    key = line.run("keys", "create", "--tenant", made["id"], "--scope", "admin", "--json").document
    assert key["tenant_id"] == made["id"]
    with server.client(key["key"]) as west:
        assert west.get("/packages").json()["packages"] == []
    assert line.run("tenants", "rename", made["id"], "--name", "East", "--json").document["name"] == "East"
    listed = {tenant["id"]: tenant["name"] for tenant in line.run("tenants", "list", "--json").document}
    assert (listed[made["id"]], "local" in listed.values()) == ("East", True)
    assert line.run("tenants", "delete", made["id"]).code == 0
    for words in (("tenants", "delete", "nobody"), ("keys", "list", "--tenant", "nobody"), ("tenants", "create")):
        refused = line.run(*words)
        assert (refused.code, refused.err.count("\n")) == (1, 1)


def test_every_table_of_tenants_is_known_to_their_deletion(server: RunningServer) -> None:
    """A new table with a `tenant_id` belongs into `store.tenants.TABLES`, before the tables that it refers to."""
    with closing(Database(DataPaths(server.data).database)) as database, database.connections.reading() as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        columns = {table: {row[1] for row in connection.execute(f"PRAGMA table_info({table})")} for table in tables}
        parents = {
            table: {row[2] for row in connection.execute(f"PRAGMA foreign_key_list({table})")} for table in tables
        }
    assert set(TABLES) == {table for table in tables if "tenant_id" in columns[table]}
    for at, table in enumerate(TABLES):
        assert parents[table] - {table} <= {*TABLES[at:], "tenant"}, table


_ZIP = {"Content-Type": "application/zip"}
