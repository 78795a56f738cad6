"""Courses that only a device or a hub has: sessions wait for them until the server is given them."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from connect_desktop.app import OpenedCourses, open_courses
from connect_desktop.cli import main
from connect_desktop.packages.library import package_id_of
from connect_desktop.paths import DataPaths
from connect_desktop.store.devices.accounts import Account
from connect_desktop.sync.courses.offers import CourseOffers
from connect_desktop.sync.credentials import KEY_VARIABLE
from connect_desktop.sync.errors import CourseNotTaken, SyncCancelled
from connect_desktop.sync.remote import Remote
from connect_desktop.sync.report import Waiting
from tests.packages_for_tests import build_zip, course_files
from tests.server_for_tests import RunningServer, add_package, running_server
from tests.sync_for_tests import Device, FixedKey, device

_PASSED = (("cmi.core.lesson_status", "passed"), ("cmi.core.session_time", "0000:01:00"))


@dataclass(frozen=True)
class Boat:
    """A device with a course that nobody else has, in which somebody has learned."""

    device: Device
    opened: OpenedCourses
    package_id: str


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with running_server(tmp_path_factory.mktemp("server") / "data") as running:
        yield running


@pytest.fixture
def boat(server: RunningServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Boat]:
    monkeypatch.setenv(KEY_VARIABLE, server.key)
    own: dict[str, bytes | str] = {**course_files(), "only.txt": str(uuid4()) * 4000}
    course = build_zip(tmp_path / "course.zip", own)
    package_id = package_id_of(hashlib.sha256(course.read_bytes()).hexdigest())
    data = tmp_path / "boat"
    add_package(data, course, package_id)
    with device(data, None, server.address, server.key) as made:
        for session_id in (f"s-{uuid4()}", f"s-{uuid4()}"):
            made.begin(session_id, package_id=package_id)
            made.play(session_id, *_PASSED, package_id=package_id)
        made.sync()
        with open_courses(DataPaths(data)) as opened:
            yield Boat(made, opened, package_id)


def give(boat: Boat) -> list[tuple[int, int]]:
    told: list[tuple[int, int]] = []
    boat.opened.offers.give(
        boat.device.account, boat.package_id, lambda done, total: told.append((done, total)), lambda: False
    )
    return told


def test_what_waits_for_a_course_goes_up_once_the_server_was_given_it(boat: Boat, server: RunningServer) -> None:
    assert boat.device.standing().waiting == {Waiting.NO_COURSE_THERE: 2}
    (wanted,) = boat.opened.offers.wanted(boat.device.account)
    assert (wanted.package_id, wanted.sessions) == (boat.package_id, 2)
    told = give(boat)
    assert told[-1][0] == told[-1][1] == wanted.size
    with server.client() as client:
        assert client.get(f"/packages/{boat.package_id}").is_success
    assert boat.device.sync().sent == 2
    assert (boat.device.standing().waiting, boat.device.standing().to_send) == ({}, 0)
    assert boat.opened.offers.wanted(boat.device.account) == ()
    assert list((boat.device.data / "packages").glob("downloads/offer-*")) == []


def test_a_course_given_twice_is_there_once(boat: Boat, server: RunningServer) -> None:
    give(boat)
    give(boat)
    with server.client() as client:
        listed = client.get("/packages", params={"limit": 100}).json()
    assert sum(it["id"] == boat.package_id for it in listed.get("packages", listed.get("items", []))) == 1


def test_giving_can_be_stopped(boat: Boat, server: RunningServer) -> None:
    with pytest.raises(SyncCancelled):
        boat.opened.offers.give(boat.device.account, boat.package_id, lambda _done, _total: None, lambda: True)
    with server.client() as client:
        assert client.get(f"/packages/{boat.package_id}").status_code == 404
    assert boat.opened.offers.wanted(boat.device.account)


def test_a_server_that_does_not_want_it_is_told_of_and_nothing_is_lost(boat: Boat, tmp_path: Path) -> None:
    refused = httpx.Response(422, json={"error": {"code": "package-refused", "message": "It has no manifest."}})

    def connect(account: Account) -> Remote:
        return Remote(account, FixedKey("key"), httpx.MockTransport(lambda _request: refused))

    offers = CourseOffers(boat.device.store, boat.opened.library, connect, tmp_path / "room")
    with pytest.raises(CourseNotTaken, match="school does not take “"):
        offers.give(boat.device.account, boat.package_id, lambda _done, _total: None, lambda: False)
    assert boat.device.standing().to_send == 2
    assert list((tmp_path / "room").iterdir()) == []


def test_by_the_command_line(boat: Boat) -> None:
    out = io.StringIO()
    with redirect_stdout(out):
        status = main(["courses", "offer", "--json", "--data-dir", str(boat.device.data)])
    (given,) = json.loads(out.getvalue())
    assert (status, given["id"], given["sessions"]) == (0, boat.package_id, 2)
    assert boat.device.sync().sent == 2
    out = io.StringIO()
    with redirect_stdout(out):
        assert main(["courses", "offer", "--data-dir", str(boat.device.data)]) == 0
    assert out.getvalue() == "No server lacks a course that is waited for.\n"
