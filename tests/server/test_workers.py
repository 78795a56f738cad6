"""A server of several processes: a course is played in one of them, and whichever is asked, the answer is the same."""

from __future__ import annotations

import json
import socket
import struct
import sys
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from connect_desktop.paths import DataPaths
from connect_desktop.store.database import Database
from tests.packages_for_tests import build_zip
from tests.page_for_tests import Page
from tests.postgres_for_tests import Postgres
from tests.server_for_tests import PACKAGE, RunningServer, server_with_course

LAUNCH = {"package_id": PACKAGE, "user_id": "ada"}

if sys.platform == "linux":
    # Elsewhere workers meet at ports, and who listens there cannot be told by its process.

    @dataclass(frozen=True)
    class Cluster:
        """A running server; `database` is its own, as the tests look into it."""

        server: RunningServer
        database: Database

        def addresses(self) -> list[str]:
            """Where each worker can be asked past the shared socket."""
            with self.database.connections.reading() as connection:
                return [row[0] for row in connection.execute("SELECT address FROM worker ORDER BY id")]

        def worker(self, address: str) -> httpx.Client:
            return httpx.Client(
                base_url=self.server.address,
                headers={"X-API-Key": self.server.key},
                transport=httpx.HTTPTransport(uds=address.removeprefix("unix:")),
                timeout=30,
            )

    @pytest.fixture(scope="module", params=["sqlite", "postgres"])
    def cluster(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
        folder, address = tmp_path_factory.mktemp("workers"), None
        if request.param == "postgres":
            postgres: Postgres = request.getfixturevalue("postgres")
            address = postgres.new_database()
        with (
            server_with_course(folder, address, ["--workers", "2"]) as server,
            closing(Database(DataPaths(server.data, address).database)) as database,
        ):
            yield Cluster(server, database)

    @pytest.fixture
    def workers(cluster: Cluster) -> Iterator[tuple[httpx.Client, httpx.Client]]:
        one, other = cluster.addresses()
        with cluster.worker(one) as here, cluster.worker(other) as there:
            yield here, there

    @pytest.fixture
    def page(workers: tuple[httpx.Client, httpx.Client]) -> Page:
        """Played in the first worker."""
        return Page(workers[0], f"s-{uuid.uuid4()}", PACKAGE)

    def session_of(page: Page, at: httpx.Client) -> dict[str, Any]:
        document: dict[str, Any] = at.get(f"/api/v1/sessions/{page.session_id}").raise_for_status().json()
        return document

    def test_calls_reach_the_sitting_through_any_worker(page: Page, workers: tuple[httpx.Client, httpx.Client]) -> None:
        here, there = workers
        assert page.call(there, "Initialize", "") == "true"
        for at, value in ((here, "1"), (there, "2"), (here, "3")):
            assert page.call(at, "SetValue", "cmi.location", value) == "true"
        assert page.call(there, "GetValue", "cmi.location") == "3"
        assert page.call(there, "Commit", "") == "true"
        for at in workers:
            assert session_of(page, at)["cmi_data"]["cmi.location"] == "3"
            content = at.get(f"/player/{page.session_id}/{page.sitting}/content/{page.url}")
            assert (content.status_code, content.headers["Content-Type"]) == (200, "text/html")

    def test_what_the_api_says_at_another_worker_reaches_the_course_that_is_played(
        page: Page, workers: tuple[httpx.Client, httpx.Client]
    ) -> None:
        here, there = workers
        page.call(here, "Initialize", "")
        page.call(here, "SetValue", "cmi.location", "said by the course")
        page.call(here, "Commit", "")
        said = {"version": session_of(page, there)["version"], "cmi_data": {"cmi.location": "by the API"}}
        answer = there.put(f"/api/v1/sessions/{page.session_id}", json=said)
        assert (answer.status_code, answer.json()["cmi_data"]["cmi.location"]) == (200, "by the API")
        assert there.put(f"/api/v1/sessions/{page.session_id}", json=said).status_code == 409
        # Its journal goes on behind what was said, in the order in which it was.
        assert page.call(there, "SetValue", "cmi.location", "by the course again") == "true"
        assert page.call(there, "Commit", "") == "true"
        assert session_of(page, there)["cmi_data"]["cmi.location"] == "by the course again"

    def test_the_last_window_plays_whichever_worker_it_came_to(
        page: Page, workers: tuple[httpx.Client, httpx.Client]
    ) -> None:
        here, there = workers
        page.call(here, "Initialize", "")
        before = page.sitting
        page.open(there)
        assert page.call(there, "Initialize", "") == "true"
        page.sitting = before
        for at in workers:
            refused = page.ask(at, "GetValue", "cmi.location")
            assert (refused.status_code, refused.json()["error"]["code"]) == (410, "sitting-elsewhere")

    def test_a_session_deleted_at_another_worker_is_played_no_more(
        page: Page, workers: tuple[httpx.Client, httpx.Client]
    ) -> None:
        here, there = workers
        page.call(here, "Initialize", "")
        assert there.delete(f"/api/v1/sessions/{page.session_id}").status_code == 204
        for at in workers:
            assert page.ask(at, "SetValue", "cmi.location", "1").status_code == 410

    def test_who_came_by_a_dispatch_is_stopped_when_another_worker_revokes_it(
        page: Page, workers: tuple[httpx.Client, httpx.Client]
    ) -> None:
        here, there = workers
        made = there.post(f"/api/v1/packages/{PACKAGE}/dispatches", json={"label": "L", "destination": "D"})
        dispatch = made.raise_for_status().json()["dispatch"]
        link = urlsplit(dispatch["launchUrl"]).path
        given = urlsplit(here.get(link, params={"learner_id": "ada"}).headers["Location"])
        page.session_id, page.token = given.path.rpartition("/")[2], parse_qs(given.query)["token"][0]
        page.open(here)
        page.call(here, "Initialize", "")
        assert page.call(here, "SetValue", "cmi.location", "before") == "true"
        there.post(f"/api/v1/dispatches/{dispatch['id']}/revoke").raise_for_status()
        for at in workers:
            refused = page.ask(at, "SetValue", "cmi.location", "after")
            assert (refused.status_code, refused.json()["error"]["code"]) == (410, "sitting-revoked")
        assert session_of(page, there)["cmi_data"]["cmi.location"] == "before"

    def test_learners_who_come_to_all_workers_at_once_are_counted_once(
        workers: tuple[httpx.Client, httpx.Client],
    ) -> None:
        _, there = workers
        made = there.post(f"/api/v1/packages/{PACKAGE}/dispatches", json={"label": "L", "destination": "D"})
        dispatch = made.raise_for_status().json()["dispatch"]
        link = urlsplit(dispatch["launchUrl"]).path

        def come(number: int) -> int:
            return workers[number % 2].get(link, params={"learner_id": f"l{number % 3}"}).status_code

        with ThreadPoolExecutor(8) as pool:
            assert set(pool.map(come, range(48))) == {302}
        shown = there.get(f"/api/v1/dispatches/{dispatch['id']}").json()["dispatch"]
        assert (shown["launchCount"], shown["registrationCount"], shown["licenseCount"]) == (48, 3, 3)

    def test_who_plays_is_stopped_when_another_worker_deletes_their_tenant(
        page: Page, workers: tuple[httpx.Client, httpx.Client], tmp_path: Path
    ) -> None:
        here, there = workers
        tenant = there.post("/api/admin/tenants", json={"name": "Going"}).raise_for_status().json()["id"]
        body = {"name": "K", "scope": "admin", "tenant_id": tenant}
        key = {"X-API-Key": there.post("/api/admin/api-keys", json=body).raise_for_status().json()["key"]}
        zipped, sent = {"Content-Type": "application/zip"}, build_zip(tmp_path / "course.zip").read_bytes()
        package = there.post("/api/v1/packages/upload", content=sent, headers={**key, **zipped}).json()["id"]
        launched = there.post(f"/api/v1/packages/{package}/launch", json={"user_id": "ada"}, headers=key).json()
        page.session_id = launched["session_id"]
        page.token = parse_qs(urlsplit(launched["launch_url"]).query)["token"][0]
        page.open(here)
        page.call(here, "Initialize", "")
        assert there.delete(f"/api/admin/tenants/{tenant}", params={"force": True}).status_code == 204
        for at in workers:
            assert page.ask(at, "SetValue", "cmi.location", "1").status_code == 410
        assert len(here.get("/api/v1/sessions").json()["sessions"]) >= 1

    def test_pages_that_open_at_once_in_all_workers_leave_one_that_plays(
        cluster: Cluster, page: Page, workers: tuple[httpx.Client, httpx.Client]
    ) -> None:
        headers = {"Authorization": f"Bearer {page.token}", "X-API-Key": ""}

        def open_at(at: httpx.Client) -> dict[str, Any]:
            view: dict[str, Any] = at.post(f"/player/{page.session_id}/open", headers=headers).raise_for_status().json()
            return view

        with ThreadPoolExecutor(8) as pool:
            views = list(pool.map(open_at, workers * 4))
        playing = []
        for view in views:
            page.sitting, page.delivery = view["sitting"], view["delivery"]["number"]
            if page.ask(workers[1], "Initialize", "").status_code == 200:
                playing.append(view)
        assert len(playing) == 1

    @pytest.mark.parametrize(
        ("path", "body", "status"),
        [
            (f"/api/v1/packages/{PACKAGE}/launch", {"user_id": "bob"}, 200),
            (f"/api/v1/packages/{PACKAGE}/dispatches", {"label": "L", "destination": "D"}, 201),
            ("/api/v1/packages/upload-url", {}, 201),
            ("/api/v1/sync", {"pushes": [{"session_id": "s-%s", "version": 1, "launch": LAUNCH}]}, 207),
            ("/api/admin/tenants", {"name": "T"}, 201),
        ],
    )
    def test_a_request_that_comes_to_all_workers_at_once_is_one_request(
        workers: tuple[httpx.Client, httpx.Client], path: str, body: dict[str, Any], status: int
    ) -> None:
        for _ in range(8):
            key = str(uuid.uuid4())
            said = json.dumps(body).replace("%s", key)
            headers = {"Idempotency-Key": key, "Content-Type": "application/json"}

            def ask(at: httpx.Client) -> httpx.Response:
                return at.post(path, content=said, headers=headers)  # noqa: B023 - asked within the turn

            with ThreadPoolExecutor(4) as pool:
                answers = list(pool.map(ask, workers * 2))
            assert {(answer.status_code, answer.content) for answer in answers} == {(status, answers[0].content)}

    def test_a_worker_that_is_killed_is_replaced_and_what_it_had_committed_is_there(
        cluster: Cluster, page: Page, workers: tuple[httpx.Client, httpx.Client]
    ) -> None:
        here, there = workers
        page.call(here, "Initialize", "")
        page.call(here, "SetValue", "cmi.location", "page 7")
        page.call(here, "Commit", "")
        before = cluster.addresses()
        _kill(before[0])
        lost = page.ask(there, "GetValue", "cmi.location")
        assert (lost.status_code, lost.json()["error"]["code"]) == (410, "sitting-lost")
        page.open(there)
        page.call(there, "Initialize", "")
        assert page.call(there, "GetValue", "cmi.location") == "page 7"
        _until(lambda: len(set(cluster.addresses()) - set(before)) == 1)
        (new,) = set(cluster.addresses()) - set(before)
        with cluster.worker(new) as replacing:
            assert page.call(replacing, "GetValue", "cmi.location") == "page 7"

    def _kill(address: str) -> None:
        """End the process that listens there as a crash would."""
        import os
        import signal

        with socket.socket(socket.AF_UNIX) as connected:
            connected.connect(address.removeprefix("unix:"))
            pid, _, _ = struct.unpack("3i", connected.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))
        os.kill(pid, signal.SIGKILL)

        def gone() -> bool:
            with socket.socket(socket.AF_UNIX) as again:
                return again.connect_ex(address.removeprefix("unix:")) != 0

        _until(gone)

    def _until(there: Callable[[], bool]) -> None:
        from time import monotonic, sleep

        until = monotonic() + 60
        while not there():
            assert monotonic() < until
            sleep(0.05)
