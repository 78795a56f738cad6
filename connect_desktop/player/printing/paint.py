"""A PDF on a printer."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QBuffer, QIODevice, QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPdf import QPdfDocument, QPdfDocumentRenderOptions
from PySide6.QtPrintSupport import QPrinter

# Rows drawn at a time. A page of 600 dots to an inch is 140 MB, and other threads stand still while any is drawn.
_STRIP = 128
# Rows that each strip has of the next: where two edges only meet, paper can shine through.
_OVERLAP = 16


class PrinterRefused(Exception):
    """The printer took no page, or stopped taking them."""


def paint(content: bytes, printer: QPrinter, is_wanted: Callable[[], bool]) -> None:
    """Print a PDF as `printer` was told: which pages, how often, in which order. Takes its time, on any thread.

    Stops when it is not wanted any more. Raises `PrinterRefused`.
    """
    buffer = QBuffer()
    buffer.setData(content)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    printer.setFullPage(True)
    painter = QPainter()
    if not painter.begin(printer):
        raise PrinterRefused
    painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
    try:
        for count, page in enumerate(sheets(printer, document.pageCount())):
            if count and not printer.newPage():
                raise PrinterRefused
            for strip in _strips(_place(document, page, printer)):
                if not is_wanted():
                    printer.abort()
                    return
                _draw(painter, document, page, _place(document, page, printer), strip)
    finally:
        ended = painter.end()
    if not ended or printer.printerState() is QPrinter.PrinterState.Error:
        raise PrinterRefused


def sheets(printer: QPrinter, pages: int) -> Iterator[int]:
    """The pages to print, counted from 0, each as often as it comes out."""
    ranges = printer.pageRanges()
    chosen = [page for page in range(pages) if ranges.isEmpty() or ranges.contains(page + 1)]
    if printer.pageOrder() is QPrinter.PageOrder.LastPageFirst:
        chosen.reverse()
    copies = 1 if printer.supportsMultipleCopies() else printer.copyCount()
    if printer.collateCopies():
        for _ in range(copies):
            yield from chosen
    else:
        for page in chosen:
            yield from [page] * copies


def _place(document: QPdfDocument, page: int, printer: QPrinter) -> QRect:
    """Where on the sheet the page goes: as large as fits, in the middle, in dots."""
    sheet = printer.pageLayout().fullRectPixels(printer.resolution())
    size = document.pagePointSize(page).scaled(sheet.size(), Qt.AspectRatioMode.KeepAspectRatio).toSize()
    place = QRect(sheet.topLeft(), size)
    place.moveCenter(sheet.center())
    return place


def _strips(place: QRect) -> Iterator[QRect]:
    """The page cut into strips, from its own upper left."""
    for top in range(0, place.height(), _STRIP):
        yield QRect(0, top, place.width(), min(_STRIP + _OVERLAP, place.height() - top))


def _draw(painter: QPainter, document: QPdfDocument, page: int, place: QRect, strip: QRect) -> None:
    options = QPdfDocumentRenderOptions()
    options.setScaledSize(QSize(place.width(), place.height()))
    # It scales by the way from the first dot of this to the last, which is one less than there are dots.
    options.setScaledClipRect(strip.adjusted(0, 0, 1, 1))
    # On white: what is half transparent would be darker where strips overlap.
    drawn = QImage(strip.size(), QImage.Format.Format_RGB32)
    drawn.fill(Qt.GlobalColor.white)
    with QPainter(drawn) as within:
        within.drawImage(0, 0, document.render(page, strip.size(), options))
    painter.drawImage(place.topLeft() + strip.topLeft(), drawn)
