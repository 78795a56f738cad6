"""Courses played in an ordinary browser from a real server."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from pytestqt.qtbot import QtBot

from tests.gui.server.browser import Browser
from tests.server_for_tests import PACKAGE, RunningServer

CONTENT = "document.querySelector('iframe[name=content]').contentWindow"
READY = f"{CONTENT}.document.documentElement.dataset.ready !== undefined"


class Learner:
    """One session of the course, as the system that launched it sees it."""

    def __init__(self, client: httpx.Client, qtbot: QtBot) -> None:
        self.session_id = f"s-{uuid.uuid4()}"
        self._client = client
        self._qtbot = qtbot

    def launch(self, **more: Any) -> str:
        body = {"user_id": "ada", "session_id": self.session_id, **more}
        url: str = self._client.post(f"/packages/{PACKAGE}/launch", json=body).raise_for_status().json()["launch_url"]
        return url

    def session(self) -> dict[str, Any]:
        document: dict[str, Any] = self._client.get(f"/sessions/{self.session_id}").raise_for_status().json()
        return document

    def put(self, **said: Any) -> dict[str, Any]:
        body = {"version": self.session()["version"], **said}
        answer = self._client.put(f"/sessions/{self.session_id}", json=body).raise_for_status()
        document: dict[str, Any] = answer.json()
        return document

    def until(self, **expected: Any) -> dict[str, Any]:
        """The session as soon as it holds this."""

        def there() -> bool:
            session = self.session()
            return expected.items() <= session.items()

        self._qtbot.waitUntil(there, timeout=30_000)
        return self.session()

    def until_played(self) -> None:
        """Until a SCO has written something."""
        self._qtbot.waitUntil(
            lambda: "activities.ITEM1.cmi.core.score.raw" in self.session()["cmi_data"], timeout=30_000
        )


@pytest.fixture
def learner(server: RunningServer, qtbot: QtBot) -> Iterator[Learner]:
    with server.client() as client:
        yield Learner(client, qtbot)


def test_a_link_without_a_token_is_unavailable(server: RunningServer, browser: Browser, learner: Learner) -> None:
    learner.launch()
    for query in ("", "?token=", "?token=eyJhbGciOiJub25lIn0.e30."):
        answer = httpx.get(f"{server.address}/player/{learner.session_id}{query}")
        assert answer.status_code == 401
        assert "<title>Launch link unavailable</title>" in answer.text
    browser.open(f"{server.address}/player/{learner.session_id}")
    assert browser.run("document.title") == "Launch link unavailable"


def test_a_course_is_played_and_completed(browser: Browser, learner: Learner) -> None:
    browser.open(learner.launch())
    browser.until(READY)
    assert browser.run("document.title") == "Course"
    assert browser.run(f"{CONTENT}.eval('began')") == {
        "initialized": "true",
        "entry": "ab-initio",
        "suspended": "",
        "learner": "ada",
    }
    assert browser.run(f'{CONTENT}.eval(\'api.LMSSetValue("cmi.core.lesson_status", "passed")\')') == "true"
    assert browser.run(f"{CONTENT}.eval('api.LMSCommit(\"\")')") == "true"
    # Shown while it is played: committed is on record.
    assert learner.session()["cmi_data"]["activities.ITEM1.cmi.core.lesson_status"] == "passed"
    assert learner.session()["completion_status"] == "incomplete"
    browser.run("document.getElementById('continue').click()")
    browser.until(f"{READY} && document.querySelector('iframe').title === 'SCO 2'")
    assert browser.run(f'{CONTENT}.eval(\'api.LMSSetValue("cmi.core.lesson_status", "completed")\')') == "true"
    browser.run("document.getElementById('suspendAll').click()")
    assert browser.until("document.querySelector('.screen h2').textContent") == "You passed this course"
    session = learner.until(completion_status="completed")
    assert session["time_spent_seconds"] == 14
    assert session["cmi_data"]["activities.ITEM2.cmi.suspend_data"] == "last words"
    assert browser.complaints == []


def test_what_content_says_while_the_page_goes_away_is_kept(browser: Browser, learner: Learner) -> None:
    browser.open(learner.launch())
    browser.until(READY)
    browser.run(f"{CONTENT}.eval('window.lastWords = \"x\".repeat(4000)')")
    browser.open("about:blank")
    learner.until(time_spent_seconds=7)
    assert learner.session()["cmi_data"]["activities.ITEM1.cmi.suspend_data"] == "x" * 4000
    browser.open(learner.launch())
    browser.until(READY)
    assert browser.run(f"{CONTENT}.eval('began.suspended')") == "x" * 4000
    assert browser.run(f"{CONTENT}.eval('began.entry')") == "resume"


def test_a_page_that_is_loaded_again_goes_on(browser: Browser, learner: Learner) -> None:
    address = learner.launch()
    for _ in range(3):
        browser.open(address)
        browser.until(READY)
    assert browser.run(f"{CONTENT}.eval('began.suspended')") == "last words"


def test_the_player_lives_in_a_frame_of_another_site(browser: Browser, learner: Learner) -> None:
    frame = f'<iframe src="{learner.launch()}" width="100%" height="800px" allow="fullscreen"></iframe>'
    browser.show(frame, "http://lms.example/course")
    # What happens in the frame is not this page's to see; the session shows it.
    learner.until_played()
    browser.open("about:blank")
    assert learner.until(time_spent_seconds=7)["cmi_data"]["activities.ITEM1.cmi.suspend_data"] == "last words"


def test_what_the_api_says_of_a_course_that_is_played_goes_into_its_launch(browser: Browser, learner: Learner) -> None:
    browser.open(learner.launch())
    browser.until(READY)
    said = learner.put(session_time="PT1M", cmi_data={"activities.ITEM2.cmi.core.lesson_location": "5"})
    assert said["time_spent_seconds"] == 60
    assert browser.run(f'{CONTENT}.eval(\'api.LMSSetValue("cmi.core.lesson_location", "3")\')') == "true"
    browser.run("document.getElementById('continue').click()")
    browser.until(f"{READY} && document.querySelector('iframe').title === 'SCO 2'")
    assert browser.run(f"{CONTENT}.eval('api.LMSGetValue(\"cmi.core.lesson_location\")')") == "5"
    browser.run("document.getElementById('suspendAll').click()")
    session = learner.until(time_spent_seconds=14)
    assert session["cmi_data"]["activities.ITEM1.cmi.core.lesson_location"] == "3"
    assert session["cmi_data"]["activities.ITEM2.cmi.core.lesson_location"] == "5"


def test_the_last_window_a_learner_opens_is_the_one_that_plays(
    qtbot: QtBot, browser: Browser, learner: Learner
) -> None:
    browser.open(learner.launch())
    browser.until(READY)
    second = Browser(qtbot)
    try:
        second.open(learner.launch())
        second.until(READY)
        assert browser.run(f'{CONTENT}.eval(\'api.LMSSetValue("cmi.core.lesson_location", "1")\')') == "false"
        said = browser.until("document.querySelector('.screen h2').textContent")
        assert said == "This course is open in another window"
        assert second.run(f'{CONTENT}.eval(\'api.LMSSetValue("cmi.core.lesson_location", "2")\')') == "true"
    finally:
        second.close()
