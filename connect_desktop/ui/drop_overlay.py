"""The invitation over the whole window while a course is dragged across it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QWidget

from connect_desktop.look.icons import Tone, icon
from connect_desktop.look.typography import set_type

_MARGIN = 18
_ICON = 48


class DropOverlay(QWidget):
    """Lies over `parent` and follows its size; shown while a drop would be taken."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._under = parent
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(self.tr("Drop to add"))
        set_type(self, 1.5, bold=True)
        self.hide()
        parent.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._under and event.type() is QEvent.Type.Resize:
            self.setGeometry(self._under.rect())
        return False

    def show_over(self) -> None:
        self.setGeometry(self._under.rect())
        self.raise_()
        self.show()

    def paintEvent(self, _event: QPaintEvent) -> None:
        palette = self.palette()
        accent = palette.color(QPalette.ColorRole.Accent)
        veil = palette.color(QPalette.ColorRole.Window)
        veil.setAlphaF(0.96)
        area = QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(self.rect(), veil)
            painter.setPen(QPen(accent, 2.5, Qt.PenStyle.DashLine, Qt.PenCapStyle.RoundCap))
            painter.drawRoundedRect(area, 16, 16)
            middle = area.center()
            icon("drop", Tone.ACCENT).paint(
                painter, round(middle.x() - _ICON / 2), round(middle.y() - _ICON), _ICON, _ICON
            )
            painter.setPen(accent)
            below = QRectF(area.left(), middle.y() + 8, area.width(), self.fontMetrics().height() * 2)
            painter.drawText(below, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, self.accessibleName())
