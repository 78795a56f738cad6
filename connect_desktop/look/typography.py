"""Sizes and weights relative to the font the system gave us, so that a larger system font enlarges everything."""

from __future__ import annotations

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QWidget


def set_type(widget: QWidget, scale: float = 1.0, *, bold: bool = False) -> None:
    """Set `widget` in the system's font at `scale` times its size."""
    font = QFont(widget.font())
    if font.pointSizeF() > 0:
        font.setPointSizeF(font.pointSizeF() * scale)
    else:
        font.setPixelSize(round(font.pixelSize() * scale))
    if bold:
        font.setWeight(QFont.Weight.DemiBold)
    widget.setFont(font)
