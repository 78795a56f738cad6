"""The samples of “Launch your first SCORM session” as they stand in it: curl commands, answers, and JavaScript.

They are kept in `seed/` so that they run wherever these tests do; where the document itself is, they are held to it.
"""

from __future__ import annotations

import json
import re
import shlex
import uuid
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.node_for_tests import MISSING, NODE, lines_of, running_sample, told
from tests.server_for_tests import PACKAGE, RunningServer

SAMPLES = Path(__file__).with_name("seed")
HOST = "https://app.allureconnect.com"
KEY = "your-api-key-here"

needs_node = pytest.mark.skipif(NODE is None, reason=MISSING)


def sample(name: str) -> str:
    return (SAMPLES / name).read_text(encoding="utf-8")


def send(server: RunningServer, curl: str) -> httpx.Response:
    """What the curl command of the document would send."""
    words = iter(shlex.split(curl.replace(HOST, server.address).replace(KEY, server.key).replace("\\\n", " ")))
    assert next(words) == "curl"
    method, url, body = "GET", "", None
    headers: dict[str, str] = {}
    for word in words:
        if word == "-X":
            method = next(words)
        elif word == "-H":
            name, _, value = next(words).partition(": ")
            headers[name] = value
        elif word == "-d":
            body = next(words)
        else:
            url = word
    return httpx.request(method, url, headers=headers, content=body)


def shape(value: Any) -> Any:
    """Members in their order, and the kind of each."""
    if isinstance(value, dict):
        return {name: shape(member) for name, member in value.items()}
    return float if isinstance(value, int | float) else type(value)


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.iterdir()))
def test_samples_are_those_of_the_document(request: pytest.FixtureRequest, name: str) -> None:
    document: Path = request.config.getoption("--seed-document")
    if not document.is_file():
        pytest.skip(f"The document is not here: {document.name}")
    assert sample(name) in document.read_text(encoding="utf-8")


def test_curl_and_answers(server: RunningServer) -> None:
    """The commands one after another, on a session that comes to where the document reads it."""
    launched = send(server, sample("launch.curl"))
    wanted = json.loads(sample("launch.json"))
    document = launched.json()
    assert (launched.status_code, list(document)) == (200, list(wanted))
    varies = {"launch_url", "storage_backend"}
    assert {**document, **dict.fromkeys(varies)} == {**wanted, **dict.fromkeys(varies)}
    start = wanted["launch_url"].replace(HOST, server.address).partition("...")[0]
    assert document["launch_url"].startswith(start.removesuffix("hbGciOi"))

    wanted = json.loads(sample("read.json"))
    with server.client() as client:
        client.put("/sessions/session-456", json={"version": 1}).raise_for_status()
        first = {"version": 2, "cmi_data": wanted["cmi_data"]}
        client.put("/sessions/session-456", json=first).raise_for_status()
    document = send(server, sample("read.curl")).json()
    assert list(document) == list(wanted)
    assert shape(document) == shape(wanted)
    varies = {"tenant_id", "created_at", "updated_at"}
    assert {**document, **dict.fromkeys(varies)} == {**wanted, **dict.fromkeys(varies)}
    for name in ("created_at", "updated_at"):
        digits = re.compile(r"\d")
        assert digits.sub("0", document[name]) == digits.sub("0", wanted[name])

    updated = send(server, sample("update.curl"))
    assert updated.status_code == 200
    asked = json.loads(sample("update.curl").partition("-d '")[2].rpartition("'")[0])
    document = updated.json()
    assert {name: document[name] for name in asked if name in document and name != "version"} == {
        name: asked[name] for name in asked if name in document and name != "version"
    }
    assert (document["version"], document["time_spent_seconds"]) == (4, 1245)
    # Sent again, it is of an old version.
    assert send(server, sample("update.curl")).status_code == 409


def test_dispatch(server: RunningServer) -> None:
    answer = send(server, sample("dispatch.curl"))
    wanted, document = json.loads(sample("dispatch.json")), answer.json()
    assert (answer.status_code, list(document)) == (201, list(wanted))
    assert set(wanted["dispatch"]) <= set(document["dispatch"])
    link = document["dispatch_url"]
    assert link == document["dispatch"]["launchUrl"] == f"{server.address}/player/dispatch/{document['dispatch']['id']}"
    assert document["dispatch"]["id"].startswith("dsp_")
    assert httpx.get(link).status_code == 302


def known(server: RunningServer) -> dict[str, str]:
    """What the samples take for granted."""
    name = str(uuid.uuid4())
    return {
        "host": server.address,
        "packageId": PACKAGE,
        "userId": f"user-{name}",
        "sessionId": f"session-{name}",
        "apiKey": server.key,
    }


def begin(client: httpx.Client, here: dict[str, str]) -> None:
    body = {"user_id": here["userId"], "session_id": here["sessionId"]}
    client.post(f"/packages/{PACKAGE}/launch", json=body).raise_for_status()


