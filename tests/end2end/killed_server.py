"""A server that is killed while all kinds of clients write to it, and what was answered to them before."""

from __future__ import annotations

import os
import queue
import select
import signal
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from tests.server_for_tests import PACKAGE, RunningServer, running_server
from tests.webhook_receiver_for_tests import Receiver

PLACES = 12
"""How many may register through a round's dispatch; more come."""

OPTIONS = ("--webhooks-to-private-addresses",)
_WRITERS = 2
_LAUNCHERS = 3
_LONGEST = 30
_DONE = ("succeeded", "failed")


@dataclass(kw_only=True)
class Told:
    """What clients were told in one round, each list and mapping by one thread.

    `versions` are the last ones of sessions that were written by PUT or `/sync`; `elements` what the web player's
    content was told is kept; `jobs` the uploads that were accepted; `learners` who was let in through the `dispatch`,
    and to which session; `changes` the sessions and versions of which webhooks are to be told.
    """

    dispatch: str = ""
    versions: dict[str, int] = field(default_factory=dict)
    elements: dict[str, str] = field(default_factory=dict)
    jobs: list[str] = field(default_factory=list)
    learners: dict[str, str] = field(default_factory=dict)
    turned_away: int = 0
    changes: set[tuple[str, int]] = field(default_factory=set)


