"""A PDF on a printer: its sheets look as the pages do, and are those that were asked for."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QMarginsF, QRectF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageRanges, QPageSize, QPainter, QPdfWriter
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from connect_desktop.player.printing.paint import PrinterRefused, paint, sheets
from connect_desktop.player.printing.paper import Paper
from tests.gui.player.printed import Pdf, printer_into

A4 = Paper(QPageSize.PageSizeId.A4)


@pytest.fixture
def black_page(qapp: QApplication) -> bytes:
    """A page that is black all over but for a white square in its upper left quarter."""
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageLayout(QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF()))
    with QPainter(writer) as painter:
        painter.fillRect(painter.viewport(), Qt.GlobalColor.black)
        painter.fillRect(painter.viewport().adjusted(500, 500, -8000, -12000), Qt.GlobalColor.white)
    return bytes(buffer.data().data())


def light(picture: QImage, area: QRectF | None = None) -> float:
    """How much of a picture is not black, 0..1."""
    small = picture if area is None else picture.copy(area.toRect())
    points = [small.pixelColor(x, y).lightness() > 40 for x in range(small.width()) for y in range(small.height())]
    return sum(points) / len(points)


def test_the_strips_it_is_drawn_in_leave_no_seams(black_page: bytes, tmp_path: Path) -> None:
    paint(black_page, printer_into(tmp_path / "sheets.pdf", A4.layout), lambda: True)
    sheet, page = Pdf((tmp_path / "sheets.pdf").read_bytes()).picture(), Pdf(black_page).picture()
    assert sheet.size() == page.size()
    below = QRectF(1, sheet.height() / 2, sheet.width() - 2, sheet.height() / 2 - 1)
    assert light(sheet, below) == 0
    assert light(sheet) == pytest.approx(light(page), abs=0.02)


def test_a_page_of_another_size_is_as_large_as_fits(black_page: bytes, tmp_path: Path) -> None:
    paper = Paper(QPageSize.PageSizeId.A4, landscape=True)
    paint(black_page, printer_into(tmp_path / "sheets.pdf", paper.layout), lambda: True)
    sheet = Pdf((tmp_path / "sheets.pdf").read_bytes()).picture()
    assert light(sheet, QRectF(0, 0, 200, sheet.height())) == 1
    assert light(sheet, QRectF(sheet.width() / 2 + 10, 2, 100, sheet.height() - 4)) == 0


def test_what_is_not_wanted_any_more_ends(black_page: bytes, tmp_path: Path) -> None:
    wanted = iter([True, True, False])
    paint(black_page, printer_into(tmp_path / "sheets.pdf"), lambda: next(wanted))
    assert list(wanted) == []


def test_a_printer_that_cannot_begin(black_page: bytes, tmp_path: Path) -> None:
    with pytest.raises(PrinterRefused):
        paint(black_page, printer_into(tmp_path / "none" / "sheets.pdf"), lambda: True)


@pytest.mark.parametrize(
    ("ranges", "last_first", "copies", "collated", "expected"),
    [
        ("", False, 1, True, [0, 1, 2, 3]),
        ("2-3", False, 1, True, [1, 2]),
        ("1,4", True, 1, True, [3, 0]),
        ("1-2", False, 2, True, [0, 1, 0, 1]),
        ("1-2", False, 2, False, [0, 0, 1, 1]),
    ],
)
def test_sheets(
    qapp: QApplication, ranges: str, last_first: bool, copies: int, collated: bool, expected: list[int]
) -> None:
    printer = printer_into(Path("unused.pdf"))
    printer.setPageRanges(QPageRanges.fromString(ranges))
    printer.setPageOrder(QPrinter.PageOrder.LastPageFirst if last_first else QPrinter.PageOrder.FirstPageFirst)
    printer.setCopyCount(copies)
    printer.setCollateCopies(collated)
    assert list(sheets(printer, 4)) == expected
