"""Printing in a player window: one thing at a time, in a dialog that the course goes on behind."""

from __future__ import annotations

from pathlib import Path

import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtWebEngineCore import QWebEngineFrame
from PySide6.QtWidgets import QWidget

from connect_desktop.player.page import ContentPage
from connect_desktop.player.printing.frame_document import FrameDocument, ReadFile
from connect_desktop.player.printing.print_dialog import PrintDialog
from connect_desktop.player.printing.printers import Printers, SystemPrinters


class ContentPrinting(QObject):
    """`title` is that of the course, `read` gives its files.

    `saved` carries the path of a PDF that was saved, `sent` the printer something is on its way to."""

    saved = Signal(Path)
    sent = Signal(str)

    def __init__(self, window: QWidget, title: str, read: ReadFile, printers: Printers | None = None) -> None:
        super().__init__(window)
        self._read = read
        self._window = window
        self._title = title
        self._printers = printers or SystemPrinters()
        self._dialog: PrintDialog | None = None

    @property
    def dialog(self) -> PrintDialog | None:
        """The one that is open."""
        dialog = self._dialog
        return dialog if dialog is not None and shiboken6.isValid(dialog) and dialog.isVisible() else None

    def ask(self, page: ContentPage, frame: QWebEngineFrame) -> None:
        """Show what printing the frame gives; nothing while something is shown already: pages ask in loops too."""
        if self.dialog is not None:
            return
        document = FrameDocument(page, frame, self._read)
        # The window of the course has it: one that content opened to print it is often closed at once.
        dialog = PrintDialog(document, self._title, self._printers, self._window)
        document.setParent(dialog)
        dialog.saved.connect(lambda path: self.saved.emit(Path(path)))
        dialog.sent.connect(self.sent)
        self._dialog = dialog
        dialog.prepare()
        dialog.show()
