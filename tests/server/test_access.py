"""Who gets in and who does not: keys, scopes, tenants, tokens."""

from __future__ import annotations

import base64
import json
import time
import uuid
from contextlib import closing
from datetime import timedelta
from typing import Any

import httpx
import jwt
import pytest

from connect_desktop.paths import DataPaths
from connect_desktop.store.access.api_keys import ApiKeys, Scope
from connect_desktop.store.access.seal import Seal
from connect_desktop.store.access.server_key import open_seal
from connect_desktop.store.access.signing_keys import SigningKeys
from connect_desktop.store.access.tenants import Tenants
from connect_desktop.store.database import Database, open_store, utc_now
from tests.command_line_for_tests import CommandLine
from tests.server_for_tests import PACKAGE, RunningServer


def _key(server: RunningServer, scope: Scope, tenant_id: str | None = None) -> str:
    with closing(Database(DataPaths(server.data).database)) as database:
        return ApiKeys(database.connections, utc_now).create(tenant_id or database.tenant_id, "test", scope)[1]


def _seal(server: RunningServer, database: Database) -> Seal:
    return open_seal(database.connections, DataPaths(server.data).server_key)


def _token(client: httpx.Client, session_id: str = "", **more: Any) -> tuple[str, str]:
    session_id = session_id or f"s-{uuid.uuid4()}"
    body = {"user_id": "ada", "session_id": session_id, **more}
    answer = client.post(f"/packages/{PACKAGE}/launch", json=body)
    return session_id, answer.raise_for_status().json()["launch_url"].partition("?token=")[2]


ROUTES = [
    ("GET", "/sessions", Scope.READ),
    ("GET", "/sessions/s", Scope.READ),
    ("PUT", "/sessions/s", Scope.WRITE),
    ("POST", "/sessions/s/refresh-token", Scope.WRITE),
    ("GET", "/packages", Scope.READ),
    ("GET", "/packages/p", Scope.READ),
    ("GET", "/packages/p/manifest", Scope.READ),
    ("GET", "/packages/p/zip", Scope.READ),
    ("DELETE", "/packages/p", Scope.ADMIN),
    ("POST", "/packages/upload", Scope.WRITE),
    ("POST", "/packages/validate", Scope.WRITE),
    ("POST", "/packages/p/launch", Scope.WRITE),
    ("POST", "/packages/p/dispatches", Scope.WRITE),
    ("GET", "/dispatches", Scope.READ),
    ("GET", "/dispatches/d", Scope.READ),
    ("PATCH", "/dispatches/d", Scope.WRITE),
    ("DELETE", "/dispatches/d", Scope.ADMIN),
    ("POST", "/dispatches/d/rotate", Scope.WRITE),
    ("POST", "/dispatches/d/revoke", Scope.WRITE),
    ("GET", "/dispatches/d/zip", Scope.READ),
]


@pytest.mark.parametrize(("method", "path", "needed"), ROUTES)
def test_every_route_wants_a_key_of_its_scope(server: RunningServer, method: str, path: str, needed: Scope) -> None:
    body: dict[str, Any] = {"json": {"version": 1, "user_id": "u"}} if method in ("PUT", "POST") else {}
    for key in ("", "ck_live_" + "x" * 43, "ck_live_", server.key + "x"):
        with server.client(key) as client:
            answer = client.request(method, path, **body)
        assert answer.status_code == 401, answer.text
        assert answer.headers["WWW-Authenticate"] == "Bearer"
    for scope in Scope:
        with server.client(_key(server, scope)) as client:
            status = client.request(method, path, **body).status_code
        assert (status == 403) is (not scope.allows(needed)), (scope, status)


def test_a_tenant_sees_nothing_of_another(server: RunningServer, client: httpx.Client) -> None:
    session_id, _ = _token(client)
    with closing(Database(DataPaths(server.data).database)) as database:
        tenant_id = Tenants(database.connections, utc_now).add("Other")
    with server.client(_key(server, Scope.ADMIN, tenant_id)) as other:
        assert other.get("/sessions").json()["sessions"] == []
        assert other.get("/packages").json()["packages"] == []
        for method, path in (
            ("GET", f"/sessions/{session_id}"),
            ("PUT", f"/sessions/{session_id}"),
            ("POST", f"/sessions/{session_id}/refresh-token"),
            ("GET", f"/packages/{PACKAGE}"),
            ("GET", f"/packages/{PACKAGE}/zip"),
            ("GET", f"/packages/{PACKAGE}/manifest"),
            ("DELETE", f"/packages/{PACKAGE}"),
            ("POST", f"/packages/{PACKAGE}/launch"),
        ):
            body: dict[str, Any] = {"json": {"version": 1, "user_id": "u"}} if method in ("PUT", "POST") else {}
            there = other.request(method, path, **body)
            nowhere = other.request(method, path.replace(session_id, "nobody").replace(PACKAGE, "pkg_no"), **body)
            assert there.status_code == nowhere.status_code == 404
            assert there.content == nowhere.content
    assert client.get(f"/sessions/{session_id}").status_code == 200


def test_a_key_that_was_revoked_opens_nothing(server: RunningServer) -> None:
    line = CommandLine(server.data.parent)
    made = line.run("keys", "create", "--name", "CI", "--scope", "read", "--json").document
    with server.client(made["key"]) as client:
        assert client.get("/sessions").status_code == 200
        assert line.run("keys", "revoke", made["id"], "--json").code == 0
        assert client.get("/sessions").status_code == 401
    listed = {key["id"]: key for key in line.run("keys", "list", "--json").document}
    assert listed[made["id"]]["revoked_at"]
    assert "key" not in listed[made["id"]]
    again = line.run("keys", "revoke", made["id"])
    assert (again.code, again.err.count("\n")) == (1, 1)


