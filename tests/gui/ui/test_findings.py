"""The findings dialog and the sentences in it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from connect_desktop.scorm.cam.finding import Finding, Severity
from connect_desktop.ui import copy_button
from connect_desktop.ui.findings_dialog import FindingsDialog
from connect_desktop.ui.findings_model import finding_words
from tests.gui.ui.fake_library import a_finding


def test_a_finding_on_one_line() -> None:
    assert finding_words(a_finding(Severity.ERROR, 2)) == (
        "Error: The manifest lists “media/film-2.mp4”, which is not in the package: "
        "add the file or take it off the list. (imsmanifest.xml:42 · CAM 3.4.1.8)"
    )
    bare = Finding(severity=Severity.HINT, code="c", template="Well.")
    assert finding_words(bare) == "Hint: Well."


@pytest.fixture
def dialog(qtbot: QtBot) -> FindingsDialog:
    severities = [Severity.HINT, Severity.WARNING, Severity.ERROR, Severity.WARNING]
    opened = FindingsDialog("Golf", [a_finding(severity, number) for number, severity in enumerate(severities)])
    qtbot.addWidget(opened)
    opened.show()
    return opened


def lines(dialog: FindingsDialog) -> list[str]:
    dialog.copy.click()
    return QGuiApplication.clipboard().text().splitlines()


def test_the_gravest_come_first_and_all_are_copied(dialog: FindingsDialog) -> None:
    assert [line.split(":")[0] for line in lines(dialog)] == ["Error", "Warning", "Warning", "Hint"]


def test_only_the_selected_are_copied(dialog: FindingsDialog, qtbot: QtBot) -> None:
    dialog.list.setCurrentIndex(dialog.list.model().index(3, 0))
    assert [line.split(":")[0] for line in lines(dialog)] == ["Hint"]


def test_one_severity_alone(dialog: FindingsDialog) -> None:
    by_text = {button.text(): button for button in dialog.filters.buttons()}
    assert list(by_text) == ["All (4)", "Errors (1)", "Warnings (2)", "Hints (1)"]
    by_text["Warnings (2)"].click()
    assert [line.split(":")[0] for line in lines(dialog)] == ["Warning", "Warning"]


def test_every_row_has_room_for_its_sentence(dialog: FindingsDialog, qtbot: QtBot) -> None:
    wide = dialog.list.sizeHintForRow(0)
    dialog.resize(260, 520)
    qtbot.waitUntil(lambda: dialog.list.sizeHintForRow(0) > wide)


def test_a_package_in_order_says_so(qtbot: QtBot) -> None:
    dialog = FindingsDialog("Golf", [])
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.list.isVisible()
    assert not dialog.copy.isVisible()


def test_a_reader_hears_the_whole_finding(dialog: FindingsDialog) -> None:
    index = dialog.list.model().index(0, 0)
    assert str(index.data(Qt.ItemDataRole.AccessibleTextRole)).startswith("Error: The manifest lists")


def test_what_was_copied_is_said_for_a_while(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copy_button, "_SAID_FOR", 1)
    button = copy_button.CopyButton("Copy", lambda: "what was found")
    qtbot.addWidget(button)
    button.click()
    assert QGuiApplication.clipboard().text() == "what was found"
    assert button.text() == "Copied"
    qtbot.waitUntil(lambda: button.text() == "Copy")
