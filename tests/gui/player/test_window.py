"""The window: what it offers, says and shows, and that closing it loses nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QTreeWidgetItem

from connect_desktop.errors import ConnectError
from connect_desktop.player.script import PlayScript
from connect_desktop.player.window import PlayerWindow
from connect_desktop.runtime.events import SaveFailed
from connect_desktop.runtime.navigation import Command, Refused
from tests.gui.player.small_course import SmallCourse, SmallPackage
from tests.gui.player.stage import Stage

PAGE = """<!doctype html><h1>{0}</h1>
  <button id="done" onclick="api.LMSSetValue('cmi.core.lesson_status', 'completed')">Done</button>
  <input id="name" oninput="api.LMSSetValue('name', this.value)">
  <script>
    const api = parent.API; api.LMSInitialize('');
    addEventListener('unload', () => api.LMSFinish(''));
  </script>"""
PAGES = {name: PAGE.replace("{0}", name) for name in ("a.html", "b.html", "c.html")}

CLOSE_OR_LOOK_UP = "You can close it now, or open it again to look something up."


def opened(stage: Stage, course: SmallCourse) -> PlayerWindow:
    window = stage.window(course, SmallPackage(PAGES))
    with stage.qtbot.waitSignal(window.course_view.loaded, timeout=8000):
        window.start()
    return window


def control(window: PlayerWindow, name: str) -> QPushButton:
    button = window.findChild(QPushButton, f"playerControl-{name}")
    assert isinstance(button, QPushButton)
    return button


def press(button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def rows(window: PlayerWindow) -> list[QTreeWidgetItem]:
    tree = window.contents_panel.tree
    items = (tree.topLevelItem(index) for index in range(tree.topLevelItemCount()))
    return [item for item in items if item is not None]


def saved(window: PlayerWindow) -> QLabel:
    label = window.findChild(QLabel, "playerSaved")
    assert isinstance(label, QLabel)
    return label


def run(stage: Stage, window: PlayerWindow, steps: list[dict[str, str]], **kwargs: Any) -> dict[str, Any]:
    script = PlayScript(window, steps, parent=window, **kwargs)
    ended: list[Any] = []
    script.failed.connect(ended.append)
    script.finished.connect(ended.append)
    script.start()
    stage.until(lambda: bool(ended), timeout=30_000)
    assert isinstance(ended[0], dict), ended[0]
    return ended[0]


def test_the_window_is_first_painted_with_a_page_in_it(stage: Stage) -> None:
    window = opened(stage, SmallCourse(pages=tuple(PAGES)))
    window.show_with_page()
    assert window.isVisible()
    assert not window.updatesEnabled()
    window.course_view.loaded.emit(1)
    assert window.updatesEnabled()


def test_a_window_whose_page_is_long_in_coming_is_painted_without_it(stage: Stage) -> None:
    window = opened(stage, SmallCourse(pages=tuple(PAGES)))
    window.show_with_page()
    stage.until(window.updatesEnabled)


def test_a_learner_goes_through_the_course(stage: Stage, tmp_path: Path) -> None:
    course = SmallCourse(pages=tuple(PAGES))
    window = opened(stage, course)
    steps = [
        {"do": "wait-delivered", "title": "Part a.html"},
        {"do": "click", "selector": "#done"},
        {"do": "press", "control": "continue"},
        {"do": "wait-delivered", "title": "Part b.html"},
        {"do": "type", "selector": "#name", "text": "Ada"},
        {"do": "type", "selector": "#name", "text": "Zoë"},
        {"do": "eval", "js": "document.querySelector('#name').value"},
        {"do": "choose", "title": "Part c.html"},
        {"do": "wait", "text": "c.html"},
        {"do": "screenshot", "file": "end/c.png"},
        {"do": "press", "control": "previous"},
        {"do": "wait-delivered", "title": "Part b.html"},
        {"do": "press", "control": "exit"},
        {"do": "wait-ended"},
    ]
    result = run(stage, window, steps, folder=tmp_path)
    assert result == {"steps": len(steps), "screenshots": [str(tmp_path / "end" / "c.png")], "values": ["Zoë"]}
    assert (tmp_path / "end" / "c.png").stat().st_size > 1000
    assert course.values["a.html"] == {"cmi.core.lesson_status": "completed"}
    assert ("LMSSetValue", "name", "Ada") in course.made("LMSSetValue")
    assert len(course.made("LMSFinish")) == 4
    assert course.story[-2:] == ["taken away b.html", "navigate exitAll"]


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ({"do": "wait", "selector": "#never"}, "Step 1 of the script waited in vain"),
        ({"do": "dance"}, "unknown step: dance"),
    ],
)
def test_a_script_that_cannot_go_on_says_where(stage: Stage, step: dict[str, str], words: str) -> None:
    script = PlayScript(opened(stage, SmallCourse(pages=("a.html",))), [step], patience=200)
    with stage.qtbot.waitSignal(script.failed, timeout=8000) as failed:
        script.start()
    assert words in str(failed.args)


def test_save_and_leave_suspends_and_closes(stage: Stage) -> None:
    course = SmallCourse(pages=("a.html",))
    window = opened(stage, course)
    with stage.qtbot.waitSignal(window.closed, timeout=8000):
        press(control(window, "suspend"))
    assert course.story == ["deliver a.html", "taken away a.html", "navigate suspendAll", "close"]
    stage.until(lambda: not window.isVisible())


def test_closing_the_window_keeps_its_last_words(stage: Stage) -> None:
    course = SmallCourse(pages=("a.html",))
    window = opened(stage, course)
    window.close()
    with stage.qtbot.waitSignal(window.closed, timeout=8000):
        pass
    assert course.made("LMSFinish") == [("LMSFinish", "")]
    assert course.story[-1] == "close"


def test_content_that_closes_its_window_closes_the_course(stage: Stage) -> None:
    course = SmallCourse()
    window = stage.window(course, SmallPackage({"sco.html": "<script>setTimeout(() => top.close())</script>"}))
    with stage.qtbot.waitSignal(window.closed, timeout=8000):
        window.start()
    assert course.closed


def test_the_end_screen_tells_the_result_and_leads_back(stage: Stage) -> None:
    course = SmallCourse(pages=("a.html",))
    window = opened(stage, course)
    run(stage, window, [{"do": "click", "selector": "#done"}])
    stage.until(lambda: course.outcome().progress == 1)
    window.say_saved("This comes too early.")
    with stage.qtbot.waitSignal(window.finished, timeout=8000):
        press(control(window, "exit"))
    assert window.shown_screen is not None
    assert window.shown_screen.accessibleName() == "You completed this course"
    window.say_saved("All saved here.")
    assert window.shown_screen.accessibleDescription() == f"{CLOSE_OR_LOOK_UP}\n\nAll saved here."
    with stage.qtbot.waitSignal(window.course_view.loaded, timeout=8000):
        press(window.shown_screen.second)
    with stage.qtbot.waitSignal(window.closed, timeout=8000):
        window.close()


def test_a_refusal_is_said_and_the_page_stays(stage: Stage) -> None:
    course = SmallCourse(pages=("a.html", "b.html"), locked=("b.html",))
    window = opened(stage, course)
    row = rows(window)[1]
    assert row.isDisabled()
    assert row.toolTip(0) == "Not open yet · Finish “a.html” first."
    with stage.qtbot.waitSignal(window.course_view.loaded, timeout=8000):
        window.choose("b.html")
    assert window.notice == "Finish “a.html” first."
    assert window.flow.delivery is not None
    assert window.flow.delivery.activity == "a.html"


def test_what_is_known_to_be_refused_leaves_the_page_where_it_is(stage: Stage) -> None:
    course = SmallCourse(pages=("a.html", "b.html"))
    course.refuses[Command.CONTINUE] = Refused("Finish “{title}” first.", {"title": "a.html"})
    window = opened(stage, course)
    window.ask(Command.CONTINUE)
    assert window.notice == "Finish “a.html” first."
    assert not course.made("LMSFinish")


def test_marks_have_words_and_the_contents_follow_the_course(stage: Stage) -> None:
    course = SmallCourse(pages=("a.html", "b.html"))
    window = opened(stage, course)
    stage.until(lambda: rows(window)[0].data(0, Qt.ItemDataRole.AccessibleTextRole) == "Part a.html, You are here")
    run(stage, window, [{"do": "click", "selector": "#done"}])
    stage.until(lambda: rows(window)[0].data(0, Qt.ItemDataRole.AccessibleTextRole) == "Part a.html, Completed")
    assert rows(window)[1].data(0, Qt.ItemDataRole.AccessibleTextRole) == "Part b.html, Not attempted"


def test_it_says_whether_the_answers_are_safe(stage: Stage) -> None:
    course = SmallCourse(pages=("a.html",))
    window = opened(stage, course)
    course.call(1, "LMSSetValue", ("x", "1"))
    assert saved(window).text() == "Saving…"
    course.call(1, "LMSCommit", ("",))
    assert saved(window).text() == "Saved"
    course.call(1, "LMSSetValue", ("x", "2"))
    stage.until(lambda: saved(window).text() == "Saved")
    course.emit(SaveFailed(1, ConnectError("The disk is full."), "LMSSetValue", ("x", "3")))
    course.call(1, "LMSSetValue", ("x", "3"))
    assert saved(window).text() == "Could not save: The disk is full."
    assert saved(window).property("tone") == "danger"


def test_a_crash_offers_to_reload(stage: Stage) -> None:
    course = SmallCourse(pages=("a.html",))
    window = opened(stage, course)
    with stage.qtbot.waitSignal(window.flow.crashed, timeout=8000):
        window.course_view.kill()
    assert window.shown_screen is not None
    assert window.shown_screen.accessibleName() == "This part stopped working"
    assert window.focusWidget() is window.shown_screen.first
    with stage.qtbot.waitSignal(window.course_view.loaded, timeout=8000):
        press(window.shown_screen.first)
    assert window.shown_screen is None
    focused = window.focusWidget()
    assert focused is not None
    assert focused is window.course_view or window.course_view.isAncestorOf(focused)


def test_keys_zoom_reload_and_fill_the_screen(stage: Stage) -> None:
    window = opened(stage, SmallCourse(pages=("a.html",)))
    keys = {shortcut.key().toString(): shortcut for shortcut in window.findChildren(QShortcut)}
    keys["Ctrl++"].activated.emit()
    keys["Ctrl++"].activated.emit()
    assert window.course_view.zoomFactor() == pytest.approx(1.2)
    keys["Ctrl+-"].activated.emit()
    assert window.course_view.zoomFactor() == pytest.approx(1.1)
    keys["Ctrl+0"].activated.emit()
    assert window.course_view.zoomFactor() == 1
    assert not keys["Esc"].isEnabled()
    keys["F11"].activated.emit()
    assert window.isFullScreen()
    assert keys["Esc"].isEnabled()
    keys["Esc"].activated.emit()
    assert not window.isFullScreen()
    keys["Ctrl+L"].activated.emit()
    assert not window.contents_panel.isVisible()
    with stage.qtbot.waitSignal(window.course_view.loaded, timeout=8000):
        keys["F5"].activated.emit()


def test_zoomed_content_is_still_clicked_where_it_is(stage: Stage) -> None:
    course = SmallCourse(pages=("a.html",))
    window = opened(stage, course)
    window.course_view.zoom_by(5)
    run(stage, window, [{"do": "click", "selector": "#done"}])
    stage.until(lambda: bool(course.made("LMSSetValue")))


def test_asking_while_content_leaves_changes_nothing(stage: Stage) -> None:
    course = SmallCourse(pages=tuple(PAGES))
    window = opened(stage, course)
    with stage.qtbot.waitSignal(window.course_view.loaded, timeout=8000):
        window.ask(Command.CONTINUE)
        window.ask(Command.CONTINUE)
        window.flow.reload()
    assert course.story == ["deliver a.html", "taken away a.html", "navigate continue", "deliver b.html"]


def test_the_window_says_which_part_of_the_internet_the_course_misses(stage: Stage) -> None:
    page = """<!doctype html><script src="https://cdn.example.invalid/jquery.js"></script>
      <link rel="stylesheet" href="https://cdn.example.invalid/style.css"><p>Bare</p>"""
    window = stage.window(SmallCourse(), SmallPackage({"sco.html": page}))
    missed: list[str] = []
    window.course_view.missed.connect(missed.append)
    with stage.qtbot.waitSignal(window.course_view.loaded, timeout=8000):
        window.start()
    stage.until(lambda: "cdn.example.invalid on the internet" in window.notice)
    assert missed == ["cdn.example.invalid"]
