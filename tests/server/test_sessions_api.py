"""Reading and writing sessions: versions, tags, replays, pages, bodies of every kind."""

from __future__ import annotations

import json
import re
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from connect_desktop.runtime.statement import MOST_ELEMENTS
from tests.server_for_tests import ON_EACH_DATABASE, PACKAGE, RunningServer

pytestmark = ON_EACH_DATABASE

TOO_MANY = {f"cmi.interactions.{number}.id": "x" for number in range(MOST_ELEMENTS + 1)}


def begin(client: httpx.Client, user: str = "ada") -> str:
    body = {"user_id": user, "session_id": f"s-{uuid.uuid4()}"}
    session_id: str = client.post(f"/packages/{PACKAGE}/launch", json=body).raise_for_status().json()["session_id"]
    return session_id


def test_of_racing_writers_exactly_one_wins(server: RunningServer, client: httpx.Client) -> None:
    session_id = begin(client)
    for version in range(1, 6):
        with ThreadPoolExecutor(8) as pool:
            said = [{"version": version, "cmi_data": {"cmi.location": f"{version}-{number}"}} for number in range(8)]
            answers = list(pool.map(lambda body: _put(server, session_id, body), said))
        won = [body for body, answer in zip(said, answers, strict=True) if answer.status_code == 200]
        assert sorted(answer.status_code for answer in answers) == [200] + [409] * 7
        session = client.get(f"/sessions/{session_id}").json()
        assert (session["version"], session["cmi_data"]) == (version + 1, won[0]["cmi_data"])


def _put(server: RunningServer, session_id: str, body: dict[str, Any]) -> httpx.Response:
    with server.client() as client:
        return client.put(f"/sessions/{session_id}", json=body)


def test_a_request_sent_again_is_answered_again(client: httpx.Client) -> None:
    session_id = begin(client)
    headers = {"Idempotency-Key": "retry-1"}
    body = {"version": 1, "session_time": "PT1M"}
    answers = [client.put(f"/sessions/{session_id}", json=body, headers=headers) for _ in range(3)]
    assert {(answer.status_code, answer.content) for answer in answers} == {(200, answers[0].content)}
    session = client.get(f"/sessions/{session_id}").json()
    assert (session["version"], session["time_spent_seconds"]) == (2, 60)
    other = client.put(f"/sessions/{session_id}", json={**body, "version": 2}, headers=headers)
    assert (other.status_code, other.json()["error"]["code"]) == (422, "idempotency-key-reused")


def test_a_launch_sent_again_makes_no_second_session(client: httpx.Client) -> None:
    user = f"user-{uuid.uuid4()}"
    headers = {"Idempotency-Key": f"launch-{user}"}
    answers = [client.post(f"/packages/{PACKAGE}/launch", json={"user_id": user}, headers=headers) for _ in range(2)]
    assert answers[0].json() == answers[1].json()
    assert len(client.get("/sessions", params={"user_id": user}).json()["sessions"]) == 1


def test_a_session_of_somebody_else_is_not_launched(client: httpx.Client) -> None:
    session_id = begin(client, "ada")
    answer = client.post(f"/packages/{PACKAGE}/launch", json={"user_id": "grace", "session_id": session_id})
    assert answer.status_code == 409


def test_tags(client: httpx.Client) -> None:
    session_id = begin(client)
    address = f"/sessions/{session_id}"
    assert client.get(address).headers["ETag"] == '"v1"'
    unchanged = client.get(address, headers={"If-None-Match": '"v1"'})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert client.get(address, headers={"If-None-Match": '"v0"'}).status_code == 200
    refused = client.put(address, json={"version": 1}, headers={"If-Match": '"v7"'})
    assert (refused.status_code, refused.json()["current_version"]) == (412, 1)
    accepted = client.put(address, json={"version": 1}, headers={"If-Match": '"v1"'})
    assert (accepted.status_code, accepted.headers["ETag"]) == (200, '"v2"')


