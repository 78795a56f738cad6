"""The printers of this computer, and the system's dialog to choose one of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QPageLayout
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QWidget

# Dots to an inch: what a laser printer has. More is only larger.
_FINE = 600


class Printers(Protocol):
    """Where paper comes out."""

    def exist(self) -> bool:
        """Whether there is any."""

    def choose(self, parent: QWidget, layout: QPageLayout, pages: int, chosen: Callable[[QPrinter], None]) -> None:
        """Ask which one, and how, for so many pages; `chosen` gets it, if any is."""


class SystemPrinters(QObject):
    """Those the system knows."""

    def exist(self) -> bool:
        return bool(QPrinterInfo.availablePrinterNames())

    def choose(self, parent: QWidget, layout: QPageLayout, pages: int, chosen: Callable[[QPrinter], None]) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setResolution(_FINE)
        printer.setPageLayout(layout)
        dialog = QPrintDialog(printer, parent)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        option = QPrintDialog.PrintDialogOption
        # A PDF that comes this way is made of pictures; ours has the text.
        for offered, wanted in ((option.PrintToFile, False), (option.PrintPageRange, True)):
            dialog.setOption(offered, wanted)
        dialog.setMinMax(1, pages)
        # This keeps the printer while it is asked about, too.
        dialog.accepted.connect(lambda: chosen(printer))
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.show()
