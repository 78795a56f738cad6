"""Webhooks over the REST API and the command line, of a server that really delivers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from standardwebhooks import Webhook as Verifier

from tests.command_line_for_tests import CommandLine
from tests.packages_for_tests import build_zip
from tests.server_for_tests import PACKAGE, RunningServer, add_package, running_server
from tests.webhook_receiver_for_tests import Receiver, receiver

URL = "https://example.com/hook"
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    folder = tmp_path_factory.mktemp("server")
    add_package(folder / "data", build_zip(folder / "course.zip"))
    with running_server(folder / "data", options=["--webhooks-to-private-addresses"]) as running:
        yield running


@pytest.fixture
def there() -> Iterator[Receiver]:
    with receiver() as there:
        yield there


@pytest.fixture
def webhook(client: httpx.Client, there: Receiver) -> Iterator[Any]:
    """A webhook of every session event, with its secret."""
    events = ["session.launched", "session.updated", "session.completed", "session.scored"]
    made = client.post("/webhooks", json={"url": there.url, "events": events}).raise_for_status().json()
    yield made
    client.delete(f"/webhooks/{made['id']}")


def _launch(client: httpx.Client, session_id: str) -> None:
    body = {"user_id": "ada", "session_id": session_id}
    client.post(f"/packages/{PACKAGE}/launch", json=body).raise_for_status()


def _put(client: httpx.Client, session_id: str, version: int, **what: Any) -> Any:
    return client.put(f"/sessions/{session_id}", json={"version": version, **what}).raise_for_status().json()


class TestWebhooks:
    def test_the_secret_is_told_once(self, client: httpx.Client) -> None:
        made = client.post("/webhooks", json={"url": URL, "event_type": "session.completed"})
        assert made.status_code == 201
        assert made.headers["Cache-Control"] == "no-store"
        document = made.json()
        assert document.pop("secret").startswith("whsec_")
        assert client.get(made.headers["Location"].removeprefix("/api/v1")).json() == document
        assert document["events"] == ["session.completed"]
        assert document in client.get("/webhooks").json()["webhooks"]
        assert client.delete(f"/webhooks/{document['id']}").status_code == 204
        assert client.get(f"/webhooks/{document['id']}").status_code == 404
        assert client.delete(f"/webhooks/{document['id']}").status_code == 404

    def test_a_secret_may_be_ones_own(self, client: httpx.Client) -> None:
        body = {"url": URL, "events": ["session.updated"], "secret": SECRET}
        made = client.post("/webhooks", json=body).raise_for_status().json()
        assert made["secret"] == SECRET
        client.delete(f"/webhooks/{made['id']}")

    def test_asked_for_again_it_is_one_webhook_and_its_secret_is_not_told_again(self, client: httpx.Client) -> None:
        headers = {"Idempotency-Key": "webhook-1"}
        body = {"url": URL, "events": ["session.updated"]}
        first, second = (client.post("/webhooks", json=body, headers=headers) for _ in range(2))
        assert second.status_code == 201
        assert second.json() == {**first.json(), "secret": None}
        other = client.post("/webhooks", json={**body, "url": URL + "2"}, headers=headers)
        assert other.status_code == 422
        client.delete(f"/webhooks/{first.json()['id']}")

    @pytest.mark.parametrize(
        "body",
        [
            {},
            {"url": URL},
            {"url": URL, "events": []},
            {"url": URL, "events": ["session.deleted"]},
            {"url": URL, "events": ["webhook.test"]},
            {"url": "ftp://example.com/", "events": ["session.updated"]},
            {"url": "https://user@example.com/", "events": ["session.updated"]},
            {"url": URL, "events": ["session.updated"], "secret": "whsec_c2hvcnQ="},
            {"url": URL, "events": ["session.updated"], "secret": "a secret"},
        ],
    )
    def test_what_makes_no_sense_is_refused(self, client: httpx.Client, body: dict[str, Any]) -> None:
        before = client.get("/webhooks").json()
        answer = client.post("/webhooks", json=body)
        assert answer.status_code == 422
        assert answer.json()["error"]["code"]
        assert client.get("/webhooks").json() == before

    def test_a_list_goes_on_where_it_ended(self, client: httpx.Client) -> None:
        body = {"url": URL, "events": ["session.updated"]}
        made = [client.post("/webhooks", json=body).json()["id"] for _ in range(3)]
        seen, cursor = [], None
        while cursor != "":
            page = client.get("/webhooks", params={"limit": 1, **({"cursor": cursor} if cursor else {})}).json()
            seen += [webhook["id"] for webhook in page["webhooks"]]
            cursor = page["next_cursor"] or ""
        assert seen == made[::-1]
        for webhook_id in made:
            client.delete(f"/webhooks/{webhook_id}")

    def test_only_an_admin_sees_them_and_only_its_tenants(self, server: RunningServer, webhook: Any) -> None:
        with httpx.Client(base_url=f"{server.address}/api/admin", headers={"X-API-Key": server.key}) as admin:
            writer = admin.post("/api-keys", json={"name": "w", "scope": "write"}).json()["key"]
            tenant = admin.post("/tenants", json={"name": "Other"}).json()["id"]
            body = {"name": "a", "scope": "admin", "tenant_id": tenant}
            other = admin.post("/api-keys", json=body).json()["key"]
        with server.client(writer) as client:
            assert client.get("/webhooks").status_code == 403
        path = f"/webhooks/{webhook['id']}"
        with server.client(other) as client:
            assert client.get("/webhooks").json()["webhooks"] == []
            assert client.get(path).status_code == 404
            assert client.patch(path, json={"enabled": False}).status_code == 404
            assert client.delete(path).status_code == 404
            assert client.post(f"{path}/rotate").status_code == 404
            assert client.post(f"{path}/test").status_code == 404
            assert client.get(f"{path}/deliveries").status_code == 404
            assert client.post(f"{path}/deliveries/x/replay").status_code == 404


class TestEvents:
    def test_a_course_is_told_of_from_its_launch_to_its_score(
        self, client: httpx.Client, there: Receiver, webhook: Any
    ) -> None:
        _launch(client, "told-1")
        launched = there.next()
        assert launched.message["type"] == "session.launched"
        assert launched.message["data"]["id"] == "told-1"
        assert launched.message["data"]["user_id"] == "ada"
        session = _put(client, "told-1", 1, cmi_data={"cmi.location": "2"})
        updated = there.next()
        assert updated.message["type"] == "session.updated"
        # What the learner wrote is not sent about.
        assert updated.message["data"] == {name: value for name, value in session.items() if name != "cmi_data"}
        done = {"completion_status": "completed", "score": {"raw": 85, "max": 100}}
        session = _put(client, "told-1", session["version"], **done)
        arrived = [there.next() for _ in range(3)]
        assert {one.message["type"] for one in arrived} == {"session.updated", "session.completed", "session.scored"}
        assert len({one.headers["webhook-id"] for one in arrived}) == 3
        # Completed still, and scored the same.
        _put(client, "told-1", session["version"], cmi_data={"cmi.location": "3"})
        assert there.next().message["type"] == "session.updated"
        for one in [launched, updated, *arrived]:
            Verifier(webhook["secret"]).verify(one.body, one.headers)

    def test_a_request_that_came_before_tells_nothing_twice(
        self, client: httpx.Client, there: Receiver, webhook: Any
    ) -> None:
        _launch(client, "told-2")
        there.next()
        headers = {"Idempotency-Key": "put-1"}
        for _ in range(2):
            client.put("/sessions/told-2", json={"version": 1}, headers=headers).raise_for_status()
        assert client.put("/sessions/told-2", json={"version": 1}).status_code == 409
        there.next()
        deliveries = client.get(f"/webhooks/{webhook['id']}/deliveries").json()["deliveries"]
        assert [delivery["event"] for delivery in deliveries] == ["session.updated", "session.launched"]

    def test_a_change_of_its_events_holds_from_then_on(
        self, client: httpx.Client, there: Receiver, webhook: Any
    ) -> None:
        changed = client.patch(f"/webhooks/{webhook['id']}", json={"events": ["session.updated"]}).json()
        assert changed["events"] == ["session.updated"]
        _launch(client, "told-3")
        _put(client, "told-3", 1)
        assert there.next().message["type"] == "session.updated"

    def test_disabled_it_is_told_nothing(self, client: httpx.Client, there: Receiver, webhook: Any) -> None:
        path = f"/webhooks/{webhook['id']}"
        assert client.patch(path, json={"enabled": False}).json()["enabled"] is False
        _launch(client, "told-4")
        assert client.patch(path, json={"enabled": True}).json()["enabled"] is True
        _put(client, "told-4", 1)
        assert there.next().message["type"] == "session.updated"
        assert client.patch(path, json={"url": "https://user@example.com/"}).status_code == 422


class TestDeliveries:
    def test_a_test_says_at_once_what_came_of_it(self, client: httpx.Client, there: Receiver, webhook: Any) -> None:
        there.status, there.body = 418, b"I am a teapot"
        tried = client.post(f"/webhooks/{webhook['id']}/test").raise_for_status().json()
        assert there.next().message["type"] == "webhook.test"
        assert (tried["state"], tried["response_status"]) == ("failed", 418)
        assert tried["response_excerpt"] == "I am a teapot"
        assert tried["duration_ms"] >= 0
        there.status = 200
        headers = {"Idempotency-Key": "test-1"}
        first, second = (client.post(f"/webhooks/{webhook['id']}/test", headers=headers).json() for _ in range(2))
        assert first["state"] == "delivered"
        assert second == first

    def test_what_was_delivered_is_replayed_as_the_same_message(
        self, client: httpx.Client, there: Receiver, webhook: Any
    ) -> None:
        _launch(client, "told-5")
        first = there.next()
        path = f"/webhooks/{webhook['id']}/deliveries"
        (delivery,) = client.get(path).json()["deliveries"]
        assert delivery["message_id"] == first.headers["webhook-id"]
        assert client.get(f"{path}/{delivery['id']}").json()["message"] == first.message
        replayed = _until_over(client, f"{path}/{delivery['id']}/replay")
        assert replayed.status_code == 202
        assert there.next().body == first.body
        assert client.post(f"{path}/nothing/replay").status_code == 404
        assert client.get(f"{path}/nothing").status_code == 404

    def test_a_list_may_be_of_one_state(self, client: httpx.Client, there: Receiver, webhook: Any) -> None:
        client.post(f"/webhooks/{webhook['id']}/test").raise_for_status()
        there.status = 500
        client.post(f"/webhooks/{webhook['id']}/test").raise_for_status()
        path = f"/webhooks/{webhook['id']}/deliveries"
        for state in ("delivered", "failed"):
            found = client.get(path, params={"state": state}).json()["deliveries"]
            assert [delivery["state"] for delivery in found] == [state]
        assert client.get(path, params={"state": "lost"}).status_code == 422

    def test_a_disabled_webhook_is_not_replayed_to(self, client: httpx.Client, webhook: Any) -> None:
        tried = client.post(f"/webhooks/{webhook['id']}/test").json()
        client.patch(f"/webhooks/{webhook['id']}", json={"enabled": False})
        answer = client.post(f"/webhooks/{webhook['id']}/deliveries/{tried['id']}/replay")
        assert (answer.status_code, answer.json()["error"]["code"]) == (409, "webhook-disabled")

    def test_after_a_rotation_both_secrets_verify(self, client: httpx.Client, there: Receiver, webhook: Any) -> None:
        rotated = client.post(f"/webhooks/{webhook['id']}/rotate", json={"secret": SECRET}).raise_for_status().json()
        assert rotated["secret"] == SECRET
        assert rotated["old_secret_until"] is not None
        assert client.post(f"/webhooks/{webhook['id']}/rotate").json()["secret"] != SECRET
        client.post(f"/webhooks/{webhook['id']}/test").raise_for_status()
        arrived = there.next()
        Verifier(SECRET).verify(arrived.body, arrived.headers)


def _until_over(client: httpx.Client, path: str) -> httpx.Response:
    """Ask until what is under way is over: the answer of the receiver comes before the word that it did."""
    while (answer := client.post(path)).status_code == 409:
        assert answer.json()["error"]["code"] == "delivery-under-way"
    return answer


def test_a_server_that_was_not_told_otherwise_delivers_to_the_internet_only(
    tmp_path_factory: pytest.TempPathFactory, there: Receiver
) -> None:
    with running_server(tmp_path_factory.mktemp("careful") / "data") as careful, careful.client() as client:
        for url in (there.url, there.url.replace("http:", "https:"), "https://[::ffff:169.254.169.254]/"):
            answer = client.post("/webhooks", json={"url": url, "events": ["session.updated"]})
            assert (answer.status_code, answer.json()["error"]["code"]) == (422, "webhook-url-refused")


def test_the_command_line_makes_tries_lists_and_deletes(tmp_path: Path, there: Receiver) -> None:
    command_line, private = CommandLine(tmp_path), "--webhooks-to-private-addresses"
    create = ("webhooks", "create", there.url, "--event", "session.completed", "--json")
    assert command_line.run(*create).document["error"]["code"] == "webhook-url-refused"
    made = command_line.run(*create, private).document
    tried = command_line.run("webhooks", "test", made["id"], private, "--json").document
    arrived = there.next()
    Verifier(made.pop("secret")).verify(arrived.body, arrived.headers)
    assert command_line.run("webhooks", "list", "--json").document == [made]
    assert command_line.run("webhooks", "deliveries", made["id"], "--json").document == [tried]
    replayed = command_line.run("webhooks", "replay", made["id"], tried["id"], "--json").document
    assert replayed["state"] == "pending"
    assert command_line.run("webhooks", "delete", made["id"]).code == 0
    gone = command_line.run("webhooks", "test", made["id"])
    assert (gone.code, gone.err) == (1, "There is no such webhook.\n")
    assert "no event" in command_line.run("webhooks", "create", there.url, "--event", "x").err
