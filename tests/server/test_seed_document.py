"""“Launch your first SCORM session”, request by request: what it sends is sent, what it shows is what comes."""

from __future__ import annotations

import re
import uuid
from typing import Any

import httpx
import pytest

from tests.server_for_tests import ON_EACH_DATABASE, PACKAGE, RunningServer

pytestmark = ON_EACH_DATABASE

SEED_PUT: dict[str, Any] = {
    "cmi_data": {
        "cmi.core.lesson_status": "completed",
        "cmi.core.score.raw": "85",
        "cmi.core.score.max": "100",
        "cmi.core.session_time": "PT20M45S",
    },
    "completion_status": "completed",
    "success_status": "passed",
    "score": {"scaled": 0.85, "raw": 85, "max": 100, "min": 0},
    "session_time": "PT20M45S",
}
FIRST_PUT: dict[str, Any] = {
    "cmi_data": {
        "cmi.core.lesson_status": "incomplete",
        "cmi.core.score.raw": "75",
        "cmi.core.score.max": "100",
        "cmi.core.session_time": "PT15M30S",
    }
}
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


def launch(client: httpx.Client, session_id: str, user: str = "user-123") -> dict[str, Any]:
    answer = client.post(f"/packages/{PACKAGE}/launch", json={"user_id": user, "session_id": session_id})
    assert answer.status_code == 200, answer.text
    document: dict[str, Any] = answer.json()
    return document


@pytest.fixture
def session_id() -> str:
    return f"session-{uuid.uuid4()}"


@pytest.mark.parametrize("header", ["Authorization", "X-API-Key"])
def test_launching(server: RunningServer, header: str) -> None:
    value = f"Bearer {server.key}" if header == "Authorization" else server.key
    answer = httpx.post(
        f"{server.address}/api/v1/packages/{PACKAGE}/launch",
        headers={header: value},
        json={"user_id": "user-123", "session_id": "session-456"},
    )
    assert answer.status_code == 200
    document = answer.json()
    url = document.pop("launch_url")
    assert document == {
        "package_id": "pkg_abc123",
        "session_id": "session-456",
        "learner_id": "user-123",
        "content_type": "scorm",
        "storage_backend": "local",
        "expires_in_seconds": 14400,
    }
    assert url.startswith(f"{server.address}/player/session-456?token=eyJ")


def test_tracking_progress(client: httpx.Client, session_id: str) -> None:
    launch(client, session_id)
    assert client.put(f"/sessions/{session_id}", json={"version": 1}).status_code == 200
    assert client.put(f"/sessions/{session_id}", json={"version": 2, **FIRST_PUT}).status_code == 200
    answer = client.get(f"/sessions/{session_id}")
    document = answer.json()
    assert answer.status_code == 200
    assert list(document) == [
        "id",
        "tenant_id",
        "user_id",
        "package_id",
        "cmi_data",
        "completion_status",
        "success_status",
        "score",
        "time_spent_seconds",
        "version",
        "created_at",
        "updated_at",
    ]
    assert MOMENT.fullmatch(document.pop("created_at"))
    assert MOMENT.fullmatch(document.pop("updated_at"))
    assert uuid.UUID(document.pop("tenant_id"))
    assert document == {
        "id": session_id,
        "user_id": "user-123",
        "package_id": "pkg_abc123",
        "cmi_data": FIRST_PUT["cmi_data"],
        "completion_status": "incomplete",
        "success_status": "unknown",
        "score": {"scaled": 0.75, "raw": 75, "max": 100, "min": 0},
        "time_spent_seconds": 930,
        "version": 3,
    }
    assert answer.headers["ETag"] == '"v3"'


def test_updating_a_session(client: httpx.Client, session_id: str) -> None:
    launch(client, session_id)
    client.put(f"/sessions/{session_id}", json={"version": 1, **FIRST_PUT})
    answer = client.put(f"/sessions/{session_id}", json={"version": 2, **SEED_PUT})
    assert answer.status_code == 200
    document = answer.json()
    assert document["cmi_data"] == SEED_PUT["cmi_data"]
    assert (document["completion_status"], document["success_status"]) == ("completed", "passed")
    assert document["score"] == SEED_PUT["score"]
    # The same launch went on: its last session time counts, not the sum of the two.
    assert (document["time_spent_seconds"], document["version"]) == (1245, 3)
    assert client.get(f"/sessions/{session_id}").json() == document


def test_a_version_conflict_and_the_retry_of_the_document(client: httpx.Client, session_id: str) -> None:
    launch(client, session_id)
    client.put(f"/sessions/{session_id}", json={"version": 1, "cmi_data": {"cmi.suspend_data": "kept"}})
    conflict = client.put(f"/sessions/{session_id}", json={"version": 1, **SEED_PUT})
    assert conflict.status_code == 409
    assert conflict.headers["Content-Type"] == "application/problem+json"
    problem = conflict.json()
    assert (problem["title"], problem["error"]["code"], problem["current_version"]) == (
        "Version Conflict",
        "version-conflict",
        2,
    )
    session = client.get(f"/sessions/{session_id}").json()
    # `...updates` comes last in the document's sample, so only the changed keys are sent: the others must stay.
    retried = client.put(f"/sessions/{session_id}", json={"version": session["version"], **SEED_PUT})
    assert retried.status_code == 200
    assert retried.json()["cmi_data"] == {"cmi.suspend_data": "kept", **SEED_PUT["cmi_data"]}


def test_resuming_a_previous_session(client: httpx.Client, session_id: str) -> None:
    user = f"user-{session_id}"
    launch(client, session_id, user)
    client.put(f"/sessions/{session_id}", json={"version": 1, **FIRST_PUT})
    found = client.get("/sessions", params={"package_id": PACKAGE, "user_id": user}).json()["sessions"]
    incomplete = next(session for session in found if session["completion_status"] == "incomplete")
    assert incomplete["id"] == session_id
    again = launch(client, session_id, user)
    assert again["session_id"] == session_id
    assert again["launch_url"].startswith(f"{client.base_url.scheme}://")
    assert client.get(f"/sessions/{session_id}").json()["cmi_data"] == FIRST_PUT["cmi_data"]


def test_launching_for_many_users(client: httpx.Client) -> None:
    sessions = [launch(client, str(uuid.uuid4()), f"many-{number}") for number in range(5)]
    assert len({session["launch_url"] for session in sessions}) == 5


@pytest.mark.parametrize(
    ("path", "title"), [("/sessions/nobody", "Session Not Found"), ("/sessions/%00", "Session Not Found")]
)
def test_a_session_that_is_not_found(client: httpx.Client, path: str, title: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.json()["title"]) == (404, title)


def test_a_package_that_is_not_found(client: httpx.Client) -> None:
    answer = client.post("/packages/pkg_nothing/launch", json={"user_id": "user-123"})
    assert (answer.status_code, answer.json()["title"]) == (404, "Package Not Found")


def test_refreshing_a_token(server: RunningServer, client: httpx.Client, session_id: str) -> None:
    token = launch(client, session_id)["launch_url"].partition("?token=")[2]
    for headers in ({"Authorization": f"Bearer {token}"}, {"X-API-Key": server.key}):
        answer = httpx.post(f"{server.address}/api/v1/sessions/{session_id}/refresh-token", headers=headers)
        assert answer.status_code == 200
        document = answer.json()
        assert document["expires_in_seconds"] == 14400
        assert document["launch_url"] == f"{server.address}/player/{session_id}?token={document['token']}"
        assert document["token"] != token
