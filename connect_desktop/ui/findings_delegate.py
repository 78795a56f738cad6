"""A finding as it is painted: mark, the whole sentence on as many lines as it takes, its place below."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from connect_desktop.look.icons import Tone, icon
from connect_desktop.scorm.cam.finding import Severity
from connect_desktop.ui.findings_model import Index, Role

_MARK = 20
_PAD = 12
_GAP = 3
_BOUNDLESS = 100_000
_MARKS = {
    Severity.ERROR: ("error", Tone.DANGER),
    Severity.WARNING: ("warning", Tone.WARNING),
    Severity.HINT: ("hint", Tone.ACCENT),
}


class FindingsDelegate(QStyledItemDelegate):
    """Rows as wide as the view, as high as their sentence needs."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        width = self._view.viewport().width()
        metrics = QFontMetrics(self._view.font())
        words = self._words_area(QRect(0, 0, width, _BOUNDLESS))
        height = metrics.boundingRect(words, self._flags(), index.data()).height()
        if index.data(Role.PLACE):
            height += _GAP + QFontMetrics(self._small()).height()
        return QSize(width, max(height, _MARK) + 2 * _PAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        area, palette = option.rect, option.palette
        words = self._words_area(area)
        painter.save()
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, palette.color(QPalette.ColorRole.AlternateBase))
        painter.setPen(palette.color(QPalette.ColorRole.Mid))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        self._paint_mark(painter, area, Severity(index.data(Role.SEVERITY)))
        painter.setFont(self._view.font())
        painter.setPen(palette.color(QPalette.ColorRole.Text))
        painter.drawText(words, self._flags(), index.data())
        if place := index.data(Role.PLACE):
            painter.setFont(self._small())
            painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
            metrics = painter.fontMetrics()
            below = QRect(words.left(), words.bottom() - metrics.height() + 1, words.width(), metrics.height())
            shown = metrics.elidedText(place, Qt.TextElideMode.ElideMiddle, words.width())
            painter.drawText(below, self._side(), shown)
        painter.restore()

    def _paint_mark(self, painter: QPainter, area: QRect, severity: Severity) -> None:
        left = area.right() - _PAD - _MARK if self._view.isRightToLeft() else area.left() + _PAD
        icon(*_MARKS[severity]).paint(painter, left, area.top() + _PAD - 1, _MARK, _MARK)

    def _words_area(self, area: QRect) -> QRect:
        beside = 2 * _PAD + _MARK
        left, right = (_PAD, beside) if self._view.isRightToLeft() else (beside, _PAD)
        return area.adjusted(left, _PAD, -right, -_PAD)

    def _small(self) -> QFont:
        font = QFont(self._view.font())
        font.setPointSizeF(font.pointSizeF() * 0.9)
        return font

    def _side(self) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if self._view.isRightToLeft() else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignAbsolute

    def _flags(self) -> int:
        return int(self._side() | Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)