class Round:
    """One life of a server, from its start to its end by SIGKILL."""

    def __init__(self, server: RunningServer, zips: Sequence[bytes], chance: Random) -> None:
        self._server = server
        self._zips = zips
        self._chance = chance
        self._wrong: list[BaseException] = []
        self._answered = threading.Semaphore(0)
        self._over = threading.Event()
        self.told = Told()

    def run(self, answers: int, kill: Callable[[], None] | None = None) -> Told:
        """Write until there were so many answers, then `kill`: the server, unless something else is to be killed."""
        with self._server.client() as client:
            body = {"label": "all", "destination": "all", "registration_limit": PLACES}
            made = client.post(f"/packages/{PACKAGE}/dispatches", json=body).raise_for_status().json()
            self.told.dispatch = made["dispatch"]["id"]
        learners = [f"{uuid.uuid4()}" for _ in range(PLACES * 2)]
        jobs: list[Callable[[httpx.Client], None]] = [*[self._put] * _WRITERS, self._sync, self._play, self._upload]
        jobs += [partial(self._come, learners[number::_LAUNCHERS]) for number in range(_LAUNCHERS)]
        threads = [threading.Thread(target=self._until_the_end, args=(job,)) for job in jobs]
        for thread in threads:
            thread.start()
        for _ in range(answers):
            assert self._answered.acquire(timeout=_LONGEST), self._wrong
        (kill or self._kill)()
        self._over.set()
        for thread in threads:
            thread.join(60)
        if self._wrong:
            raise self._wrong[0]
        return self.told

    def _count(self) -> None:
        """There was an answer that is to hold."""
        self._answered.release()
        if self._over.is_set():
            raise _InTrouble

    def _kill(self) -> None:
        self._server.process.send_signal(signal.SIGKILL)
        self._server.process.wait(20)

    def _until_the_end(self, job: Callable[[httpx.Client], None]) -> None:
        with self._server.client() as client:
            try:
                job(client)
            except (httpx.TransportError, _InTrouble):
                return
            except BaseException as error:
                self._wrong.append(error)

    def _launched(self, client: httpx.Client) -> tuple[str, str]:
        session_id = f"s-{uuid.uuid4()}"
        body = {"user_id": f"ada-{session_id}", "session_id": session_id}
        url = _good(client.post(f"/packages/{PACKAGE}/launch", json=body)).json()["launch_url"]
        return session_id, parse_qs(urlsplit(url).query)["token"][0]

    def _put(self, client: httpx.Client) -> None:
        session_id, _ = self._launched(client)
        version = 1
        while True:
            body = {"version": version, "cmi_data": {"cmi.location": str(version)}}
            answer = client.put(
                f"/sessions/{session_id}", json=body, headers={"Idempotency-Key": f"{session_id} {version}"}
            )
            version = self._written(session_id, _good(answer).json()["version"])

    def _sync(self, client: httpx.Client) -> None:
        ids = [f"s-{uuid.uuid4()}" for _ in range(3)]
        versions = dict.fromkeys(ids, 1)
        while True:
            pushes = [
                {
                    "session_id": session_id,
                    "launch": {"package_id": PACKAGE, "user_id": f"bea-{session_id}"},
                    "version": version,
                    "cmi_data": {"cmi.location": str(version)},
                }
                for session_id, version in versions.items()
            ]
            results = _good(client.post("/sync", json={"pushes": pushes})).json()["results"]
            for session_id, result in zip(ids, results, strict=True):
                if result["status"] >= 500:
                    raise _InTrouble
                assert result["status"] == 200, result
                versions[session_id] = self._written(session_id, result["body"]["version"])

    def _written(self, session_id: str, version: int) -> int:
        self.told.versions[session_id] = version
        self.told.changes.add((session_id, version))
        self._count()
        return version

    def _play(self, client: httpx.Client) -> None:
        """Content in the web player: what `Commit` said "true" to is kept."""
        session_id, token = self._launched(client)
        root = f"{self._server.address}/player/{session_id}"
        headers = {"Authorization": f"Bearer {token}", "X-API-Key": ""}
        view = _good(client.post(f"{root}/open", headers=headers)).json()
        number = 0

        def call(method: str, *args: str) -> str:
            nonlocal number
            body = {"delivery": view["delivery"]["number"], "method": method, "args": args, "number": number}
            number += 1
            answer: str = _good(client.post(f"{root}/{view['sitting']}/call", json=body)).json()["answer"]
            return answer

        assert call("Initialize", "") == "true"
        count = 0
        while True:
            count += 1
            if call("SetValue", "cmi.suspend_data", f"{count}") != "true" or call("Commit", "") != "true":
                raise _InTrouble
            self.told.elements[session_id] = f"{count}"
            self._count()

    def _upload(self, client: httpx.Client) -> None:
        while True:
            body = self._chance.choice(self._zips)
            ticket = _good(client.post("/packages/upload-url", json={"size": len(body)})).json()
            half, total = len(body) // 2, len(body)
            for first, part in ((0, body[:half]), (half, body[half:])):
                sent = {"Content-Range": f"bytes {first}-{first + len(part) - 1}/{total}"}
                answer = client.put(ticket["upload_url"], content=part, headers=sent)
                if answer.status_code != 308:
                    _good(answer)
            job = _good(client.post("/packages/process", json={"upload_id": ticket["upload_id"]})).json()
            self.told.jobs.append(job["job_id"])
            self._count()

    def _come(self, learners: Sequence[str], client: httpx.Client) -> None:
        link = f"{self._server.address}/player/dispatch/{self.told.dispatch}"
        while True:
            for learner in learners:
                if self._over.is_set():
                    raise _InTrouble
                answer = client.get(link, params={"learner_id": learner}, headers={"X-API-Key": ""})
                if answer.status_code == 403:
                    self.told.turned_away += 1
                    continue
                assert _good(answer).status_code == 302
                session_id = urlsplit(answer.headers["Location"]).path.removeprefix("/player/")
                assert self.told.learners.setdefault(learner, session_id) == session_id
                self._count()


class _InTrouble(Exception):
    """The server lives, and what is behind it does not."""


def _good(answer: httpx.Response) -> httpx.Response:
    if answer.status_code >= 500:
        raise _InTrouble
    assert answer.status_code < 400, answer.text
    return answer


@contextmanager
def serving(data: Path, key: str, database: str | None = None) -> Iterator[RunningServer]:
    """The server of a round, on the data of those before."""
    chosen = ["--database", database] if database else []
    with running_server(data, key, [*OPTIONS, *chosen]) as server:
        yield server


def listen(server: RunningServer, there: Receiver) -> None:
    """Have the receiver told of what is written."""
    with server.client() as client:
        body = {"url": there.url, "event_type": "session.updated"}
        client.post("/webhooks", json=body).raise_for_status()


