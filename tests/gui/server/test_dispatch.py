"""A dispatched course on another platform, which is our own player: it imports the package any platform gets."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from PySide6.QtWebEngineCore import QWebEngineFrame
from PySide6.QtWidgets import QApplication
from pytestqt.exceptions import TimeoutError
from pytestqt.qtbot import QtBot

from connect_desktop.app import open_library
from connect_desktop.desktop.players import Players
from connect_desktop.paths import DataPaths
from connect_desktop.player.profile import ContentRights
from connect_desktop.player.window import PlayerWindow
from connect_desktop.runtime.library import Library
from connect_desktop.runtime.sco_launch import LaunchOptions
from tests.packages_for_tests import build_zip, manifest_12
from tests.server_for_tests import PACKAGE, RunningServer, add_package, running_server

PAGE = """<!doctype html><meta charset="utf-8"><title>SCO</title><h1>The course itself</h1>
<script>
  const api = parent.API;
  api.LMSInitialize("");
  const learner = api.LMSGetValue("cmi.core.student_name");
  const place = api.LMSGetValue("cmi.core.lesson_location");
  function learn(status, score, time) {
    api.LMSSetValue("cmi.core.lesson_location", "page-3");
    api.LMSSetValue("cmi.core.lesson_status", status);
    api.LMSSetValue("cmi.core.score.raw", score);
    api.LMSSetValue("cmi.core.session_time", time);
    return api.LMSCommit("");
  }
  let lastWords = () => {};
  addEventListener("pagehide", () => {
    lastWords();
    api.LMSSetValue("cmi.core.exit", "suspend");
    api.LMSFinish("");
  });
</script>"""
SOME_MINUTES = 30_000
A_MOMENT = 2_000


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    folder = tmp_path_factory.mktemp("server")
    course = {"imsmanifest.xml": manifest_12(title="Fire & safety"), "sco1.html": PAGE}
    add_package(folder / "data", build_zip(folder / "course.zip", course))
    with running_server(folder / "data") as running:
        yield running


@dataclass
class Platform:
    """A library of its own, into which a dispatch's package was imported."""

    library: Library
    players: Players
    package_id: str
    qtbot: QtBot

    def open(self, *, network: bool = True) -> PlayerWindow:
        learner = self.library.learner("Okafor, Ada")
        opened = self.library.open(self.package_id, learner, LaunchOptions())
        return self.players.open(
            opened,
            self.players.prepare(opened.package.id, opened.reader, learner, ContentRights(network=network)),
        )

    def close(self, window: PlayerWindow) -> dict[str, Any]:
        """What this platform's record is when the window is closed."""
        with self.qtbot.waitSignal(window.closed, timeout=SOME_MINUTES):
            window.close()
        return self.record()

    def record(self) -> dict[str, Any]:
        (course,) = self.library.courses(self.library.learner("Okafor, Ada").id)
        assert course.session is not None
        return dict(self.library.session_document(course.session.id))

    def until(self, **core: str) -> None:
        """Until this platform was told these elements of `cmi.core`."""
        wanted = {f"cmi.core.{name}": value for name, value in core.items()}.items()
        self.qtbot.waitUntil(lambda: wanted <= self.record()["cmi_data"].items(), timeout=SOME_MINUTES)

    def learn(self, window: PlayerWindow, script: str) -> Any:
        """What a script gives in the page of the course, when that is there."""
        self.qtbot.waitUntil(lambda: self.run(window, "/content/", "typeof learn") == "function", timeout=SOME_MINUTES)
        return self.run(window, "/content/", script)

    def run(self, window: PlayerWindow, address: str, script: str) -> Any:
        """What a script gives in the page with this in its address; None where there is none."""
        view = window.course_view
        pages = [*(popup.page for popup in view.popups.windows), view.page()]
        frames = [frame for page in pages for frame in _frames(page.mainFrame()) if address in frame.url().toString()]
        if not frames:
            return None
        given: list[Any] = []
        frames[0].runJavaScript(script, 0, given.append)
        # A frame that is going away gives nothing.
        with suppress(TimeoutError):
            self.qtbot.waitUntil(lambda: bool(given), timeout=A_MOMENT)
        return given[0] if given else None


