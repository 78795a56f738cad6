"""Launches that devices push and pull: receipts, forks, conflicts, what is refused, batches, and what has changed."""

from __future__ import annotations

import hashlib
import json
import uuid
from typing import Any

import httpx
import pytest
from msgspec.structs import replace

from connect_desktop.paths import DataPaths
from connect_desktop.store.records import EntryKind
from connect_desktop.store.travel.launch_payload import LaunchPayload, sha256_of
from tests.launches_for_tests import Row, payload
from tests.server_for_tests import ON_EACH_DATABASE, PACKAGE, RunningServer
from tests.store_for_tests import sets

pytestmark = ON_EACH_DATABASE

ACTIVITY = "ITEM1"
OPENED = (EntryKind.OPENED, ACTIVITY, "", "")


def begin(client: httpx.Client, user: str = "ada") -> str:
    body = {"user_id": user, "session_id": f"s-{uuid.uuid4()}"}
    session_id: str = client.post(f"/packages/{PACKAGE}/launch", json=body).raise_for_status().json()["session_id"]
    return session_id


def launch(*written: tuple[str, str], lamport: int = 1, ended: int | None = None) -> LaunchPayload:
    """What a device played of the one SCO that the course has; it does not say of which version of it."""
    rows: list[Row] = [OPENED, *sets(ACTIVITY, written)]
    return replace(payload(*rows, lamport=lamport, ended=ended), package_hash="")


def sent(of: LaunchPayload, rev: int | None = None) -> dict[str, Any]:
    return {"rev": of.changes if rev is None else rev, "payload": of.as_json()}


def new_id() -> str:
    return str(uuid.uuid4())


def put(client: httpx.Client, session_id: str, version: int, **journal: dict[str, Any]) -> httpx.Response:
    body = json.dumps({"version": version, "journal": journal})
    return client.put(f"/sessions/{session_id}", content=body, headers={"Content-Type": "application/json"})


def pull(client: httpx.Client, session_id: str, **parameters: Any) -> dict[str, Any]:
    """Every launch of the session, page after page."""
    found: dict[str, Any] = {}
    cursor: str | None = ""
    while cursor is not None:
        asked = {**parameters, **({"cursor": cursor} if cursor else {})}
        page = client.get(f"/sessions/{session_id}/journal", params=asked).raise_for_status().json()
        found.update(page["journal"])
        cursor = page["next_cursor"]
    return found


