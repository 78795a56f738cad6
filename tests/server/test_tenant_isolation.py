"""No tenant sees anything of another's, whatever routes there are: they are read from the OpenAPI document.

What one tenant has is made through the API, and every id found in an answer to it is tried by an admin of another
tenant on every route that takes one. A route added later is walked without a change here; where its parameter is of a
new kind, the test fails until `ids` is told how to make one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.packages_for_tests import build_zip, course_files
from tests.server_for_tests import RunningServer

_METHODS = ("get", "put", "post", "patch", "delete")
_PARAMETER = re.compile(r"\{(\w+)\}")
_NOWHERE = "00000000-0000-7000-8000-000000000000"


def _tenant(server: RunningServer, name: str) -> httpx.Client:
    """An admin of a new tenant."""
    with httpx.Client(base_url=server.address, headers={"X-API-Key": server.key}) as system:
        tenant_id = system.post("/api/admin/tenants", json={"name": name}).raise_for_status().json()["id"]
        body = {"name": "admin", "scope": "admin", "tenant_id": tenant_id}
        key = system.post("/api/admin/api-keys", json=body).raise_for_status().json()["key"]
    return httpx.Client(base_url=server.address, headers={"X-API-Key": key}, timeout=30)


@pytest.fixture(scope="module")
def mine(server: RunningServer) -> Iterator[httpx.Client]:
    with _tenant(server, "Mine") as client:
        yield client


@pytest.fixture(scope="module")
def theirs(server: RunningServer) -> Iterator[httpx.Client]:
    with _tenant(server, "Theirs") as client:
        yield client


@pytest.fixture
def stranger(server: RunningServer) -> Iterator[httpx.Client]:
    """Somebody with no key."""
    with httpx.Client(base_url=server.address) as client:
        yield client


@pytest.fixture(scope="module")
def ids(server: RunningServer, theirs: httpx.Client) -> dict[str, str]:
    """One of everything that the other tenant has, by the name of the parameter that asks for it."""
    package = build_zip(server.data.parent / "theirs.zip", {**course_files(), "theirs.txt": "theirs"})
    zipped = {"Content-Type": "application/zip"}

    def post(path: str, **more: Any) -> Any:
        answer = theirs.post(path, **more)
        assert answer.is_success, (path, answer.text)
        return answer.json()

    api = "/api/v1"
    found: dict[str, str] = {}
    # Before there is anything to tell, so that there is a delivery.
    hook = {"url": "https://hooks.invalid/in", "events": ["session.launched"]}
    found["webhook_id"] = post(f"{api}/webhooks", json=hook)["id"]
    found["package_id"] = post(f"{api}/packages/upload", content=package.read_bytes(), headers=zipped)["id"]
    launched = post(f"{api}/packages/{found['package_id']}/launch", json={"user_id": "ada"})
    found["session_id"] = launched["session_id"]
    found["token"] = launched["launch_url"].partition("?token=")[2]
    told = theirs.get(f"{api}/webhooks/{found['webhook_id']}/deliveries").json()["deliveries"]
    found["delivery_id"] = told[0]["id"]
    link = {"label": "Link", "destination": "Canvas"}
    found["dispatch_id"] = post(f"{api}/packages/{found['package_id']}/dispatches", json=link)["dispatch"]["id"]
    found["upload_id"] = post(f"{api}/packages/upload-url", json={})["upload_id"]
    sent = post(f"{api}/packages/upload-url", json={})["upload_id"]
    theirs.put(f"{api}/packages/uploads/{sent}", content=package.read_bytes(), headers=zipped).raise_for_status()
    found["job_id"] = post(f"{api}/packages/process", json={"upload_id": sent})["job_id"]
    found["key_id"] = post("/api/admin/api-keys", json={"name": "another"})["id"]
    found["tenant_id"] = theirs.get("/api/admin/api-keys").json()["api_keys"][0]["tenant_id"]
    return found


def _document(client: httpx.Client) -> dict[str, Any]:
    document: dict[str, Any] = client.get("/api/docs/openapi").raise_for_status().json()
    return document


def _operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in document["paths"].items():
        for method in _METHODS:
            if method in item and _PARAMETER.search(path):
                yield method.upper(), path, item[method]


def _body(document: dict[str, Any], operation: dict[str, Any]) -> dict[str, Any]:
    """A body that its schema takes, with everything it requires."""
    content = operation.get("requestBody", {}).get("content", {})
    if not content:
        return {}
    if "application/json" not in content:
        media = next(iter(content))
        return {"content": b"x", "headers": {"Content-Type": media}}
    return {"json": _example(document, content["application/json"]["schema"])}


def _example(document: dict[str, Any], schema: dict[str, Any]) -> Any:
    if "$ref" in schema:
        return _example(document, document["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
    if "enum" in schema or "const" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    if "anyOf" in schema:
        return _example(document, schema["anyOf"][0])
    match schema.get("type"):
        case "object":
            return {name: _example(document, schema["properties"][name]) for name in schema.get("required", ())}
        case "array":
            return [_example(document, schema["items"])] if schema.get("minItems") else []
        case "integer":
            return int(schema.get("minimum", 1))
        case "number":
            return schema.get("minimum", 1)
        case "boolean":
            return True
        case _:
            return schema.get("example", "https://example.com" if schema.get("format") == "uri" else "text")


def test_every_route_that_takes_an_id_answers_404_to_another_tenant(
    mine: httpx.Client, theirs: httpx.Client, ids: dict[str, str]
) -> None:
    document = _document(mine)
    walked, unknown = [], []
    for method, path, operation in _operations(document):
        parameters = _PARAMETER.findall(path)
        if not operation.get("security"):
            continue  # Links for learners and LMSs: what is in them is the secret.
        if missing := [name for name in parameters if name not in ids]:
            unknown.append((method, path, missing))
            continue
        if path.startswith("/api/admin/tenants"):
            assert mine.request(method, path.format(**ids), **_body(document, operation)).status_code == 403
            continue
        body = _body(document, operation)
        there = mine.request(method, _address(path, ids), **body)
        nowhere = mine.request(method, _address(path, dict.fromkeys(ids, _NOWHERE)), **body)
        assert there.status_code == 404, (method, path, there.status_code, there.text)
        assert (there.status_code, there.content) == (nowhere.status_code, nowhere.content), (method, path)
        walked.append((method, path))
    assert not unknown, f"tell `ids` how to make what these ask for: {unknown}"
    assert len(walked) >= 30
    _still_there(theirs, ids)


# Links for learners and LMSs, in which the secret is, and what says only that the server lives.
_OPEN = {"/player/dispatch/{link}", "/player/{session_id}", "/api/health", "/api/ready"}


def test_every_route_but_those_few_wants_a_key(stranger: httpx.Client, mine: httpx.Client, ids: dict[str, str]) -> None:
    document = _document(mine)
    for path, item in document["paths"].items():
        for method in (name for name in _METHODS if name in item and path not in _OPEN):
            body = _body(document, item[method])
            for wrong in ({}, {"X-API-Key": "ck_live_" + "x" * 43}):
                headers = {**body.get("headers", {}), **wrong}
                asked = {**body, "headers": headers}
                answer = stranger.request(method.upper(), _address(path, ids), **asked)
                assert answer.status_code == 401, (method, path, answer.text)


def test_ids_in_bodies_lead_nowhere_either(mine: httpx.Client, theirs: httpx.Client, ids: dict[str, str]) -> None:
    assert mine.post("/api/v1/packages/process", json={"upload_id": ids["upload_id"]}).status_code == 404
    push = {"session_id": ids["session_id"], "version": 1, "cmi_data": {"cmi.location": "taken"}}
    begun = {**push, "launch": {"package_id": ids["package_id"], "user_id": "ada"}}
    for one in (push, begun):
        answer = mine.post("/api/v1/sync", json={"pushes": [one]})
        assert [result["status"] for result in answer.json()["results"]] == [404], answer.text
    assert mine.post("/api/v1/sync/state", json={"user_ids": ["ada"]}).json()["sessions"] == {}
    assert mine.get(f"/api/admin/api-keys?tenant_id={ids['tenant_id']}").status_code == 404
    _still_there(theirs, ids)


def test_lists_of_another_tenant_are_empty(mine: httpx.Client, ids: dict[str, str]) -> None:
    document = _document(mine)
    listed = 0
    for path, item in document["paths"].items():
        if "get" not in item or "{" in path or not item["get"].get("security"):
            continue
        answer = mine.get(path, headers={"Accept": "application/json"})
        assert answer.status_code in (200, 403, 422), (path, answer.text)
        for name, theirs in ids.items():
            if name != "tenant_id":
                assert theirs not in answer.text, (path, name)
        for name in ("package_id", "session_id", "user_id", "tenant_id"):
            narrowed = mine.get(path, params={name: ids.get(name, "ada")}, headers={"Accept": "application/json"})
            assert ids["session_id"] not in narrowed.text
        listed += 1
    assert listed >= 3


def test_a_launch_token_opens_nothing_of_its_own_tenant_but_its_session(
    server: RunningServer, theirs: httpx.Client, ids: dict[str, str]
) -> None:
    other = theirs.post(f"/api/v1/packages/{ids['package_id']}/launch", json={"user_id": "bob"}).json()["session_id"]
    document = _document(theirs)
    with httpx.Client(base_url=server.address, headers={"Authorization": f"Bearer {ids['token']}"}) as player:
        for method, path, operation in _operations(document):
            if not operation.get("security"):
                continue
            address = _address(path, {**ids, "session_id": other})
            status = player.request(method, address, **_body(document, operation)).status_code
            assert status in (401, 404), (method, path, status)
    _still_there(theirs, ids)


def _address(path: str, ids: dict[str, str]) -> str:
    return _PARAMETER.sub(lambda match: ids.get(match[1], _NOWHERE), path)


def _still_there(theirs: httpx.Client, ids: dict[str, str]) -> None:
    assert theirs.get(f"/api/v1/sessions/{ids['session_id']}").status_code == 200
    assert theirs.get(f"/api/v1/packages/{ids['package_id']}").status_code == 200
    assert theirs.get(f"/api/admin/api-keys/{ids['key_id']}").json()["revoked_at"] is None