def _frames(frame: QWebEngineFrame) -> Iterator[QWebEngineFrame]:
    yield frame
    for child in frame.children():
        yield from _frames(child)


@pytest.fixture
def client(server: RunningServer) -> Iterator[httpx.Client]:
    with server.client() as client:
        yield client


@pytest.fixture
def dispatch(client: httpx.Client) -> dict[str, Any]:
    body = {"label": "Acme", "destination": "acme"}
    answer = client.post(f"/packages/{PACKAGE}/dispatches", json=body).raise_for_status()
    document: dict[str, Any] = answer.json()["dispatch"]
    return document


@pytest.fixture
def platform(
    client: httpx.Client, dispatch: dict[str, Any], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> Iterator[Platform]:
    archive = tmp_path / "dispatch.zip"
    archive.write_bytes(client.get(f"/dispatches/{dispatch['id']}/zip").raise_for_status().content)
    paths = DataPaths(tmp_path / "platform")
    with open_library(paths) as library:
        taken = library.take_in(archive, lambda _done, _all: None, lambda: False)
        assert taken.findings == ()
        assert taken.package.title == "Fire & safety"
        players = Players(qapp, paths)
        yield Platform(library, players, taken.package.id, qtbot)
        players.dispose()
        players.deleteLater()


def test_what_is_learnt_here_is_on_the_record_there(
    client: httpx.Client, dispatch: dict[str, Any], platform: Platform
) -> None:
    window = platform.open()
    assert platform.learn(window, "learner") == "Okafor, Ada"
    assert platform.learn(window, "learn('incomplete', '40', '00:01:00')") == "true"
    platform.until(total_time="0000:01:00.00", lesson_status="incomplete")
    record = platform.close(window)
    assert (record["completion_status"], record["score"]["raw"]) == ("incomplete", 40)

    window = platform.open()
    # The same learner goes on with the same session.
    assert platform.learn(window, "place") == "page-3"
    assert platform.learn(window, "learn('passed', '80.5', '00:02:00.50')") == "true"
    platform.until(total_time="0000:03:00.50", lesson_status="passed")
    record = platform.close(window)
    assert record["completion_status"] == "completed"
    assert record["score"] == {"scaled": 0.805, "raw": 80.5, "min": 0, "max": 100}
    (session,) = client.get("/sessions", params={"user_id": _learner(platform, dispatch)}).json()["sessions"]
    assert record["time_spent_seconds"] == session["time_spent_seconds"] == 180.5
    used = client.get(f"/dispatches/{dispatch['id']}").json()["dispatch"]
    assert (used["registrationCount"], used["licenseCount"], used["launchCount"]) == (1, 1, 2)


def _learner(platform: Platform, dispatch: dict[str, Any]) -> str:
    return f"{dispatch['id']}:{platform.library.learner('Okafor, Ada').id}"


def test_what_the_course_said_last_is_made_up_for(
    client: httpx.Client, dispatch: dict[str, Any], platform: Platform
) -> None:
    window = platform.open()
    platform.learn(window, "lastWords = () => learn('completed', '90', '00:03:00'); true")
    platform.close(window)

    def there() -> bool:
        (session,) = client.get("/sessions", params={"user_id": _learner(platform, dispatch)}).json()["sessions"]
        return bool(session["completion_status"] == "completed")

    platform.qtbot.waitUntil(there, timeout=SOME_MINUTES)
    window = platform.open()
    platform.until(lesson_status="completed", total_time="0000:03:00.00")
    record = platform.close(window)
    assert (record["completion_status"], record["time_spent_seconds"], record["score"]["raw"]) == ("completed", 180, 90)


def test_a_window_of_its_own_reports_as_well(platform: Platform) -> None:
    window = platform.open()
    platform.learn(window, "true")
    platform.run(window, "/index.html", "document.getElementById('open').click()")
    assert platform.learn(window, "learn('passed', '75', '00:00:30')") == "true"
    platform.until(lesson_status="passed", total_time="0000:00:30.00")
    assert platform.close(window)["score"]["raw"] == 75


def test_who_may_not_use_the_internet_is_told(platform: Platform) -> None:
    window = platform.open(network=False)
    platform.qtbot.waitUntil(lambda: "not allowed by your settings" in window.notice, timeout=SOME_MINUTES)
    assert platform.close(window)["completion_status"] == "incomplete"
