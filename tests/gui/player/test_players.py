"""Player windows as the application opens them, and the window that looks into their courses."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from connect_desktop.app import open_library
from connect_desktop.desktop.players import Players
from connect_desktop.paths import DataPaths
from connect_desktop.player.window import PlayerWindow
from connect_desktop.runtime.sco_launch import LaunchOptions
from connect_desktop.ui.inspector.window import InspectorWindow


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[PlayerWindow]:
    """The sample course on its first page."""
    paths = DataPaths(tmp_path)
    with open_library(paths) as library:
        taken = library.take_in(library.sample_course(), lambda _done, _all: None, lambda: False)
        learner = library.learner("Ada")
        players = Players(qapp, paths)
        course = library.open(taken.package.id, learner, LaunchOptions())
        opened = players.open(course, players.prepare(taken.package.id, course.reader, learner))
        happened: list[str] = []
        opened.course_view.loaded.connect(lambda *_: happened.append("loaded"))
        opened.closed.connect(lambda: happened.append("closed"))
        qtbot.waitUntil(lambda: "loaded" in happened, timeout=20_000)
        yield opened
        if "closed" not in happened:
            opened.close()
            qtbot.waitUntil(lambda: "closed" in happened, timeout=20_000)
        players.dispose()
        players.deleteLater()


def inspectors() -> list[InspectorWindow]:
    return [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, InspectorWindow)]


def look_inside(window: PlayerWindow) -> InspectorWindow:
    (button,) = (one for one in window.findChildren(QToolButton) if one.accessibleName() == "Look inside")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    (inspector,) = inspectors()
    return inspector


def test_a_running_course_is_looked_into_in_one_window(window: PlayerWindow, qtbot: QtBot) -> None:
    assert inspectors() == []
    inspector = look_inside(window)
    assert inspector.isVisible()
    assert inspector.headline.request.text().startswith("Start or resume → ")
    (keys,) = (one for one in window.findChildren(QShortcut) if one.key().toString() == "Ctrl+Shift+I")
    inspector.close()
    keys.activated.emit()
    assert inspectors() == [inspector]
    assert inspector.isVisible()
    window.course_view.page().runJavaScript(
        "document.querySelector('iframe').contentWindow.parent.API_1484_11.GetValue('cmi.location')"
    )
    qtbot.waitUntil(lambda: inspector.calls.model.rowCount() > 0, timeout=10_000)


def test_it_goes_when_the_course_goes(window: PlayerWindow, qtbot: QtBot) -> None:
    inspector = look_inside(window)
    with qtbot.waitSignal(inspector.destroyed, timeout=20_000):
        window.close()
    assert inspectors() == []


def test_no_course_waits_for_what_only_an_instructor_asks_for() -> None:
    code = (
        "import sys, connect_desktop.desktop, connect_desktop.runtime.launching, connect_desktop.runtime.sequenced;"
        "print([name for name in sys.modules if 'inspect' in name and name.startswith('connect_desktop')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
