"""What came out: PDFs read back, and a printer whose sheets are one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QImage, QPageLayout, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget


class Pdf:
    """A PDF to look into."""

    def __init__(self, content: bytes) -> None:
        self._buffer = QBuffer()
        self._buffer.setData(content)
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document = QPdfDocument()
        assert self._document.load(self._buffer) is None
        assert self._document.error() is QPdfDocument.Error.None_

    @property
    def texts(self) -> list[str]:
        """The words of each page."""
        return [" ".join(self._document.getAllText(page).text().split()) for page in range(self._document.pageCount())]

    @property
    def millimetres(self) -> tuple[int, int]:
        """The size of the first page."""
        size = self._document.pagePointSize(0)
        return round(size.width() / 72 * 25.4), round(size.height() / 72 * 25.4)

    def picture(self, page: int = 0) -> QImage:
        """The page at 72 dots to an inch, on white."""
        drawn = self._document.render(page, self._document.pagePointSize(page).toSize())
        sheet = QImage(drawn.size(), QImage.Format.Format_RGB32)
        sheet.fill(Qt.GlobalColor.white)
        with QPainter(sheet) as painter:
            painter.drawImage(0, 0, drawn)
        return sheet


class PaperTray:
    """A printer that puts its sheets into a file."""

    def __init__(self, file: Path | None) -> None:
        self._file = file

    def exist(self) -> bool:
        return self._file is not None

    def choose(self, parent: QWidget, layout: QPageLayout, pages: int, chosen: Callable[[QPrinter], None]) -> None:
        chosen(printer_into(self._file or Path(), layout))


def printer_into(file: Path, layout: QPageLayout | None = None) -> QPrinter:
    """What paints as for a printer, into a PDF."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setResolution(150)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(file))
    if layout is not None:
        printer.setPageLayout(layout)
    return printer