def put(client: httpx.Client, here: dict[str, str], **body: Any) -> None:
    version = client.get(f"/sessions/{here['sessionId']}").json()["version"]
    client.put(f"/sessions/{here['sessionId']}", json={"version": version, **body}).raise_for_status()


@needs_node
def test_polling(server: RunningServer, client: httpx.Client, tmp_path: Path) -> None:
    here = known(server)
    begin(client, here)
    put(client, here, completion_status="incomplete", score={"scaled": 0.5})
    with running_sample(tmp_path, sample("poll.ts"), "await pollSessionProgress(sessionId);", **here) as node:
        said = lines_of(node)
        assert [next(said), next(said)] == ["Progress: incomplete", "Score: 0.5"]
        put(client, here, completion_status="completed", score={"scaled": 0.9})
        assert list(said)[-3:] == ["Progress: completed", "Score: 0.9", "Course completed!"]


@needs_node
def test_retrying_after_conflicts(server: RunningServer, client: httpx.Client, tmp_path: Path) -> None:
    here = known(server)
    begin(client, here)
    put(client, here, cmi_data={"cmi.suspend_data": "kept"})
    then = """
    let others = 2;
    beforeWrite = async () => {
      if (others-- <= 0) return;
      const url = `${host}/api/v1/sessions/${sessionId}`;
      const headers = { 'X-API-Key': apiKey, 'Content-Type': 'application/json' };
      const { version } = await fetchAnywhere(url, { headers }).then((answer) => answer.json());
      await fetchAnywhere(url, { method: 'PUT', headers, body: JSON.stringify({ version }) });
    };
    const updates = { cmi_data: { 'cmi.core.lesson_status': 'completed' }, completion_status: 'completed' };
    tell('session', await updateSessionWithRetry(sessionId, updates));
    """
    with running_sample(tmp_path, sample("retry.ts"), then, **here) as node:
        *conflicts, last = lines_of(node)
    assert conflicts == ["Version conflict, retrying... (1/3)", "Version conflict, retrying... (2/3)"]
    session = told(last, "session")
    assert session == client.get(f"/sessions/{here['sessionId']}").json()
    assert session["cmi_data"] == {"cmi.suspend_data": "kept", "cmi.core.lesson_status": "completed"}


@needs_node
def test_giving_up_after_three_conflicts(server: RunningServer, client: httpx.Client, tmp_path: Path) -> None:
    here = known(server)
    begin(client, here)
    then = """
    try { await updateSessionWithRetry(sessionId, { version: 999 }); } catch (error) { tell('error', error.message); }
    """
    with running_sample(tmp_path, sample("retry.ts"), then, **here) as node:
        *_, last = lines_of(node)
    assert told(last, "error") == "Update failed: 409"


@needs_node
def test_launching_and_tracking(server: RunningServer, client: httpx.Client, tmp_path: Path) -> None:
    here = known(server)
    with running_sample(tmp_path, sample("track.js"), **here) as node:
        said = lines_of(node)
        frame = told(next(said), "shown")
        assert (frame["name"], frame["width"], frame["height"]) == ("iframe", "100%", "800px")
        player = httpx.get(frame["src"])
        assert (player.status_code, "frame-ancestors" in player.headers["Content-Security-Policy"]) == (200, False)
        put(client, here, completion_status="completed", success_status="passed")
        (completed,) = said
    assert told(completed, "completed") == client.get(f"/sessions/{here['sessionId']}").json()


@needs_node
def test_resuming(server: RunningServer, client: httpx.Client, tmp_path: Path) -> None:
    here = known(server)
    begin(client, here)
    put(client, here, completion_status="incomplete")
    found = []
    for _ in range(2):
        with running_sample(tmp_path, sample("resume.js"), **here) as node:
            (gone,) = lines_of(node)
        address = told(gone, "gone")
        assert httpx.get(address).status_code == 200
        found.append(address.partition("/player/")[2].partition("?token=")[0])
        put(client, here, completion_status="completed")
    # There was one to go on with, and then there was none.
    assert found[0] == here["sessionId"]
    assert found[1] != here["sessionId"]


@needs_node
def test_launching_for_many(server: RunningServer, client: httpx.Client, tmp_path: Path) -> None:
    here = known(server)
    users = [f"{here['userId']}-{number}" for number in range(3)]
    then = f"tell('sessions', await launchForMultipleUsers(packageId, {json.dumps(users)}));"
    with running_sample(tmp_path, sample("many.ts"), then, **here) as node:
        (line,) = lines_of(node)
    sessions = told(line, "sessions")
    assert [session["learner_id"] for session in sessions] == users
    for session in sessions:
        assert client.get(f"/sessions/{session['session_id']}").json()["user_id"] == session["learner_id"]