class TestTokens:
    def test_open_their_own_session_and_no_other(self, server: RunningServer, client: httpx.Client) -> None:
        session_id, token = _token(client)
        other, _ = _token(client)
        with httpx.Client(base_url=client.base_url, headers={"Authorization": f"Bearer {token}"}) as player:
            assert player.get(f"/sessions/{session_id}").status_code == 200
            assert player.put(f"/sessions/{session_id}", json={"version": 1}).status_code == 200
            assert player.get(f"/sessions/{other}").status_code == 404
            assert player.put(f"/sessions/{other}", json={"version": 1}).status_code == 404
            assert player.post(f"/sessions/{other}/refresh-token").status_code == 404
            for method, path in (("GET", "/sessions"), ("GET", "/packages"), ("POST", f"/packages/{PACKAGE}/launch")):
                body: dict[str, Any] = {"json": {"user_id": "u"}} if method == "POST" else {}
                assert player.request(method, path, **body).status_code == 401
        page = httpx.get(f"{server.address}/player/{other}?token={token}")
        assert page.status_code == 401

    def test_that_are_none_of_ours_open_nothing(self, server: RunningServer, client: httpx.Client) -> None:
        session_id, token = _token(client)
        payload = jwt.decode(token, options={"verify_signature": False})
        kid = jwt.get_unverified_header(token)["kid"]
        with closing(Database(DataPaths(server.data).database)) as database:
            key = SigningKeys(database.connections, _seal(server, database), utc_now).find(payload["tid"], kid)
        assert key is not None

        def signed(secret: str = key.secret, algorithm: str = "HS256", **changes: Any) -> str:
            changed = {name: value for name, value in {**payload, **changes}.items() if value is not None}
            return jwt.encode(changed, secret, algorithm, headers={"kid": kid})

        unsigned = ".".join(
            base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")
            for part in ({"alg": "none", "kid": kid}, payload)
        )
        address = f"{client.base_url}sessions/{session_id}"
        forged = [
            signed("x" * 43),
            signed(key.secret * 2, "HS512"),
            signed(aud="api"),
            signed(iss="another"),
            signed(tid=str(uuid.uuid4())),
            signed(exp=int(time.time()) - 1),
            signed(nbf=int(time.time()) + 600),
            signed(epoch=payload["epoch"] + 1),
            signed(jti=None),
            unsigned + ".",
            token[:-2],
            "a.b.c",
        ]
        for bad in forged:
            answer = httpx.get(address, headers={"Authorization": f"Bearer {bad}"})
            assert answer.status_code == 401, bad
        assert httpx.get(address, headers={"Authorization": f"Bearer {signed()}"}).status_code == 200

    def test_outlive_a_rotation_but_not_a_revocation(self, server: RunningServer, client: httpx.Client) -> None:
        session_id, before = _token(client)
        with closing(open_store(DataPaths(server.data).database)) as store:
            tenant_id = store.tenant_id
            SigningKeys(store.database.connections, _seal(server, store.database), utc_now).rotate(
                tenant_id, timedelta(days=1)
            )
            _, after = _token(client, session_id)
            kids = {jwt.get_unverified_header(token)["kid"] for token in (before, after)}
            assert len(kids) == 2
            address = f"{client.base_url}sessions/{session_id}"
            for token in (before, after):
                assert httpx.get(address, headers={"Authorization": f"Bearer {token}"}).status_code == 200
            store.sessions.revoke_tokens(session_id)
        for token in (before, after):
            headers = {"Authorization": f"Bearer {token}"}
            assert httpx.get(address, headers=headers).status_code == 401
            assert httpx.post(f"{address}/refresh-token", headers=headers).status_code == 401
        _, anew = _token(client, session_id)
        assert httpx.get(address, headers={"Authorization": f"Bearer {anew}"}).status_code == 200

    @pytest.mark.parametrize(("asked", "given"), [(None, 14400), (1, 60), (3600, 3600), (10**9, 86400), (-5, 60)])
    def test_live_as_long_as_is_told(self, client: httpx.Client, asked: int | None, given: int) -> None:
        more = {} if asked is None else {"ttl_seconds": asked}
        body = {"user_id": "ada", "session_id": f"s-{uuid.uuid4()}", **more}
        document = client.post(f"/packages/{PACKAGE}/launch", json=body).json()
        payload = jwt.decode(document["launch_url"].partition("?token=")[2], options={"verify_signature": False})
        assert document["expires_in_seconds"] == payload["exp"] - payload["iat"] == given


def test_nothing_secret_is_in_the_log(server: RunningServer, client: httpx.Client) -> None:
    session_id, token = _token(client)
    httpx.get(f"{server.address}/player/{session_id}?token={token}")
    client.get(f"/sessions/{session_id}?token={token}", headers={"X-API-Key": server.key})
    log = (server.data / "connect-desktop.log").read_text(encoding="utf-8")
    assert token not in log
    assert server.key not in log
    assert server.key.encode() not in (server.data / "connect.db").read_bytes()


def test_listening_to_others_is_warned_of(server: RunningServer) -> None:
    line = CommandLine(server.data.parent)
    port = server.address.rpartition(":")[2]
    answer = line.run("serve", "--host", "0.0.0.0", "--port", port)
    # The port is taken, so that it ends at once; what is said comes before.
    assert answer.code == 1
    assert "not encrypted" in answer.err
