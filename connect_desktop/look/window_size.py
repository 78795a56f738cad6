"""How large a window opens: as it was designed, or as large as the screen has room for."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

# What a window manager draws around a window, which nobody knows before it has drawn it.
_FRAME = QSize(16, 40)


def open_at(window: QWidget, width: int, height: int) -> None:
    """Give `window` its first size. On a small screen, or an enlarged one, its lower edge is seen too."""
    wanted = QSize(width, height)
    # What is drawn off screen is for pictures, and its screen has a size that nobody chose.
    is_seen = QGuiApplication.platformName() != "offscreen"
    window.resize(room_for(wanted, window.screen().availableSize()) if is_seen else wanted)


def room_for(wanted: QSize, available: QSize) -> QSize:
    """`wanted`, or as much of it as a window and its frame may take of `available`."""
    return wanted.boundedTo(available - _FRAME)
