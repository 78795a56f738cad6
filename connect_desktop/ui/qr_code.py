"""A text as a QR code, for the camera of a phone."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from connect_desktop.look.tokens import LIGHT

# An address makes 25 or 29 modules.
_SIDE = 165
# So many modules around a code stay empty [ISO/IEC 18004 6.3.8].
_QUIET = 4
_RADIUS = 7


class QrCode(QWidget):
    """Dark on light in a dark window too: many cameras read no code the other way round."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = ""
        self._rows: tuple[bytes, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_text(self, text: str) -> None:
        """Be the code of this text; without one there is nothing to see."""
        if text != self.text:
            self.text = text
            self._rows = _modules(text) if text else ()
            self.update()
        self.setVisible(bool(text))

    def sizeHint(self) -> QSize:
        return QSize(_SIDE, _SIDE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._rows:
            return
        painter = QPainter(self)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(LIGHT["surface-2"]))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawRoundedRect(QRectF(self.rect()), _RADIUS, _RADIUS)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setBrush(QColor(LIGHT["text"]))
        ratio = self.devicePixelRatioF()
        # Whole pixels of the screen, so that all modules are of one size and no line runs between them.
        module = int(self.width() * ratio / (len(self._rows) + 2 * _QUIET)) / ratio
        begin = (self.width() - module * len(self._rows)) / 2
        begin = round(begin * ratio) / ratio
        for down, row in enumerate(self._rows):
            for across, dark in enumerate(row):
                if dark:
                    painter.drawRect(QRectF(begin + across * module, begin + down * module, module, module))


def _modules(text: str) -> tuple[bytes, ...]:
    """The code, row by row, 1 where it is dark."""
    import segno  # few ever share

    return tuple(bytes(row) for row in segno.make_qr(text, error="m").matrix)
