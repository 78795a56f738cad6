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
        return self._lines_in(self.width())

    def _lines_in(self, width: int) -> list[str]:
        metrics = self.fontMetrics()
        layout = QTextLayout(self._whole, self.font())
        lines: list[str] = []
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            start = line.textStart()
            if len(lines) == self._lines - 1:
                lines.append(metrics.elidedText(self._whole[start:], Qt.TextElideMode.ElideRight, width))
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
            lines = self.shown_lines()
            top = max(0, (self.height() - len(lines) * height) // 2) if self.hasHeightForWidth() else 0
            for number, line in enumerate(lines):
                painter.drawText(QRect(0, top + number * height, self.width(), height), flags, line)

    def _tip(self) -> None:
        self.setToolTip(self._whole if self._whole and self.is_elided() else "")


class GrowingLabel(ElidedLabel):
    """As high as its text needs at the width it has, up to a number of lines; the text is in the middle of what is
    higher."""

    def __init__(self, most_lines: int, parent: QWidget | None = None) -> None:
        super().__init__(most_lines, parent)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def heightForWidth(self, width: int) -> int:
        return self.fontMetrics().lineSpacing() * max(1, len(self._lines_in(width)))

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.fontMetrics().lineSpacing())
