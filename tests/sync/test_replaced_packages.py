"""A package is replaced on the server after launches of it were acknowledged: whatever was learned before, meanwhile
and afterwards is on record there, once."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest

from connect_desktop.packages.library import package_id_of
from connect_desktop.store.records import EntryKind
from connect_desktop.sync.report import Outcome, SyncReport, Waiting
from connect_desktop.sync.summary import summary
from tests.packages_for_tests import build_zip, course_files
from tests.server_for_tests import PACKAGE, RunningServer, add_package, running_server
from tests.sync_for_tests import ITEM, Device, device

PASSED = (("cmi.core.lesson_status", "passed"), ("cmi.core.session_time", "0000:01:00.25"))
FURTHER = (("cmi.core.lesson_status", "incomplete"), ("cmi.core.session_time", "0000:02:00"))


def own_id(package: Path) -> str:
    return package_id_of(hashlib.sha256(package.read_bytes()).hexdigest())


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """Another version of the course."""
    return build_zip(tmp_path / "newer.zip", {**course_files(), "more.html": "more"})


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


class Place:
    """A server, which may be stopped and another be started at its address, and devices that ask it."""

    def __init__(self, folder: Path, learner: str, stack: ExitStack) -> None:
        self.folder = folder
        self.learner = learner
        self.devices: list[Device] = []
        self._stack = stack
        self._running = ExitStack()
        stack.callback(lambda: self._running.close())
        self.server: RunningServer

    def serve(self, name: str, key: str = "") -> RunningServer:
        """Serve this data at the address there is, if there is one."""
        before = getattr(self, "server", None)
        port = ["--port", before.address.rpartition(":")[2]] if before else []
        self._running.close()
        self._running = ExitStack()
        self.server = self._running.enter_context(running_server(self.folder / name, key, port))
        for made in self.devices:
            made.credentials.key = self.server.key
        return self.server

    def device(self, name: str, course: Path, package_id: str) -> Device:
        made = self._stack.enter_context(device(self.folder / name, None, self.server.address, self.server.key))
        add_package(made.data, course, package_id)
        made.store.learners.known_as(self.learner)
        self.devices.append(made)
        return made

    def sync(self, *devices: Device) -> list[SyncReport]:
        """Each syncs, again and again, until all are in step: nobody is refused."""
        for _ in range(4):
            reports = [it.sync() for it in devices]
            assert [(it.outcome, it.quarantined) for it in reports] == [(Outcome.DONE, 0)] * len(devices)
        assert [it.sent + it.received for it in reports] == [0] * len(devices)
        return reports

    def on_record(self) -> dict[str, dict[str, Any]]:
        """The learner's sessions on the server."""
        with self.server.client() as client:
            answer = client.get("/sessions", params={"user_id": self.learner}).raise_for_status().json()
        return {it["id"]: it for it in answer["sessions"]}

    def launches(self) -> Counter[str]:
        """Each launch on the server, as often as it is in a session of the learner's."""
        found: Counter[str] = Counter()
        with self.server.client() as client:
            for session_id in self.on_record():
                found.update(list(client.get(f"/sessions/{session_id}/journal").raise_for_status().json()["journal"]))
        return found

    def seconds(self) -> float:
        return float(sum(it["time_spent_seconds"] for it in self.on_record().values()))


@pytest.fixture
def place(tmp_path: Path, learner: str, stack: ExitStack) -> Place:
    return Place(tmp_path, learner, stack)


def times_here(device: Device) -> int:
    return sum(it.total_time for it in device.store.sessions.all())


def begin(device: Device, place: Place, session_id: str, package_id: str) -> str:
    return device.begin(session_id, place.learner, package_id)


def test_a_newer_version_leaves_what_was_begun_with_the_older(
    place: Place, course: Path, newer: Path, session_id: str
) -> None:
    old, new = own_id(course), own_id(newer)
    add_package(place.folder / "server", course, old)
    place.serve("server")
    one, two = place.device("one", course, old), place.device("two", course, old)
    begin(one, place, session_id, old)
    played = [one.play(session_id, *PASSED, package_id=old)]
    place.sync(one, two)
    with place.server.client() as client:
        files = {"file": ("newer.zip", newer.read_bytes(), "application/zip")}
        client.post("/packages/upload", files=files).raise_for_status()
        client.patch(f"/packages/{new}", json={"replaces": old}).raise_for_status()
    played += [it.play(session_id, *FURTHER, package_id=old) for it in (one, two)]
    place.sync(one, two)
    assert place.launches() == Counter(played)
    assert place.seconds() == 300.25
    with place.server.client() as client:
        client.delete(f"/packages/{old}", params={"force": True}).raise_for_status()
    played.append(two.play(session_id, *FURTHER, package_id=old))
    assert two.sync().waiting == 1
    assert two.standing(session_id).waiting == {Waiting.NO_COURSE_THERE: 1}
    with place.server.client() as client:
        files = {"file": ("course.zip", course.read_bytes(), "application/zip")}
        client.post("/packages/upload", files=files).raise_for_status()
    place.sync(two, one)
    assert place.launches() == Counter(played)
    assert (place.seconds(), times_here(one), times_here(two)) == (420.25, 42025, 42025)
    assert place.on_record()[session_id]["success_status"] == "passed"