def lost_after(server: RunningServer, told: Told) -> list[str]:
    """What was answered, and is not so now that the server runs again."""
    lost = []
    with server.client() as client:
        for session_id, version in told.versions.items():
            session = _asked(client, f"/sessions/{session_id}").json()
            # The last request may have been done without its answer having come.
            if session.get("version") not in (version, version + 1):
                lost.append(f"{session_id} was of version {version}: {session}")
            elif session["cmi_data"] != {"cmi.location": f"{session['version'] - 1}"}:
                lost.append(f"{session_id} says something else: {session}")
        for session_id, value in told.elements.items():
            found = _asked(client, f"/sessions/{session_id}").json().get("cmi_data", {}).get("cmi.suspend_data", "")
            if found not in (value, f"{int(value) + 1}"):
                lost.append(f"{session_id} was played to {value} and is at {found!r}")
        lost += _lost_jobs(client, told)
        lost += _lost_learners(client, told)
    return lost


def _asked(client: httpx.Client, path: str) -> httpx.Response:
    """What the server says, once it does not say any more that its database is not there yet."""
    deadline = time.monotonic() + _LONGEST
    while (answer := client.get(path)).status_code == 503 and time.monotonic() < deadline:
        pass
    return answer


def _lost_jobs(client: httpx.Client, told: Told) -> list[str]:
    lost = []
    deadline = time.monotonic() + _LONGEST
    for job_id in told.jobs:
        job: dict[str, Any] = _asked(client, f"/jobs/{job_id}").json()
        while job.get("status") not in _DONE and time.monotonic() < deadline:
            job = _asked(client, f"/jobs/{job_id}").json()
        if job.get("status") != "succeeded" or _asked(client, f"/packages/{job['package_id']}/zip").status_code != 200:
            lost.append(f"the job came to {job}")
    return lost


def _lost_learners(client: httpx.Client, told: Told) -> list[str]:
    lost = []
    dispatch = _asked(client, f"/dispatches/{told.dispatch}").json()["dispatch"]
    if not len(told.learners) <= dispatch["registrationCount"] <= PLACES:
        lost.append(f"{len(told.learners)} were let in, of {PLACES}: {dispatch}")
    if told.turned_away and dispatch["registrationCount"] < PLACES:
        lost.append(f"{told.turned_away} were turned away from free places: {dispatch}")
    missing = [name for name in told.learners.values() if _asked(client, f"/sessions/{name}").status_code != 200]
    return [*lost, *(f"the session {name} of who was let in is not there" for name in missing)]


def untold(there: Receiver, changes: set[tuple[str, int]], seconds: float) -> set[tuple[str, int]]:
    """The changes that the receiver was not told of within so many seconds."""
    missing, deadline = set(changes), time.monotonic() + seconds
    while missing:
        try:
            arrived = there.arrived.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            break
        data = arrived.message["data"]
        missing.discard((data["id"], data["version"]))
    return missing


def kill_postgres(folder: Path) -> None:
    """End all processes of the PostgreSQL whose data is in `folder` at once, as by a loss of power."""
    first = int((folder / "data" / "postmaster.pid").read_text().split()[0])
    # Stopped, so that it begets no other meanwhile.
    os.kill(first, signal.SIGSTOP)
    children = [int(it.name) for it in Path("/proc").iterdir() if it.name.isdigit() and _parent_of(it) == first]
    watched = {process: os.pidfd_open(process) for process in (first, *children)}
    for process in watched:
        os.kill(process, signal.SIGKILL)
    for descriptor in watched.values():
        select.select([descriptor], [], [], _LONGEST)
        os.close(descriptor)
    # Whoever is dead and was not waited for by its parent would be taken for alive.
    (folder / "data" / "postmaster.pid").unlink()
    for lock in folder.glob(".s.PGSQL.*.lock"):
        lock.unlink()


def _parent_of(process: Path) -> int:
    try:
        return int((process / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return -1
