"""The dialogs a learner sees: content's words, and a way out of a flood of them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QCheckBox, QDialog, QInputDialog, QMessageBox
from pytestqt.qtbot import QtBot

from connect_desktop.player.dialogs import QtContentDialogs


def when_open(act: Callable[[QDialog], None]) -> None:
    """Do something with the next dialog, from inside its event loop."""

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        act(dialog)

    QTimer.singleShot(0, look)


def test_an_alert_shows_text_and_never_mark_up(qtbot: QtBot) -> None:
    seen: list[str] = []

    def read(dialog: QDialog) -> None:
        assert isinstance(dialog, QMessageBox)
        seen.extend([dialog.text(), dialog.textFormat().name])
        dialog.accept()

    when_open(read)
    QtContentDialogs().alert(None, "<img src='http://example.invalid/'>")
    assert seen == ["<img src='http://example.invalid/'>", "PlainText"]


def test_confirm_and_prompt_give_what_was_chosen(qtbot: QtBot) -> None:
    dialogs = QtContentDialogs()
    when_open(lambda dialog: dialog.done(QMessageBox.StandardButton.Ok))
    assert dialogs.confirm(None, "sure?")
    when_open(lambda dialog: dialog.reject())
    assert not dialogs.confirm(None, "sure?")

    def fill(dialog: QDialog) -> None:
        assert isinstance(dialog, QInputDialog)
        dialog.setTextValue(dialog.textValue() + "!")
        dialog.accept()

    when_open(fill)
    assert dialogs.prompt(None, "name?", "Ada") == "Ada!"
    when_open(lambda dialog: dialog.reject())
    assert dialogs.prompt(None, "name?", "Ada") is None


def test_a_flood_can_be_silenced_until_new_content_comes(qtbot: QtBot) -> None:
    dialogs = QtContentDialogs()
    shown: list[bool] = []

    def silence(dialog: QDialog) -> None:
        box = dialog.findChild(QCheckBox)
        shown.append(box is not None)
        if box is not None:
            box.setChecked(True)
        dialog.accept()

    for _ in range(3):
        when_open(silence)
        dialogs.alert(None, "again")
    dialogs.alert(None, "not shown")
    assert dialogs.confirm(None, "not shown") is False
    assert shown == [False, False, True]
    dialogs.listen()
    when_open(silence)
    dialogs.alert(None, "new content")
    assert len(shown) == 4


def test_a_dialog_closes_when_its_content_is_taken_away(qtbot: QtBot) -> None:
    dialogs = QtContentDialogs()
    when_open(lambda _dialog: dialogs.hush())
    assert dialogs.prompt(None, "name?", "") is None
    assert dialogs.prompt(None, "never shown", "") is None