def test_pages_hold_every_session_once(client: httpx.Client) -> None:
    user = f"user-{uuid.uuid4()}"
    made = [begin(client, user) for _ in range(7)]
    client.put(f"/sessions/{made[2]}", json={"version": 1, "completion_status": "completed"}).raise_for_status()
    paged: list[str] = []
    query: dict[str, Any] = {"user_id": user, "limit": 3}
    while True:
        page = client.get("/sessions", params=query).json()
        paged += [session["id"] for session in page["sessions"]]
        if page["next_cursor"] is None:
            break
        query["cursor"] = page["next_cursor"]
    assert sorted(paged) == sorted(made)
    assert paged[0] == made[2]
    completed = client.get("/sessions", params={"user_id": user, "completion_status": "completed"}).json()["sessions"]
    assert [session["id"] for session in completed] == [made[2]]
    changed = completed[0]["updated_at"]
    assert client.get("/sessions", params={"user_id": user, "since": "2100-01-01T00:00:00Z"}).json()["sessions"] == []
    assert len(client.get("/sessions", params={"user_id": user, "since": changed}).json()["sessions"]) == 1


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"limit": "0"}, 422),
        ({"limit": "201"}, 422),
        ({"cursor": "nonsense"}, 400),
        ({"cursor": "W10"}, 400),
        ({"since": "yesterday"}, 422),
        ({"completion_status": "done"}, 422),
    ],
)
def test_a_list_that_cannot_be(client: httpx.Client, query: dict[str, str], status: int) -> None:
    answer = client.get("/sessions", params=query)
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"\xff", 400),
        (b"[]", 422),
        (b"{}", 422),
        (b'{"version": "1"}', 422),
        (b'{"version": 0}', 422),
        (b'{"version": 1, "cmi_data": {"a": {}}}', 422),
        (b'{"version": 1, "cmi_data": {"a": NaN}}', 422),
        (b'{"version": 1, "score": {"scaled": 2}}', 422),
        (b'{"version": 1, "score": {"raw": 1e400}}', 422),
        (b'{"version": 1, "completion_status": "done"}', 422),
        (b'{"version": 1, "session_time": "an hour"}', 422),
        pytest.param(json.dumps({"version": 1, "cmi_data": TOO_MANY}).encode(), 422, id="more elements than are kept"),
    ],
)
def test_a_body_that_cannot_be_changes_nothing(client: httpx.Client, body: bytes, status: int) -> None:
    session_id = begin(client)
    answer = client.put(f"/sessions/{session_id}", content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")
    assert set(answer.json()["error"]) == {"code", "message"}
    assert client.get(f"/sessions/{session_id}").json()["version"] == 1


def test_any_text_comes_back_as_it_was_sent(client: httpx.Client) -> None:
    session_id = begin(client)
    body = b'{"version": 1, "cmi_data": {"cmi.suspend_data": "\\ud83d half \\u0000 \\u20ac", "k\\udc00": "v", "n": 7}}'
    headers = {"Content-Type": "application/json"}
    answer = client.put(f"/sessions/{session_id}", content=body, headers=headers)
    assert answer.status_code == 200
    expected = {"cmi.suspend_data": "\ud83d half \0 €", "k\udc00": "v", "n": "7"}
    assert answer.json()["cmi_data"] == client.get(f"/sessions/{session_id}").json()["cmi_data"] == expected


def test_health_and_documentation_need_no_key_and_no_network(server: RunningServer) -> None:
    assert httpx.get(f"{server.address}/api/health").json()["status"] == "ok"
    assert httpx.get(f"{server.address}/api/ready").json() == {"status": "ready"}
    page = httpx.get(f"{server.address}/api/docs")
    document = httpx.get(f"{server.address}/api/docs/openapi").json()
    assert document["openapi"] == "3.1.0"
    for path in document["paths"]:
        assert path in re.sub("</?var>", "", page.text)
    assert re.findall(r'(?:src|href)="(?!/[^/]|#)', page.text) == []
    assert httpx.get(f"{server.address}/player/-/docs.css").status_code == 200
