"""kill -9 of the server between a change and the word of it: what was acknowledged is told, under one id each."""

from __future__ import annotations

import queue
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

from connect_desktop.paths import DataPaths
from tests.killed_writers_for_tests import kill_among_writes
from tests.packages_for_tests import build_zip
from tests.server_for_tests import PACKAGE, RunningServer, add_package, running_server
from tests.webhook_receiver_for_tests import Receiver, receiver

ROUNDS = 3
WRITERS = 3
ACKNOWLEDGED_BEFORE_KILL = 25


def _kill_among_writes(server: RunningServer, round_: int) -> set[tuple[str, int]]:
    """The sessions and versions that were acknowledged before the server was killed."""
    ids = [f"s-{round_}-{number}" for number in range(WRITERS)]
    acknowledged = kill_among_writes(server, ids, lambda _version: {}, after=ACKNOWLEDGED_BEFORE_KILL)
    return {(session_id, version) for session_id, versions in acknowledged.items() for version in versions}


def _let_claims_run_out(data: Path) -> None:
    """As if those who were killed had been so a minute ago."""
    with closing(sqlite3.connect(DataPaths(data).database, isolation_level=None)) as connection:
        connection.execute("UPDATE webhook_delivery SET due_at = created_at WHERE state = 'sending'")


def _listen(there: Receiver, wanted: set[tuple[str, int]], told: dict[str, tuple[str, int]]) -> None:
    """Note by its id what arrives, until all that is wanted has; the same id always tells the same."""
    while wanted - set(told.values()):
        arrived = there.next()
        data = arrived.message["data"]
        what = (data["id"], data["version"])
        assert told.setdefault(arrived.headers["webhook-id"], what) == what


def test_what_was_acknowledged_is_told_though_the_server_is_killed(tmp_path: Path) -> None:
    data, private = tmp_path / "data", ["--webhooks-to-private-addresses"]
    add_package(data, build_zip(tmp_path / "course.zip"))
    told: dict[str, tuple[str, int]] = {}
    acknowledged: set[tuple[str, int]] = set()
    key = ""
    with receiver() as there:
        for round_ in range(ROUNDS):
            with running_server(data, key, private) as server:
                key = server.key
                if round_ == 0:
                    body = {"url": there.url, "event_type": "session.updated"}
                    with server.client() as client:
                        client.post("/webhooks", json=body).raise_for_status()
                # In one round nobody answers, so that it is killed in the midst of deliveries too.
                if round_ == 1:
                    there.open.clear()
                acknowledged |= _kill_among_writes(server, round_)
            there.open.set()
            _let_claims_run_out(data)
        with running_server(data, key, private):
            _listen(there, acknowledged, told)
    # A change is told under one id, however often it arrives.
    assert len(set(told.values())) == len(told)


def test_killed_right_after_the_answer_it_tells_when_it_runs_again(tmp_path: Path) -> None:
    data, private = tmp_path / "data", ["--webhooks-to-private-addresses"]
    add_package(data, build_zip(tmp_path / "course.zip"))
    with receiver() as there:
        with running_server(data, options=private) as server, server.client() as client:
            key = server.key
            body = {"user_id": "ada", "session_id": "s"}
            client.post(f"/packages/{PACKAGE}/launch", json=body).raise_for_status()
            client.post("/webhooks", json={"url": there.url, "event_type": "session.completed"}).raise_for_status()
            # Nobody says that it arrived before the server is killed.
            there.open.clear()
            put = {"version": 1, "completion_status": "completed"}
            client.put("/sessions/s", json=put).raise_for_status()
            server.process.send_signal(signal.SIGKILL)
            server.process.wait(20)
        there.open.set()
        seen = _drain(there)
        _let_claims_run_out(data)
        with running_server(data, key, private):
            arrived = there.next()
        assert arrived.message["data"]["completion_status"] == "completed"
        assert seen <= {arrived.headers["webhook-id"]}


def _drain(there: Receiver) -> set[str]:
    """The ids of what has arrived so far."""
    seen = set()
    try:
        while True:
            seen.add(there.arrived.get_nowait().headers["webhook-id"])
    except queue.Empty:
        return seen