def test_what_was_acknowledged_stays_where_the_server_has_it(
    place: Place, course: Path, newer: Path, session_id: str
) -> None:
    add_package(place.folder / "server", course)
    key = place.serve("server").key
    one, two = place.device("one", course, PACKAGE), place.device("two", course, PACKAGE)
    begin(one, place, session_id, PACKAGE)
    acknowledged = one.play(session_id, *PASSED)
    begin(two, place, session_id, PACKAGE)
    running = two.play(session_id, ("cmi.core.session_time", "0000:01:00"), end=False)
    place.sync(one, two)
    add_package(place.folder / "server", newer)
    for data in (place.folder / "server", one.data, two.data):
        add_package(data, course, own_id(course))
    place.serve("server", key)
    go_on(two, session_id)
    played = [acknowledged, running, *(it.play(session_id, *FURTHER) for it in (one, two, one))]
    place.sync(one, two)
    assert place.launches() == Counter(played)
    there = place.on_record()
    assert (there[session_id]["success_status"], there[session_id]["time_spent_seconds"]) == ("passed", 240.25)
    assert sorted(it["package_id"] for it in there.values()) == sorted([PACKAGE, own_id(course)])
    assert place.seconds() == 600.25
    assert [times_here(it) for it in (one, two)] == [60025, 60025]
    assert [row.code for row in one.service.history(one.account)].count("forked") == 1


def go_on(device: Device, session_id: str) -> None:
    """The launch that still runs came to three minutes in all, and is over."""
    (launch,) = device.store.launches.unended()
    with closing(device.store.journal(launch)) as journal:
        journal.append(EntryKind.SET, ITEM, "cmi.core.session_time", "0000:03:00")
        journal.append(EntryKind.CLOSED, ITEM, "", "suspend")
        journal.commit()
    device.end(session_id, launch.id)


@pytest.mark.parametrize("has_newer", [False, True])
def test_a_session_that_is_another_courses_in_another_database(
    place: Place, course: Path, newer: Path, session_id: str, has_newer: bool
) -> None:
    old, new = own_id(course), own_id(newer)
    add_package(place.folder / "server", course, old)
    place.serve("server")
    one, two = place.device("one", course, old), place.device("two", course, old)
    begin(one, place, session_id, old)
    played = [one.play(session_id, *PASSED, package_id=old)]
    place.sync(one, two)
    played += [it.play(session_id, *FURTHER, package_id=old) for it in (one, two)]
    if has_newer:
        for made in place.devices:
            add_package(made.data, newer, new)
    add_package(place.folder / "another", course, old)
    add_package(place.folder / "another", newer, new)
    place.serve("another")
    with place.server.client() as client:
        begun = {"user_id": place.learner, "session_id": session_id}
        client.post(f"/packages/{new}/launch", json=begun).raise_for_status()
        client.put(f"/sessions/{session_id}", json={"version": 1, "session_time": "PT5M"}).raise_for_status()
    (told,) = place.launches()
    reports: Sequence[SyncReport] = place.sync(one, two)
    assert place.launches() == Counter([*played, told])
    there = place.on_record()
    assert (there[session_id]["package_id"], there[session_id]["time_spent_seconds"]) == (new, 300)
    (fork,) = there.keys() - {session_id}
    assert (there[fork]["package_id"], there[fork]["success_status"]) == (old, "passed")
    assert there[fork]["time_spent_seconds"] == 300.25
    for made, report in zip((one, two), reports, strict=True):
        assert made.store.sessions.open_for(place.learner, old).id == fork, "the course goes on where it was"
        assert times_here(made) == (60025 if has_newer else 30025)
        said = summary(made.standing(), report)
        assert said.startswith(
            f"All saved here. Server has {4 if has_newer else 3} of {4 if has_newer else 3} launches"
        )
        assert ("not on this device yet" in said) is not has_newer
    # It comes in whole as soon as its course is here.
    for made in (one, two):
        add_package(made.data, newer, new)
    place.sync(one, two)
    assert [times_here(it) for it in (one, two)] == [60025, 60025]
    played.append(two.play(fork, *FURTHER, package_id=old))
    place.sync(two, one)
    assert place.launches() == Counter([*played, told])
    assert (place.seconds(), times_here(one)) == (720.25, 72025)
