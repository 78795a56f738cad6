"""A button that copies and says that it did: a clipboard shows nothing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QWidget

# How long it says so, in milliseconds.
_SAID_FOR = 2_000


class CopyButton(QPushButton):
    """Puts what `text` gives on the clipboard when it is pressed, or told to `copy`."""

    def __init__(self, words: str, text: Callable[[], str], parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self._words = words
        self._text = text
        self._saying = QTimer(self, singleShot=True, interval=_SAID_FOR)
        self._saying.timeout.connect(lambda: self.setText(self._words))
        self.setAutoDefault(False)
        self.clicked.connect(self.copy)

    def copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text())
        self.setText(self.tr("Copied"))
        self._saying.start()
