"""Text that ends in "…" where its lines are full, and is whole in its tooltip then."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QTextLayout
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class ElidedLabel(QLabel):
    """A label of a fixed number of lines, of any width."""

    def __init__(self, lines: int = 1, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = lines
        self._whole = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_text(self, text: str) -> None:
        """Show `text` as plain text, white space run together."""
        self._whole = " ".join(text.split())
        self.setAccessibleName(self._whole)
        self._tip()
        self.updateGeometry()
        self.update()

    def shown_lines(self) -> list[str]:
        """The lines as painted; the last one is elided if there is more text than room."""
        metrics = self.fontMetrics()
        layout = QTextLayout(self._whole, self.font())
        lines: list[str] = []
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(self.width())
            start = line.textStart()
            if len(lines) == self._lines - 1:
                lines.append(metrics.elidedText(self._whole[start:], Qt.TextElideMode.ElideRight, self.width()))
                break
            lines.append(self._whole[start : start + line.textLength()].rstrip())
        layout.endLayout()
        return lines

    def is_elided(self) -> bool:
        return " ".join(self.shown_lines()) != self._whole

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self._whole) + 2, metrics.lineSpacing() * self._lines)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tip()

    def paintEvent(self, _event: QPaintEvent) -> None:
        height = self.fontMetrics().lineSpacing()
        side = Qt.AlignmentFlag.AlignRight if self.isRightToLeft() else Qt.AlignmentFlag.AlignLeft
        flags = side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute | Qt.TextFlag.TextSingleLine
        with QPainter(self) as painter:
            # The window's direction says where a line begins, its own words say how it runs.
            painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
            painter.setPen(self.palette().color(self.foregroundRole()))
            for number, line in enumerate(self.shown_lines()):
                painter.drawText(QRect(0, number * height, self.width(), height), flags, line)

    def _tip(self) -> None:
        self.setToolTip(self._whole if self._whole and self.is_elided() else "")
