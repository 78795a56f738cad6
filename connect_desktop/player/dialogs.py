"""`alert`, `confirm` and `prompt` of content, as dialogs of ours that cannot trap the learner."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, TypeVar

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog, QWidget

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMessageBox

# From this dialog of one delivery on, the learner may silence the rest: content has been seen to alert in a loop.
_MAY_SILENCE_FROM = 3

D = TypeVar("D", bound=QDialog)


class ContentDialogs(Protocol):
    """Who answers the dialogs of content. Content stands still until it is answered."""

    def alert(self, parent: QWidget | None, text: str) -> None: ...

    def confirm(self, parent: QWidget | None, text: str) -> bool: ...

    def prompt(self, parent: QWidget | None, text: str, default: str) -> str | None:
        """The text given; None if it was refused."""

    def hush(self) -> None:
        """Close the dialog that is open and answer all further ones by refusing: the content is leaving."""

    def listen(self) -> None:
        """Show dialogs again: new content is here."""


class QtContentDialogs:
    """Dialogs on the course's window, plain text only, with a way out of a flood.

    Their classes are imported when content asks something: most never does, and its first page need not wait for them.
    """

    def __init__(self) -> None:
        self._open: QDialog | None = None
        self._silent = False
        self._shown = 0

    def alert(self, parent: QWidget | None, text: str) -> None:
        self._show(lambda: self._box(parent, text))

    def confirm(self, parent: QWidget | None, text: str) -> bool:
        from PySide6.QtWidgets import QMessageBox

        box = self._show(lambda: self._box(parent, text, may_refuse=True))
        return box is not None and box.result() == QMessageBox.StandardButton.Ok

    def prompt(self, parent: QWidget | None, text: str, default: str) -> str | None:
        from PySide6.QtWidgets import QInputDialog

        def make() -> QInputDialog:
            dialog = QInputDialog(parent)
            dialog.setWindowTitle(_title())
            dialog.setLabelText(text)
            dialog.setTextValue(default)
            return dialog

        dialog = self._show(make)
        accepted = dialog is not None and dialog.result() == QDialog.DialogCode.Accepted
        return dialog.textValue() if accepted and dialog is not None else None

    def hush(self) -> None:
        self._silent = True
        if self._open is not None:
            self._open.reject()

    def listen(self) -> None:
        self._silent = False
        self._shown = 0

    def _show(self, make: Callable[[], D]) -> D | None:
        if self._silent:
            return None
        self._shown += 1
        dialog = make()
        self._open = dialog
        try:
            dialog.exec()
        finally:
            self._open = None
            dialog.deleteLater()
        return dialog

    def _box(self, parent: QWidget | None, text: str, *, may_refuse: bool = False) -> QMessageBox:
        from PySide6.QtCore import Qt
        from PySide6.QtWidgets import QCheckBox, QMessageBox

        buttons = QMessageBox.StandardButton.Ok
        if may_refuse:
            buttons |= QMessageBox.StandardButton.Cancel
        box = QMessageBox(QMessageBox.Icon.NoIcon, _title(), "", buttons, parent)
        # Content's text could carry mark-up that loads pictures from elsewhere.
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(text)
        if self._shown >= _MAY_SILENCE_FROM:
            words = QCoreApplication.translate("ContentDialogs", "Show no more messages from this page")
            silence = QCheckBox(words, box)
            silence.toggled.connect(self._set_silent)
            box.setCheckBox(silence)
        return box

    def _set_silent(self, silent: bool) -> None:
        self._silent = silent


def _title() -> str:
    return QCoreApplication.translate("ContentDialogs", "The course says")
