"""The card of a course: what its button and its menu say and do."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QPoint, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QImage, QImageWriter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMenu, QMessageBox
from pytestqt.qtbot import QtBot

from connect_desktop.errors import ConnectError
from connect_desktop.runtime.library import LibraryCourse
from connect_desktop.scorm.cam.finding import Severity
from connect_desktop.ui.findings_dialog import FindingsDialog
from connect_desktop.ui.notice import Tone
from connect_desktop.ui.ports import Play
from tests.gui.ui.conftest import OpenWindow
from tests.gui.ui.fake_library import FakeLibrary, a_finding, a_package, some_courses
from tests.gui.ui.shown import button, card_of, choose, notices, titles


@pytest.mark.parametrize(
    ("number", "words", "mode"),
    [
        (1, "Resume", Play.NORMAL),
        (2, "Review", Play.REVIEW),
        (3, "Try again", Play.RESTART),
        (5, "Start", Play.NORMAL),
        (6, "Review", Play.REVIEW),
    ],
)
def test_the_button_says_what_comes_next(
    open_window: OpenWindow, qtbot: QtBot, number: int, words: str, mode: Play
) -> None:
    window = open_window(FakeLibrary(shelf=some_courses()))
    with qtbot.waitSignal(window.play_requested) as asked:
        button(card_of(window, number), words).click()
    assert asked.args == [f"pkg_{number:04}", mode]


@pytest.mark.parametrize(
    ("entry", "mode"),
    [
        ("Browse without being scored", Play.BROWSE),
        ("Review", Play.REVIEW),
        ("Resume", Play.NORMAL),
    ],
)
def test_the_menu_plays_in_every_mode(open_window: OpenWindow, qtbot: QtBot, entry: str, mode: Play) -> None:
    window = open_window(FakeLibrary(shelf=some_courses()))
    with qtbot.waitSignal(window.play_requested) as asked:
        choose(card_of(window, 1).menu(), entry)
    assert asked.args == ["pkg_0001", mode]


def test_a_course_never_opened_has_nothing_to_review(open_window: OpenWindow) -> None:
    window = open_window(FakeLibrary(shelf=some_courses()))
    entries = [action.text() for action in card_of(window, 5).menu().actions() if not action.isSeparator()]
    assert entries == [
        "Start",
        "Browse without being scored",
        "Check package",
        "Export…",
        "Remove from this device…",
    ]


def test_delete_removes_only_after_a_yes(open_window: OpenWindow, qtbot: QtBot) -> None:
    library = FakeLibrary(shelf=some_courses())
    window = open_window(library)
    QTest.keyClick(card_of(window, 1), Qt.Key.Key_Delete)
    (box,) = window.findChildren(QMessageBox)
    assert "Golf Explained" in box.text()
    with qtbot.waitSignal(box.destroyed):
        QTest.keyClick(box, Qt.Key.Key_Return)
    assert not library.removed

    QTest.keyClick(card_of(window, 1), Qt.Key.Key_Delete)
    (box,) = window.findChildren(QMessageBox)
    with qtbot.waitSignal(window.model.changed):
        button(box, "Remove").click()
    assert library.removed == ["pkg_0001"]
    assert "Golf Explained" not in titles(window)
    assert notices(window)[0].tone is Tone.SUCCESS


def test_what_cannot_be_removed_says_why(open_window: OpenWindow, qtbot: QtBot) -> None:
    library = FakeLibrary(shelf=some_courses())
    window = open_window(library)
    library.failure = ConnectError("The disk is read-only: ask whoever looks after this device.")
    box = window.actions_of_courses.remove(some_courses()[0].package)
    assert box is not None
    button(box, "Remove").click()
    qtbot.waitUntil(lambda: bool(notices(window)))
    assert notices(window)[0].tone is Tone.DANGER
    assert notices(window)[0].sentence == "The disk is read-only: ask whoever looks after this device."


def test_checking_a_package_shows_its_findings(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(FakeLibrary(shelf=some_courses(), findings=[a_finding(Severity.WARNING)]))
    choose(card_of(window, 1).menu(), "Check package")
    qtbot.waitUntil(lambda: bool(window.findChildren(FindingsDialog)))
    (dialog,) = window.findChildren(FindingsDialog)
    assert dialog.list.model().rowCount() == 1


def test_exporting_a_package(open_window: OpenWindow, qtbot: QtBot, tmp_path: Path) -> None:
    library = FakeLibrary(shelf=some_courses())
    window = open_window(library)
    choose(card_of(window, 1).menu(), "Export…")
    (dialog,) = window.findChildren(QFileDialog)
    assert dialog.selectedFiles()[0].endswith("Golf Explained.zip")
    dialog.fileSelected.emit(str(tmp_path / "golf.zip"))
    qtbot.waitUntil(lambda: bool(notices(window)))
    assert library.exported == [("pkg_0001", tmp_path / "golf.zip")]


def test_thumbnails_are_shown_and_broken_ones_are_no_news(open_window: OpenWindow, qtbot: QtBot) -> None:
    picture = QImage(3000, 10, QImage.Format.Format_RGB32)
    picture.fill(QColor("red"))
    buffer = QBuffer()
    assert buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    assert QImageWriter(buffer, QByteArray(b"png")).write(picture)
    shelf = [LibraryCourse(package=a_package(number, thumbnail="cover.png")) for number in (1, 2)]
    library = FakeLibrary(shelf=shelf, pictures={"pkg_0001": bytes(buffer.data().data()), "pkg_0002": b"no picture"})
    window = open_window(library)
    qtbot.waitUntil(lambda: card_of(window, 1).grab().toImage().pixelColor(100, 60) == QColor("red"))
    assert not notices(window)


def test_a_long_title_ends_in_dots_and_is_whole_in_the_tooltip(open_window: OpenWindow) -> None:
    window = open_window(FakeLibrary(shelf=some_courses()))
    (title,) = (label for label in card_of(window, 5).findChildren(QLabel) if label.toolTip())
    assert title.toolTip() == card_of(window, 5).course.package.title
    assert not any(label.toolTip() for label in card_of(window, 1).findChildren(QLabel))


def test_a_double_click_plays(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(FakeLibrary(shelf=some_courses()))
    with qtbot.waitSignal(window.play_requested):
        QTest.mouseDClick(card_of(window, 1), Qt.MouseButton.LeftButton, pos=QPoint(60, 60))


@pytest.mark.parametrize("reason", [QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard])
def test_the_menu_opens_by_mouse_and_by_key(open_window: OpenWindow, reason: QContextMenuEvent.Reason) -> None:
    window = open_window(FakeLibrary(shelf=some_courses()))
    card = card_of(window, 1)
    QApplication.sendEvent(card, QContextMenuEvent(reason, QPoint(5, 5), card.mapToGlobal(QPoint(5, 5))))
    (menu,) = card.findChildren(QMenu)
    assert menu.isVisible()
    menu.close()


def test_a_place_is_left_for_good_only_after_a_yes(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(FakeLibrary(shelf=some_courses()))
    with qtbot.assertNotEmitted(window.play_requested):
        choose(card_of(window, 1).menu(), "Play from the start…")
        question = window.findChildren(QMessageBox)[0]
        button(question, "Cancel").click()
    choose(card_of(window, 1).menu(), "Play from the start…")
    question = next(box for box in window.findChildren(QMessageBox) if box.isVisible())
    with qtbot.waitSignal(window.play_requested) as asked:
        button(question, "Play from the start").click()
    assert asked.args == ["pkg_0001", Play.RESTART]
