"""Servers on two machines, with one database and one bucket: a course is played in one, and either may be asked."""

from __future__ import annotations

import os
import signal
import socket
import ssl
import sys
import threading
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from connect_desktop.paths import DataPaths
from connect_desktop.server.http.peers import PROOF
from connect_desktop.store.database import Database
from tests.packages_for_tests import build_zip
from tests.page_for_tests import Page
from tests.postgres_for_tests import Postgres
from tests.s3_for_tests import answering_parts, running_s3
from tests.server_for_tests import RunningServer, running_server

# Both are this computer; to the servers they are two.
ONE, OTHER = "127.0.0.1", "127.0.0.2"

if sys.platform == "linux":
    # Elsewhere only the first of the two addresses is there.

    @dataclass(frozen=True, kw_only=True)
    class Fleet:
        """What the machines have in common."""

        folder: Path
        database: str
        key: str
        package: str

        @contextmanager
        def machine(self, address: str) -> Iterator[RunningServer]:
            """One more machine, which can be reached at the address."""
            data = self.folder / f"data-{uuid.uuid4().hex}"
            with running_server(data, self.key, options_of(self.database, address)) as server:
                yield server

        def worker_of(self, address: str) -> tuple[str, int, str]:
            """Where the machine's last worker is asked by others, and its secret."""
            query = "SELECT address, secret FROM worker WHERE address LIKE ? ORDER BY started_at DESC"
            with (
                closing(Database(DataPaths(self.folder, self.database).database)) as it,
                it.connections.reading() as connection,
            ):
                place, secret = connection.execute(query, (f"https://{address}:%",)).fetchone()
            host, _, port = place.removeprefix("https://").rpartition(":")
            return host, int(port), secret

    def options_of(database: str, address: str) -> list[str]:
        shared = ["--database", database, "--storage", "s3://packages/school"]
        return [*shared, "--host", address, "--advertise", address]

    @pytest.fixture(scope="module")
    def fleet(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fleet]:
        folder, database = tmp_path_factory.mktemp("fleet"), postgres.new_database()
        (folder / "buckets" / "packages").mkdir(parents=True)
        with (
            running_s3(folder / "buckets") as plain,
            answering_parts(plain) as s3,
            pytest.MonkeyPatch.context() as patch,
        ):
            # What opens the secrets in the database is the same on each machine.
            patch.setenv("CONNECT_DESKTOP_SERVER_KEY", "of-all-machines-of-the-tests-and-long-enough")
            for name, value in s3.environment.items():
                patch.setenv(name, value)
            with running_server(folder / "first", options=options_of(database, ONE)) as server:
                sent, zipped = build_zip(folder / "course.zip").read_bytes(), {"Content-Type": "application/zip"}
                with server.client() as client:
                    answer = client.post("/packages/upload", content=sent, headers=zipped).raise_for_status()
            yield Fleet(folder=folder, database=database, key=server.key, package=answer.json()["id"])
        postgres.drop_database(database)

    @pytest.fixture(scope="module")
    def other(fleet: Fleet) -> Iterator[httpx.Client]:
        """A machine that is there all the time."""
        with fleet.machine(OTHER) as server, asking(server) as client:
            yield client

    @pytest.fixture
    def machine(fleet: Fleet) -> Iterator[RunningServer]:
        """One that may go."""
        with fleet.machine(ONE) as server:
            yield server

    @pytest.fixture
    def here(machine: RunningServer) -> Iterator[httpx.Client]:
        with asking(machine) as client:
            yield client

    @pytest.fixture
    def page(here: httpx.Client, fleet: Fleet) -> Page:
        """Played in the machine that may go."""
        return Page(here, f"s-{uuid.uuid4()}", fleet.package)

    def asking(server: RunningServer) -> httpx.Client:
        return httpx.Client(base_url=server.address, headers={"X-API-Key": server.key}, timeout=30)

    def test_a_course_is_played_through_either_machine(here: httpx.Client, other: httpx.Client, page: Page) -> None:
        assert page.call(other, "Initialize", "") == "true"
        for at, value in ((here, "1"), (other, "2")):
            assert page.call(at, "SetValue", "cmi.location", value) == "true"
            content = at.get(f"/player/{page.session_id}/{page.sitting}/content/{page.url}")
            assert (content.status_code, content.headers["Content-Type"]) == (200, "text/html")
        assert page.call(other, "Commit", "") == "true"
        path = f"/api/v1/sessions/{page.session_id}"
        said = {"version": other.get(path).json()["version"], "cmi_data": {"cmi.location": "by the API"}}
        assert other.put(path, json=said).raise_for_status().json()["cmi_data"]["cmi.location"] == "by the API"
        assert other.put(path, json=said).status_code == 409
        # What is passed on says nothing of its own about who asks.
        page.headers = {PROOF: "mine"}
        assert page.call(other, "SetValue", "cmi.location", "3") == "true"
        assert page.call(here, "Commit", "") == "true"
        assert [at.get(path).json()["cmi_data"]["cmi.location"] for at in (here, other)] == ["3", "3"]

    def test_the_last_window_plays_whichever_machine_it_came_to(
        here: httpx.Client, other: httpx.Client, page: Page
    ) -> None:
        page.call(here, "Initialize", "")
        before = page.sitting
        page.open(other)
        assert page.call(here, "Initialize", "") == "true"
        page.sitting = before
        for at in (here, other):
            refused = page.ask(at, "GetValue", "cmi.location")
            assert (refused.status_code, refused.json()["error"]["code"]) == (410, "sitting-elsewhere")

    def test_a_stranger_who_knocks_where_machines_meet_gets_nothing(
        fleet: Fleet, here: httpx.Client, page: Page
    ) -> None:
        host, port, secret = fleet.worker_of(ONE)
        path, trusting = f"/api/v1/sessions/{page.session_id}", ssl.create_default_context()
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        key = {"X-API-Key": fleet.key}
        with httpx.Client(base_url=f"https://{host}:{port}", verify=trusting) as stranger:
            for said in (key, {**key, PROOF: "guessed"}, {**key, PROOF: secret[:-1]}, {**key, PROOF: ""}):
                for asked in (path, "/api/health", "/metrics", f"/player/{page.session_id}"):
                    refused = stranger.get(asked, headers=said)
                    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "not-a-worker")
            # The secret opens the door, and nothing behind it.
            assert stranger.get(path, headers={PROOF: secret}).status_code == 401
            assert stranger.get(path, headers={**key, PROOF: secret}).status_code == 200
        with pytest.raises(httpx.TransportError):
            httpx.get(f"http://{host}:{port}/api/health", trust_env=False)

    def test_a_machine_that_is_gone_is_gone_on_without(
        machine: RunningServer, here: httpx.Client, other: httpx.Client, page: Page
    ) -> None:
        page.call(other, "Initialize", "")
        page.call(here, "SetValue", "cmi.location", "page 7")
        page.call(here, "Commit", "")
        lose(machine)
        path = f"/api/v1/sessions/{page.session_id}"
        said = {"version": other.get(path).json()["version"], "cmi_data": {"their.own": "1"}}
        assert other.put(path, json=said).status_code == 200
        lost = page.ask(other, "GetValue", "cmi.location")
        assert (lost.status_code, lost.json()["error"]["code"]) == (410, "sitting-lost")
        page.open(other)
        page.call(other, "Initialize", "")
        assert page.call(other, "GetValue", "cmi.location") == "page 7"

    def test_who_takes_the_place_of_a_machine_that_is_gone_hears_nothing(
        fleet: Fleet, machine: RunningServer, here: httpx.Client, other: httpx.Client, page: Page
    ) -> None:
        page.call(other, "Initialize", "")
        host, port, _ = fleet.worker_of(ONE)
        lose(machine)
        with impostor(host, port, fleet.folder) as heard:
            refused = page.ask(other, "SetValue", "cmi.location", "my answer")
            assert (refused.status_code, refused.json()["error"]["code"]) == (410, "sitting-lost")
        assert heard == []

    def lose(machine: RunningServer) -> None:
        os.kill(machine.process.pid, signal.SIGKILL)
        machine.process.wait()

    @contextmanager
    def impostor(host: str, port: int, folder: Path) -> Iterator[list[bytes]]:
        """Listens there with a certificate of its own, and keeps what it is told."""
        from connect_desktop.server.http.identity import new_identity

        heard: list[bytes] = []
        tls, _ = new_identity(host)
        listening = socket.create_server((host, port))

        def listen() -> None:
            while True:
                try:
                    connected, _ = listening.accept()
                except OSError:
                    return
                try:
                    with tls.wrap_socket(connected, server_side=True) as secured:
                        heard.append(secured.recv(1 << 16))
                except OSError:
                    continue

        thread = threading.Thread(target=listen)
        thread.start()
        try:
            yield heard
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            listening.close()
            thread.join()