class TestPush:
    def test_the_record_is_folded_from_the_launches(self, client: httpx.Client) -> None:
        session_id, first, second = begin(client), new_id(), new_id()
        better = launch(("cmi.core.lesson_status", "passed"), ("cmi.core.session_time", "0000:01:00.25"), ended=60)
        worse = launch(("cmi.core.lesson_status", "incomplete"), ("cmi.core.session_time", "0000:02:00"), lamport=2)
        body = {
            "version": 1,
            "completion_status": "unknown",
            "cmi_data": {"cmi.core.lesson_status": "failed"},
            "journal": {second: sent(worse), first: sent(better)},
        }
        session = client.put(f"/sessions/{session_id}", json=body).raise_for_status().json()
        assert session["receipt"] == {
            first: [better.changes, sha256_of(better)],
            second: [worse.changes, sha256_of(worse)],
        }
        assert session["forked"] == {}
        assert (session["completion_status"], session["success_status"]) == ("completed", "passed")
        assert (session["time_spent_seconds"], session["version"]) == (180.25, 2)
        read = client.get(f"/sessions/{session_id}").json()
        assert read == {name: value for name, value in session.items() if name not in ("receipt", "forked")}

    def test_the_receipt_is_a_hash_anybody_can_compute(self, client: httpx.Client) -> None:
        launch_id, payload = new_id(), launch(("cmi.suspend_data", "ä\ud800")).as_json()
        session = put(client, begin(client), 1, **{launch_id: {"rev": 1, "payload": payload}}).json()
        canonical = json.dumps(payload, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        assert session["receipt"] == {launch_id: [1, hashlib.sha256(canonical.encode()).hexdigest()]}

    def test_a_push_sent_again_changes_nothing(self, client: httpx.Client) -> None:
        session_id, launch_id = begin(client), new_id()
        once = put(client, session_id, 1, **{launch_id: sent(launch())}).json()
        again = put(client, session_id, 2, **{launch_id: sent(launch())}).json()
        assert again == once

    def test_an_older_revision_is_acknowledged_as_it_was_sent(self, client: httpx.Client) -> None:
        session_id, launch_id = begin(client), new_id()
        later = launch(("cmi.suspend_data", "x"), ended=1)
        put(client, session_id, 1, **{launch_id: sent(later)}).raise_for_status()
        earlier = launch()
        session = put(client, session_id, 2, **{launch_id: sent(earlier)}).raise_for_status().json()
        assert session["receipt"] == {launch_id: [earlier.changes, sha256_of(earlier)]}
        assert session["version"] == 2

    def test_copies_of_a_device_are_told_apart(self, client: httpx.Client) -> None:
        session_id, launch_id = begin(client), new_id()
        one = launch(("cmi.core.session_time", "0000:00:10"))
        other = launch(("cmi.core.session_time", "0000:00:20"))
        put(client, session_id, 1, **{launch_id: sent(one)}).raise_for_status()
        session = put(client, session_id, 2, **{launch_id: sent(other)}).raise_for_status().json()
        fork = session["forked"][launch_id]
        assert session["receipt"][launch_id] == [other.changes, sha256_of(other)]
        assert session["time_spent_seconds"] == 30
        journal = pull(client, session_id)
        assert (set(journal), journal[fork]["fork_of"]) == ({launch_id, fork}, launch_id)

    def test_an_old_version_changes_nothing(self, client: httpx.Client) -> None:
        session_id = begin(client)
        put(client, session_id, 1, **{new_id(): sent(launch())}).raise_for_status()
        late = put(client, session_id, 1, **{new_id(): sent(launch(lamport=2))})
        assert (late.status_code, late.json()["current_version"]) == (409, 2)
        assert len(pull(client, session_id)) == 1

    def test_other_content_is_refused(self, client: httpx.Client) -> None:
        session_id, launch_id = begin(client), new_id()
        other = replace(launch(), package_hash="1" * 64)
        refused = put(client, session_id, 1, **{new_id(): sent(launch()), launch_id: sent(other)})
        assert (refused.status_code, refused.json()["error"]["code"]) == (409, "package-mismatch")
        assert refused.json()["launch_id"] == launch_id
        assert pull(client, session_id) == {}

    @pytest.mark.parametrize(
        "wrong",
        [
            None,
            {"rev": 1},
            {"rev": 0, "payload": launch().as_json()},
            {"rev": 1, "payload": {**launch().as_json(), "more": 1}},
            {"rev": 1, "payload": {**launch().as_json(), "entries": [[1, "set", "a", "b"]]}},
        ],
    )
    def test_what_is_no_launch_is_named_and_nothing_is_applied(self, client: httpx.Client, wrong: object) -> None:
        session_id, launch_id = begin(client), new_id()
        body = {"version": 1, "journal": {new_id(): sent(launch()), launch_id: wrong}}
        refused = client.put(f"/sessions/{session_id}", json=body)
        assert (refused.status_code, refused.json()["error"]["code"]) == (422, "invalid-launch")
        assert refused.json()["launch_id"] == launch_id
        assert (pull(client, session_id), client.get(f"/sessions/{session_id}").json()["version"]) == ({}, 1)

    def test_a_launch_of_another_session_is_refused(self, client: httpx.Client) -> None:
        launch_id = new_id()
        put(client, begin(client), 1, **{launch_id: sent(launch())}).raise_for_status()
        refused = put(client, begin(client), 1, **{launch_id: sent(launch())})
        assert (refused.status_code, refused.json()["launch_id"]) == (422, launch_id)

    def test_a_replay_is_answered_again(self, client: httpx.Client) -> None:
        session_id, body = begin(client), {"version": 1, "journal": {new_id(): sent(launch())}}
        headers = {"Idempotency-Key": new_id()}
        answers = {
            client.put(f"/sessions/{session_id}", json=body, headers=headers).raise_for_status().content
            for _ in range(2)
        }
        assert len(answers) == 1

    def test_a_launch_token_brings_no_launches_of_others(self, server: RunningServer, client: httpx.Client) -> None:
        body = {"user_id": "ada", "session_id": f"s-{new_id()}"}
        link = client.post(f"/packages/{PACKAGE}/launch", json=body).json()["launch_url"]
        with server.client("") as learner:
            learner.headers["Authorization"] = f"Bearer {httpx.URL(link).params['token']}"
            refused = put(learner, body["session_id"], 1, **{new_id(): sent(launch())})
            assert refused.status_code == 403
            assert learner.get(f"/sessions/{body['session_id']}/journal").status_code == 401

    def test_what_api_users_say_goes_beside_what_devices_sent(self, client: httpx.Client) -> None:
        session_id, launch_id = begin(client), new_id()
        put(client, session_id, 1, **{launch_id: sent(launch(("cmi.core.session_time", "0000:00:10")))})
        said = client.put(f"/sessions/{session_id}", json={"version": 2, "session_time": "PT5S"}).json()
        assert (said["time_spent_seconds"], said["version"]) == (15, 3)
        journal = pull(client, session_id)
        assert len(journal) == 2
        assert journal[launch_id]["payload"]["ended_at"] is None


class TestPull:
    def test_only_what_is_lacking_is_sent(self, client: httpx.Client) -> None:
        session_id = begin(client)
        launches = {new_id(): sent(launch(lamport=lamport)) for lamport in range(1, 6)}
        put(client, session_id, 1, **launches).raise_for_status()
        assert pull(client, session_id) == launches
        assert pull(client, session_id, limit=2) == launches
        names = list(launches)
        known = f"{names[0]}:{launches[names[0]]['rev']},{names[1]}:0"
        assert list(pull(client, session_id, known=known)) == names[1:]

    def test_what_was_pulled_can_be_pushed(self, client: httpx.Client) -> None:
        session_id = begin(client)
        client.put(f"/sessions/{session_id}", json={"version": 1, "session_time": "PT5S"}).raise_for_status()
        journal = pull(client, session_id)
        again = put(client, session_id, 2, **journal).raise_for_status().json()
        assert (set(again["receipt"]), again["version"]) == (set(journal), 2)

    @pytest.mark.parametrize("parameters", [{"known": "a"}, {"known": "a:x"}, {"known": ":1"}, {"known": "a:-1"}])
    def test_what_is_no_list_of_revisions(self, client: httpx.Client, parameters: dict[str, str]) -> None:
        assert client.get(f"/sessions/{begin(client)}/journal", params=parameters).status_code == 422

    @pytest.mark.parametrize("cursor", ["x", "W10", "WyJhIiwiYiJd"])
    def test_what_is_no_cursor(self, client: httpx.Client, cursor: str) -> None:
        assert client.get(f"/sessions/{begin(client)}/journal", params={"cursor": cursor}).status_code == 400

    def test_a_session_that_is_not_there(self, client: httpx.Client) -> None:
        assert client.get(f"/sessions/{new_id()}/journal").status_code == 404


class TestBatch:
    def test_each_is_answered_as_its_put_would_be(self, client: httpx.Client) -> None:
        there, launch_id, fresh = begin(client), new_id(), f"s-{new_id()}"
        pushes = [
            {"session_id": there, "version": 1, "journal": {launch_id: sent(launch())}},
            {"session_id": there, "version": 1, "cmi_data": {"their.own": "x"}},
            {"session_id": new_id(), "version": 1},
            {"session_id": "a b", "version": 1},
            "nonsense",
            {"session_id": there, "version": 2, "journal": {launch_id: None}},
            {
                "session_id": fresh,
                "version": 1,
                "launch": {"package_id": PACKAGE, "user_id": "bea"},
                "journal": {new_id(): sent(launch(("cmi.core.lesson_status", "completed")))},
            },
            {"session_id": there, "version": 1, "launch": {"package_id": PACKAGE, "user_id": "bea"}},
            {"session_id": new_id(), "version": 1, "launch": {"package_id": "none", "user_id": "bea"}},
            {"session_id": there, "version": 2, "cmi_data": {"their.own": "y"}},
        ]
        answer = client.post("/sync", json={"pushes": pushes})
        assert answer.status_code == 207
        results = answer.json()["results"]
        assert [result["status"] for result in results] == [200, 409, 404, 422, 422, 422, 200, 409, 404, 200]
        assert results[0]["body"]["receipt"] == {launch_id: [2, sha256_of(launch())]}
        assert results[1]["body"]["current_version"] == 2
        assert results[5]["body"]["launch_id"] == launch_id
        assert results[9]["body"] == client.get(f"/sessions/{there}").json()
        made = client.get(f"/sessions/{fresh}").json()
        assert (made["user_id"], made["completion_status"]) == ("bea", "completed")

    def test_what_is_refused_leaves_nothing_behind(self, client: httpx.Client) -> None:
        fresh, user = f"s-{new_id()}", f"user-{new_id()}"
        push = {
            "session_id": fresh,
            "version": 7,
            "launch": {"package_id": PACKAGE, "user_id": user},
            "journal": {new_id(): sent(launch())},
        }
        (result,) = client.post("/sync", json={"pushes": [push]}).json()["results"]
        assert (result["status"], result["body"]["current_version"]) == (409, 1)
        assert client.get(f"/sessions/{fresh}").status_code == 404

    def test_a_batch_sent_again_is_answered_again(self, client: httpx.Client) -> None:
        session_id, headers = begin(client), {"Idempotency-Key": new_id()}
        body = {"pushes": [{"session_id": session_id, "version": 1, "session_time": "PT5S"}]}
        answers = {client.post("/sync", json=body, headers=headers).content for _ in range(2)}
        assert len(answers) == 1
        assert client.get(f"/sessions/{session_id}").json()["version"] == 2

    def test_a_push_of_a_batch_may_have_a_key_of_its_own(self, client: httpx.Client) -> None:
        session_id, key = begin(client), new_id()
        push = {"session_id": session_id, "version": 1, "session_time": "PT5S", "idempotency_key": key}
        bodies = [client.post("/sync", json={"pushes": [push]}).json()["results"] for _ in range(2)]
        assert bodies[0] == bodies[1]
        (reused,) = client.post("/sync", json={"pushes": [{**push, "version": 2}]}).json()["results"]
        assert (reused["status"], reused["body"]["error"]["code"]) == (422, "idempotency-key-reused")

    def test_there_is_a_most(self, client: httpx.Client) -> None:
        assert client.post("/sync", json={"pushes": [{}] * 101}).status_code == 422
        assert client.post("/sync", json={"pushes": []}).json()["results"] == []


class TestState:
    def test_only_what_changed_is_told(self, client: httpx.Client) -> None:
        users = [f"user-{new_id()}" for _ in range(3)]
        sessions = {begin(client, user): 1 for user in users[:2] for _ in range(2)}
        begin(client, users[2])
        first = client.post("/sync/state", json={"user_ids": users[:2]}).raise_for_status().json()
        assert first["sessions"] == sessions
        lines = "\n".join(f"{name} {version}" for name, version in sorted(sessions.items()))
        assert first["digest"] == hashlib.sha256(lines.encode()).hexdigest()
        asked = {"user_ids": users[:2], "digest": first["digest"]}
        assert client.post("/sync/state", json=asked).json() == {**first, "sessions": None}
        changed = next(iter(sessions))
        put(client, changed, 1, **{new_id(): sent(launch())}).raise_for_status()
        assert client.post("/sync/state", json=asked).json()["sessions"] == {**sessions, changed: 2}

    @pytest.mark.parametrize("body", [{}, {"user_ids": []}, {"user_ids": ["a"], "digest": "x"}])
    def test_what_is_no_question(self, client: httpx.Client, body: dict[str, Any]) -> None:
        assert client.post("/sync/state", json=body).status_code == 422


def test_an_epoch_is_in_every_answer_of_sync(server: RunningServer, client: httpx.Client) -> None:
    epoch = httpx.get(f"{server.address}/api/health").json()["epoch"]
    assert str(uuid.UUID(epoch)) == epoch
    assert client.post("/sync", json={"pushes": []}).json()["epoch"] == epoch
    assert client.post("/sync/state", json={"user_ids": ["ada"]}).json()["epoch"] == epoch


def test_a_launch_says_what_it_ran(server: RunningServer, client: httpx.Client) -> None:
    session_id = begin(client)
    client.put(f"/sessions/{session_id}", json={"version": 1, "session_time": "PT5S"}).raise_for_status()
    package = (DataPaths(server.data).packages / f"{PACKAGE}.zip").read_bytes()
    (said,) = pull(client, session_id).values()
    assert said["payload"]["package_hash"] == hashlib.sha256(package).hexdigest()
