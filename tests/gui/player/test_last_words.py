"""A disk that is full while content leaves: what the page was told "true" waits until it can be kept."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from connect_desktop.player.window import PlayerWindow
from tests.gui.player.small_course import SmallCourse, SmallPackage
from tests.gui.player.stage import Stage

PAGE = """<!doctype html><p>Leave me</p><script>
  const api = parent.API; api.LMSInitialize('');
  addEventListener('unload', () => {
    api.LMSSetValue('first', 'one'); api.LMSSetValue('second', 'two'); api.LMSFinish('');
  });
</script>"""


@pytest.fixture
def course() -> SmallCourse:
    return SmallCourse()


@pytest.fixture
def window(stage: Stage, course: SmallCourse) -> PlayerWindow:
    """A window whose content was told "true" while it left, on a disk that took nothing."""
    window = stage.window(course, SmallPackage({"sco.html": PAGE}))
    with stage.qtbot.waitSignal(window.course_view.loaded, timeout=8000):
        window.start()
    course.full = True
    window.close()
    stage.until(lambda: "The disk is full." in window.notice)
    return window


def press(window: PlayerWindow, words: str) -> None:
    (button,) = [it for it in window.findChildren(QPushButton) if it.text() == words and it.isVisible()]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_window_stays_until_it_is_kept(stage: Stage, window: PlayerWindow, course: SmallCourse) -> None:
    assert window.isVisible()
    assert not course.closed
    press(window, "Try again")
    assert "The disk is full." in window.notice, "it still is"
    course.full = False
    with stage.qtbot.waitSignal(window.closed, timeout=8000):
        press(window, "Try again")
    assert course.values["sco.html"] == {"first": "one", "second": "two"}
    assert course.closed


def test_the_learner_may_give_it_up(stage: Stage, window: PlayerWindow, course: SmallCourse) -> None:
    with stage.qtbot.waitSignal(window.closed, timeout=8000):
        press(window, "Go on without it")
    assert course.values.get("sco.html", {}) == {}


def test_closing_again_asks_again(window: PlayerWindow, course: SmallCourse) -> None:
    window.close()
    assert "The disk is full." in window.notice
    assert not course.closed
