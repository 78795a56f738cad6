"""Courses of a real server on a device: listed, assigned, fetched, renewed, removed and had again."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from connect_desktop.app import OpenedCourses, open_courses
from connect_desktop.cli import main
from connect_desktop.paths import DataPaths
from connect_desktop.store.database import Store, open_store, utc_now
from connect_desktop.store.devices.accounts import Account, Accounts
from connect_desktop.sync.courses.catalog import CatalogCourse
from connect_desktop.sync.credentials import KEY_VARIABLE
from tests.packages_for_tests import build_zip, course_files, manifest_2004
from tests.server_for_tests import RunningServer, running_server
from tests.sync_for_tests import device

LEARNER = "ada"


class Desk:
    """A device at its server, and what happens there."""

    def __init__(self, data: Path, server: RunningServer, opened: OpenedCourses, account: Account) -> None:
        self.data = data
        self.server = server
        self.opened = opened
        self.account = account
        self._folder = data.parent

    def sent(self, title: str, replaces: str | None = None) -> str:
        """The id of a course that somebody has sent to the server."""
        files = {**course_files(), "imsmanifest.xml": manifest_2004(title=title)}
        content = build_zip(self._folder / "sent.zip", files).read_bytes()
        with self.server.client() as client:
            headers = {"Content-Type": "application/zip"}
            package_id: str = client.post("/packages/upload", content=content, headers=headers).json()["id"]
            if replaces is not None:
                assert client.patch(f"/packages/{package_id}", json={"replaces": replaces}).status_code == 200
        return package_id

    def deleted(self, package_id: str) -> None:
        with self.server.client() as client:
            assert client.delete(f"/packages/{package_id}?force=true").status_code == 204

    def assigned(self, package_id: str, session_id: str) -> None:
        with self.server.client() as client:
            body = {"user_id": LEARNER, "session_id": session_id}
            assert client.post(f"/packages/{package_id}/launch", json=body).status_code == 200

    def look(self) -> None:
        assert self.opened.server_courses.look(lambda: False) == []

    def course(self, package_id: str) -> CatalogCourse | None:
        courses = self.opened.server_courses.view(LEARNER).courses
        return next((course for course in courses if course.package_id == package_id), None)

    def known(self, package_id: str) -> CatalogCourse:
        course = self.course(package_id)
        assert course is not None
        return course

    def download(self, package_id: str) -> None:
        self.opened.server_courses.download(package_id, lambda _done, _total: None, lambda: False)

    def sync(self) -> None:
        with device(self.data, None, self.server.address, self.server.key) as synced:
            synced.sync()

    def run(self, *arguments: str) -> tuple[int, Any, str]:
        """A command on this device: its exit status, its JSON, and what it warned of."""
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            status = main(["courses", *arguments, "--json", "--data-dir", str(self.data)])
        return status, json.loads(out.getvalue()), err.getvalue()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with running_server(tmp_path_factory.mktemp("server") / "data") as running:
        yield running


@pytest.fixture
def desk(server: RunningServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv(KEY_VARIABLE, server.key)
    data = tmp_path / "device"
    store: Store = open_store(DataPaths(data).database)
    account = Accounts(store.database.connections, store.tenant_id, utc_now).add(server.address, "Training")
    store.learners.known_as(LEARNER)
    store.close()
    with open_courses(DataPaths(data)) as opened:
        yield Desk(data, server, opened, account)


def a_title() -> str:
    return f"Ladders {uuid4()}"


def test_what_a_server_has_is_known_without_a_network_too(desk: Desk) -> None:
    title = a_title()
    package_id = desk.sent(title)
    assert desk.course(package_id) is None
    desk.look()
    course = desk.known(package_id)
    assert (course.title, course.edition, course.here, course.account_id) == (
        title,
        "2004 4th Edition",
        False,
        desk.account.id,
    )
    (told,) = desk.opened.server_courses.view(LEARNER).servers
    assert told.name == "Training"
    assert told.listed_at is not None


def test_a_course_is_downloaded_removed_and_had_again(desk: Desk) -> None:
    package_id = desk.sent(a_title())
    desk.look()
    desk.download(package_id)
    assert desk.known(package_id).here
    assert desk.opened.library.space()[package_id] == desk.known(package_id).size
    assert desk.opened.server_courses.source_of(package_id) == "Training"
    desk.opened.library.remove(package_id)
    assert not desk.known(package_id).here
    desk.download(package_id)
    assert desk.known(package_id).here


def test_what_is_gone_from_the_server_stays_here_and_cannot_come_back(desk: Desk) -> None:
    kept, not_kept = desk.sent(a_title()), desk.sent(a_title())
    desk.look()
    desk.download(kept)
    for package_id in (kept, not_kept):
        desk.deleted(package_id)
    desk.look()
    assert desk.known(kept).here
    assert desk.known(kept).gone
    assert desk.opened.server_courses.source_of(kept) is None
    assert desk.course(not_kept) is None
    desk.sent(desk.known(kept).title)
    desk.look()
    assert not desk.known(kept).gone


def test_a_new_version_is_offered_to_whoever_has_the_old_one(desk: Desk) -> None:
    first = desk.sent(a_title())
    desk.look()
    desk.download(first)
    second = desk.sent(a_title(), replaces=first)
    third = desk.sent(a_title(), replaces=second)
    desk.look()
    assert desk.known(first).newer == third
    assert desk.known(third).updates == first
    # Nobody needs a version that has been overtaken and that nobody has begun.
    assert desk.course(second) is None
    desk.download(third)
    assert desk.known(third).here
    assert desk.known(first).newer == third


def test_of_several_versions_a_newcomer_sees_the_last(desk: Desk) -> None:
    first = desk.sent(a_title())
    second = desk.sent(a_title(), replaces=first)
    desk.look()
    assert desk.course(first) is None
    assert desk.known(second).updates is None


def test_an_assigned_course_is_there_before_it_is_downloaded(desk: Desk) -> None:
    package_id, session_id = desk.sent(a_title()), f"s-{uuid4()}"
    desk.assigned(package_id, session_id)
    desk.look()
    assert not desk.known(package_id).assigned, "no exchange has told of it yet"
    desk.sync()
    course = desk.known(package_id)
    assert course.assigned
    assert course.session is not None
    assert (course.session.id, course.here) == (session_id, False)
    desk.download(package_id)
    desk.sync()
    # The learner goes on in the very session that was made for them.
    (found,) = (it for it in desk.opened.library.courses(LEARNER) if it.package.id == package_id)
    assert found.session is not None
    assert found.session.id == session_id
    assert desk.known(package_id).assigned


def test_an_old_version_is_there_for_whom_it_is_assigned(desk: Desk) -> None:
    first = desk.sent(a_title())
    desk.assigned(first, f"s-{uuid4()}")
    second = desk.sent(a_title(), replaces=first)
    desk.look()
    desk.sync()
    assert desk.known(first).newer == second


def test_a_server_that_cannot_be_asked_is_named_and_what_others_have_stays(desk: Desk) -> None:
    package_id = desk.sent(a_title())
    desk.look()
    store = open_store(DataPaths(desk.data).database)
    accounts = Accounts(store.database.connections, store.tenant_id, utc_now)
    away = accounts.add("http://127.0.0.1:9", "Away")
    store.close()
    (unheard,) = desk.opened.server_courses.look(lambda: False)
    assert unheard.account_id == away.id
    assert "There is no key for Away here" in str(unheard.error)
    assert desk.known(package_id).can_be_downloaded
    desk.download(package_id)


def test_nothing_of_an_account_that_is_gone_is_left(desk: Desk) -> None:
    package_id = desk.sent(a_title())
    desk.look()
    store = open_store(DataPaths(desk.data).database)
    assert Accounts(store.database.connections, store.tenant_id, utc_now).remove(desk.account.id)
    store.close()
    assert desk.course(package_id) is None
    assert desk.opened.server_courses.view(LEARNER).servers == ()


def test_the_command_lists_downloads_and_removes(desk: Desk) -> None:
    package_id = desk.sent(a_title())
    status, listed, _ = desk.run("list")
    course = next(it for it in listed["courses"] if it["id"] == package_id)
    assert (status, course["here"], course["account_id"], listed["space"]) == (0, False, desk.account.id, 0)
    status, fetched, _ = desk.run("download", package_id, "pkg_nobody")
    assert (status, fetched[0]["id"], fetched[1]["error"]["code"]) == (1, package_id, "course-not-offered")
    status, listed, _ = desk.run("list", "--offline")
    course = next(it for it in listed["courses"] if it["id"] == package_id)
    assert course["here"]
    assert listed["space"] == course["space"] == course["size"]
    status, removed, _ = desk.run("remove", package_id)
    assert (status, removed["can_be_downloaded_again"], removed["freed"]) == (0, True, course["size"])


def test_the_command_downloads_what_is_assigned(desk: Desk) -> None:
    package_id = desk.sent(a_title())
    desk.assigned(package_id, f"s-{uuid4()}")
    desk.sync()
    status, fetched, _ = desk.run("download", "--assigned", "--learner", LEARNER)
    assert (status, [it["id"] for it in fetched if it["id"] == package_id]) == (0, [package_id])
    assert desk.known(package_id).here


def test_the_command_asks_before_it_removes_what_cannot_come_back(desk: Desk) -> None:
    package_id = desk.sent(a_title())
    desk.look()
    desk.download(package_id)
    desk.deleted(package_id)
    desk.look()
    status, refused, _ = desk.run("remove", package_id)
    assert (status, refused["error"]["code"]) == (1, "cannot-come-back")
    assert desk.known(package_id).here
    assert desk.run("remove", package_id, "--yes")[0] == 0
    assert desk.course(package_id) is None
