"""Taking courses in: dropped, picked, slow, stopped, refused, and with something to say about them."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from connect_desktop.packages.errors import LibraryFull, PackageRefused
from connect_desktop.scorm.cam.finding import Finding, Severity
from connect_desktop.ui import notice
from connect_desktop.ui.course_sources import course_sources
from connect_desktop.ui.findings_dialog import FindingsDialog
from connect_desktop.ui.import_row import ImportRow
from connect_desktop.ui.library_window import LibraryWindow
from connect_desktop.ui.notice import Notice, Tone
from connect_desktop.ui.preferences import Preferences
from tests.gui.ui.conftest import OpenWindow, nothing_shared
from tests.gui.ui.fake_library import FakeLibrary, a_finding, a_package, taken
from tests.gui.ui.shown import button, notices


def dragged(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def drag_over(window: QWidget, data: QMimeData) -> QDragEnterEvent:
    event = QDragEnterEvent(
        QPoint(50, 50),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    event.ignore()
    QApplication.sendEvent(window, event)
    return event


def drop(window: QWidget, data: QMimeData) -> None:
    event = QDropEvent(
        QPointF(50, 50),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(window, event)


def rows(window: LibraryWindow) -> list[ImportRow]:
    return [row for row in window.board.rows() if isinstance(row, ImportRow)]


@pytest.fixture
def slow() -> Iterator[FakeLibrary]:
    """A library whose imports stand still until its gate is opened."""
    library = FakeLibrary()
    library.gate.clear()
    yield library
    library.gate.set()


def test_only_archives_and_folders_are_courses(tmp_path: Path) -> None:
    folder = tmp_path / "course.v2"
    folder.mkdir()
    manifest = folder / "imsmanifest.xml"
    data = dragged(tmp_path / "a.ZIP", tmp_path / "b.pif", tmp_path / "c.docx", folder, manifest)
    data.setUrls([*data.urls(), QUrl("https://example.org/d.zip")])
    assert course_sources(data) == [tmp_path / "a.ZIP", tmp_path / "b.pif", folder]


def test_a_dragged_course_is_invited_and_a_dragged_text_is_not(open_window: OpenWindow, tmp_path: Path) -> None:
    window = open_window(FakeLibrary())
    assert not drag_over(window, dragged(tmp_path / "notes.txt")).isAccepted()
    assert not window.drop_overlay.isVisible()
    assert drag_over(window, dragged(tmp_path / "a.zip")).isAccepted()
    assert window.drop_overlay.isVisible()
    assert window.drop_overlay.size() == window.size()
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert not window.drop_overlay.isVisible()


def test_several_courses_dropped_at_once(open_window: OpenWindow, qtbot: QtBot, tmp_path: Path) -> None:
    library = FakeLibrary()
    window = open_window(library)
    data = dragged(tmp_path / "one.zip", tmp_path / "two.zip", tmp_path)
    drag_over(window, data)
    drop(window, data)
    assert not window.drop_overlay.isVisible()
    qtbot.waitUntil(lambda: len(window.shelf.grid.cards) == 3)
    assert library.taken_in == [tmp_path / "one.zip", tmp_path / "two.zip", tmp_path]
    assert [one.tone for one in notices(window)] == [Tone.SUCCESS] * 3


@pytest.mark.parametrize("action", ["add", "add_folder"])
def test_courses_are_picked_in_a_dialog(open_window: OpenWindow, qtbot: QtBot, tmp_path: Path, action: str) -> None:
    library = FakeLibrary()
    window = open_window(library)
    getattr(window.header, action).trigger()
    (dialog,) = window.findChildren(QFileDialog)
    dialog.filesSelected.emit([str(tmp_path / "a.zip")])
    dialog.close()
    qtbot.waitUntil(lambda: len(window.shelf.grid.cards) == 1)
    assert library.taken_in == [tmp_path / "a.zip"]


def test_progress_is_shown_in_place(open_window: OpenWindow, qtbot: QtBot, slow: FakeLibrary) -> None:
    window = open_window(slow)
    window.imports.start_all([Path("a.zip"), Path("b.zip")])
    qtbot.waitUntil(lambda: [row.state for row in rows(window)] == ["50 %", "Waiting…"])
    assert window.board.isVisible()
    slow.gate.set()
    qtbot.waitUntil(lambda: len(notices(window)) == 2)
    assert not rows(window)


def test_an_import_is_stopped(open_window: OpenWindow, qtbot: QtBot, slow: FakeLibrary) -> None:
    window = open_window(slow)
    window.imports.start(Path("a.zip"))
    (row,) = rows(window)
    row.cancel.click()
    assert not row.cancel.isEnabled()
    qtbot.waitUntil(lambda: not window.board.rows())
    assert not window.board.isVisible()
    assert not slow.taken_in


def test_good_news_goes_by_itself(open_window: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notice, "GOOD_NEWS_STAYS", 1)
    window = open_window(FakeLibrary())
    window.imports.start(Path("a.zip"))
    qtbot.waitUntil(lambda: not window.imports.running and not window.board.rows())
    assert not window.board.isVisible()


def test_the_same_course_twice_is_no_fault(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(FakeLibrary(outcomes={"a.zip": taken(a_package(1, "Golf"), already_there=True)}))
    window.imports.start(Path("a.zip"))
    qtbot.waitUntil(lambda: bool(notices(window)))
    assert notices(window)[0].sentence == "“Golf” was already here."


def test_warnings_are_counted_and_can_be_read(open_window: OpenWindow, qtbot: QtBot) -> None:
    findings = [a_finding(Severity.HINT), a_finding(Severity.WARNING), a_finding(Severity.WARNING)]
    window = open_window(FakeLibrary(outcomes={"a.zip": taken(a_package(1, "Golf"), *findings)}))
    window.imports.start(Path("a.zip"))
    qtbot.waitUntil(lambda: bool(notices(window)))
    (news,) = notices(window)
    assert (news.tone, news.sentence) == (Tone.WARNING, "“Golf” is ready. 2 warnings.")
    button(news, "See what we found").click()
    (dialog,) = window.findChildren(FindingsDialog)
    assert dialog.list.model().rowCount() == 3


def test_a_refused_package_says_what_is_wrong_and_what_to_do(open_window: OpenWindow, qtbot: QtBot) -> None:
    refused = PackageRefused((a_finding(Severity.WARNING, 1), a_finding(Severity.ERROR, 2)))
    window = open_window(FakeLibrary(outcomes={"a.zip": refused}))
    window.imports.start(Path("a.zip"))
    qtbot.waitUntil(lambda: bool(notices(window)))
    (news,) = notices(window)
    assert (news.tone, news.sentence) == (Tone.DANGER, "“a.zip” was not added.")
    assert news.details == (a_finding(Severity.ERROR, 2).message,)
    button(news, "See what we found").click()
    (dialog,) = window.findChildren(FindingsDialog)
    assert dialog.list.model().rowCount() == 2


def test_a_full_disk_is_told_in_its_own_words(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(FakeLibrary(outcomes={"a.zip": LibraryFull()}))
    window.imports.start(Path("a.zip"))
    qtbot.waitUntil(lambda: bool(notices(window)))
    assert notices(window)[0].details == ("The disk is full: free some space and try again.",)


def test_a_bug_of_ours_asks_to_be_reported(
    open_window: OpenWindow, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    window = open_window(FakeLibrary(outcomes={"a.zip": ZeroDivisionError("of all things")}))
    with caplog.at_level(logging.ERROR):
        window.imports.start(Path("a.zip"))
        qtbot.waitUntil(lambda: bool(notices(window)))
    assert "Please report it" in notices(window)[0].details[0]
    assert "of all things" in caplog.text
    button(notices(window)[0], "Copy details").click()
    assert "ZeroDivisionError: of all things" in QGuiApplication.clipboard().text()


def test_closing_during_an_import_asks_first(open_window: OpenWindow, qtbot: QtBot, slow: FakeLibrary) -> None:
    window = open_window(slow)
    window.imports.start(Path("a.zip"))
    window.close()
    assert window.isVisible()
    (box,) = window.findChildren(QMessageBox)
    with qtbot.waitSignal(window.closed):
        button(box, "Stop and close").click()
    assert not slow.taken_in


def test_the_import_may_go_on_when_the_window_was_to_be_closed(
    open_window: OpenWindow, qtbot: QtBot, slow: FakeLibrary
) -> None:
    window = open_window(slow)
    window.imports.start(Path("a.zip"))
    window.close()
    (box,) = window.findChildren(QMessageBox)
    button(box, "Keep adding").click()
    slow.gate.set()
    qtbot.waitUntil(lambda: bool(notices(window)))
    assert window.isVisible()
    assert slow.taken_in == [Path("a.zip")]


def test_a_window_that_is_deleted_stops_its_imports_first(
    qapp: QApplication, preferences: Preferences, slow: FakeLibrary
) -> None:
    window = LibraryWindow(slow, preferences, sharing=nothing_shared())
    window.imports.start(Path("a.zip"))
    shiboken6.delete(window)
    assert not slow.taken_in


def test_what_is_no_course_is_not_passed_over_in_silence(open_window: OpenWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window = open_window(FakeLibrary())
    data = dragged(tmp_path / "a.zip", tmp_path / "notes.pdf", tmp_path / "film.mp4")
    drag_over(window, data)
    drop(window, data)
    qtbot.waitUntil(lambda: not window.imports.running)
    (said,) = (one for one in notices(window) if one.tone is Tone.WARNING)
    assert "no course" in said.sentence
    assert all(f"“{name}”" in said.sentence for name in ("notes.pdf", "film.mp4"))


def test_one_fault_in_many_files_is_said_once(open_window: OpenWindow, qtbot: QtBot) -> None:
    faults = tuple(
        Finding(severity=Severity.ERROR, code="outside", template="A file lies outside.", file=f"../{number}")
        for number in range(5)
    )
    window = open_window(FakeLibrary(outcomes={"a.zip": PackageRefused(faults)}))
    with qtbot.waitSignal(window.imports.idle):
        window.imports.start(Path("a.zip"))
    (refused,) = notices(window)
    assert refused.details == ("A file lies outside.",)


def test_much_news_does_not_make_the_window_grow(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(FakeLibrary())
    window.resize(880, 480)
    for number in range(6):
        window.board.tell(Notice(Tone.DANGER, f"Number {number} was refused.", ["Pack it again."]))
    qtbot.waitUntil(lambda: window.board.verticalScrollBar().maximum() > 0)
    assert window.height() == 480
    assert window.minimumSizeHint().height() <= 480
