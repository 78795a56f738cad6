"""A switch: on or off, at once and by itself."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from connect_desktop.look.theme import ink

_WIDTH, _HEIGHT, _INSET = 44, 26, 4
_RING = 3


class Switch(QAbstractButton):
    """A checkable button drawn as a switch; the words stand beside it, and its accessible name says them."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setAccessibleName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH + 2 * _RING, _HEIGHT + 2 * _RING)

    def paintEvent(self, _event: QPaintEvent) -> None:
        on, palette = self.isChecked(), self.palette()
        fill, edge, knob = ("accent", "accent", "accent-text") if on else ("surface-3", "border-strong", "text-muted")
        if not self.isEnabled():
            fill, edge, knob = "surface-3", "border", "text-muted"
        track = QRectF(_RING, _RING, _WIDTH, _HEIGHT)
        side = _HEIGHT - 2 * _INSET
        at_end = on != self.isRightToLeft()
        left = track.right() - _INSET - side if at_end else track.left() + _INSET
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self.hasFocus():
                painter.setPen(QPen(ink(palette, "focus"), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(track.adjusted(-2, -2, 2, 2), _HEIGHT / 2 + 2, _HEIGHT / 2 + 2)
            painter.setPen(QPen(ink(palette, edge), 1))
            painter.setBrush(ink(palette, fill))
            painter.drawRoundedRect(track.adjusted(0.5, 0.5, -0.5, -0.5), _HEIGHT / 2, _HEIGHT / 2)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink(palette, knob))
            painter.drawEllipse(QRectF(left, track.top() + _INSET, side, side))
