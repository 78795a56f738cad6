"""Hubs as real processes between real devices and the real server: what a hub took goes up, whatever happens to the
way there or to the hub."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

import pytest

from connect_desktop.packages.library import package_id_of
from connect_desktop.sync.credentials import KEY_VARIABLE
from connect_desktop.sync.report import SyncReport
from connect_desktop.sync.summary import summary
from tests.command_line_for_tests import CommandLine
from tests.packages_for_tests import build_zip
from tests.server_for_tests import RunningServer, add_package, running_server
from tests.sync_for_tests import Device, device

PASSED = (("cmi.core.lesson_status", "passed"), ("cmi.core.session_time", "0000:01:00.25"))
FURTHER = (("cmi.core.lesson_status", "incomplete"), ("cmi.core.session_time", "0000:02:00"))
PATIENCE = 30.0

T = TypeVar("T")


def until(ask: Callable[[], T | None]) -> T:
    """What is found once it is there; asking takes its time, so nobody need sleep."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if found := ask():
            return found
    raise AssertionError("it did not come to that")


@pytest.fixture
def learner() -> str:
    return f"learner-{uuid4()}"


@contextmanager
def a_server(data: Path, course: Path | None, key: str = "", options: Sequence[str] = ()) -> Iterator[RunningServer]:
    if course is not None and not data.exists():
        add_package(data, course)
    with running_server(data, key, options) as server:
        yield server


@contextmanager
def a_hub(
    data: Path, course: Path | None, above: RunningServer, monkeypatch: pytest.MonkeyPatch, key: str = ""
) -> Iterator[RunningServer]:
    with monkeypatch.context() as patch:
        patch.setenv(KEY_VARIABLE, above.key)
        stack = ExitStack()
        hub = stack.enter_context(a_server(data, course, key, ["--upstream", above.address, "--upstream-every", "1"]))
    with stack:
        yield hub


@contextmanager
def a_device(data: Path, course: Path, hub: RunningServer) -> Iterator[Device]:
    with device(data, course, hub.address, hub.key) as made:
        yield made


def held(server: RunningServer, session_id: str) -> tuple[str, float] | None:
    """How the session was completed and how long it took, as the server has it."""
    with server.client() as client:
        answer = client.get(f"/sessions/{session_id}")
    document = answer.json()
    return (document["success_status"], document["time_spent_seconds"]) if answer.is_success else None


def synced(device: Device, wanted: Callable[[SyncReport], bool]) -> SyncReport:
    """The first exchange that comes to that."""
    return until(lambda: report if wanted(report := device.sync()) else None)


def test_a_hub_passes_on_what_it_is_told_and_says_so(
    server: RunningServer,
    course: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    session_id: str,
    learner: str,
) -> None:
    with a_hub(tmp_path / "hub", course, server, monkeypatch) as hub, a_device(tmp_path / "a", course, hub) as tablet:
        tablet.begin(session_id, learner)
        tablet.play(session_id, *PASSED)
        report = tablet.sync()
        assert (report.sent, tablet.standing(session_id).held) == (1, 1), "the hub has it, as its receipt says"
        assert until(lambda: held(server, session_id)) == ("passed", 60.25)
        report = synced(tablet, lambda report: report.upstream is not None and report.upstream.has_all)
        assert summary(tablet.standing(session_id), report).endswith(f"{server.address.partition('://')[2]} has it too")
        # The other way round: what happens above comes down.
        with server.client() as client:
            client.put(
                f"/sessions/{session_id}", json={"version": client.get(f"/sessions/{session_id}").json()["version"]}
            ).raise_for_status()
        until(lambda: tablet.sync().received)


def test_a_hub_that_is_cut_off_and_killed_still_brings_it_up(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, session_id: str, learner: str
) -> None:
    with a_server(tmp_path / "server", course) as above:
        pass
    with a_hub(tmp_path / "hub", course, above, monkeypatch) as hub, a_device(tmp_path / "a", course, hub) as tablet:
        tablet.begin(session_id, learner)
        tablet.play(session_id, *PASSED)
        tablet.sync()
        report = tablet.sync()
        assert report.upstream is not None
        assert (report.upstream.reachable, report.upstream.held, report.upstream.launches) == (False, 0, 1)
        assert summary(tablet.standing(), report).endswith("will have it when the hub is online")
        hub.process.kill()
        hub.process.wait()
    port = above.address.rpartition(":")[2]
    with (
        a_server(tmp_path / "server", None, above.key, ["--port", port]) as again,
        a_hub(tmp_path / "hub", None, above, monkeypatch, hub.key),
    ):
        assert until(lambda: held(again, session_id)) == ("passed", 60.25)


def test_two_hubs_and_a_server_that_lost_all_come_to_the_same(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, session_id: str, learner: str
) -> None:
    data = tmp_path / "server"
    with ExitStack() as stack:
        with a_server(data, course) as above:
            pass

        def has_both(tablet: Device) -> bool:
            return len(tablet.store.launches.of_session(session_id)) == 2

        backup = shutil.copytree(data, tmp_path / "backup")
        port = ["--port", above.address.rpartition(":")[2]]
        with a_server(data, None, above.key, port) as before:
            hubs = [
                stack.enter_context(a_hub(tmp_path / name, course, above, monkeypatch)) for name in ("hub-1", "hub-2")
            ]
            first, second = (
                stack.enter_context(a_device(tmp_path / f"device-{number}", course, hub))
                for number, hub in enumerate(hubs)
            )
            for tablet, played in ((first, PASSED), (second, FURTHER)):
                tablet.begin(session_id, learner)
                tablet.play(session_id, *played)
                tablet.sync()
            until(lambda: held(before, session_id) == ("passed", 180.25))
        shutil.rmtree(data)
        backup.rename(data)
        with a_server(data, None, above.key, [*port, "--restored"]) as restored:
            tablets = (first, second)
            until(lambda: [it.sync() for it in tablets] and all(has_both(it) for it in tablets))
            assert [it.session(session_id).total_time for it in tablets] == [18025, 18025]
            assert held(restored, session_id) == ("passed", 180.25)


def test_a_course_passes_through_a_hub_to_whoever_asks_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    course = build_zip(tmp_path / "course.zip")
    with a_server(tmp_path / "server", None) as above, a_hub(tmp_path / "hub", None, above, monkeypatch) as hub:
        with above.client() as client:
            sent = {"file": ("course.zip", course.read_bytes(), "application/zip")}
            package = client.post("/packages/upload", files=sent).raise_for_status().json()
        with hub.client() as client:
            assert client.get(f"/packages/{package_id_of('0' * 64)}").status_code == 404
            found = until(lambda: client.get(f"/packages/{package['id']}").json().get("content_hash"))
        assert found == package["content_hash"]


def test_a_hub_wants_a_key(tmp_path: Path) -> None:
    refused = CommandLine(tmp_path).run(
        *("serve", "--upstream", "school.example", "--json"),
        PYTHON_KEYRING_BACKEND="keyring.backends.null.Keyring",
    )
    assert (refused.code, refused.document["error"]["code"]) == (1, "key-missing")
