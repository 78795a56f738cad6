"""The drawings of `resources/icons` in the ink of the widget they stand on, in light and dark."""

from __future__ import annotations

from enum import Enum
from functools import lru_cache

from PySide6.QtCore import QByteArray, QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QLabel, QToolButton, QWidget

from connect_desktop.resources import resources_dir

_SIDES = (16, 20, 24, 40, 48)


class Tone(Enum):
    """What a drawing says by its colour: (on light ground, on dark ground)."""

    TEXT = ("", "")
    MUTED = ("#6f777d", "#8d979f")
    ACCENT = ("#0a6570", "#63c7cf")
    SUCCESS = ("#1f7a43", "#4fae72")
    WARNING = ("#8a5a06", "#d9a441")
    DANGER = ("#b3271f", "#e0685d")


def icon(name: str, palette: QPalette, tone: Tone = Tone.TEXT) -> QIcon:
    """The drawing `name`; it is paler where its control is disabled."""
    ink = _ink(palette, tone)
    made = QIcon()
    for side in _SIDES:
        made.addPixmap(_pixmap(name, side, ink.name()), QIcon.Mode.Normal)
        made.addPixmap(_pixmap(name, side, _ink(palette, Tone.MUTED).name()), QIcon.Mode.Disabled)
    return made


def _ink(palette: QPalette, tone: Tone) -> QColor:
    if tone is Tone.TEXT:
        return palette.color(QPalette.ColorRole.ButtonText)
    dark = palette.color(QPalette.ColorRole.Window).lightness() < 128
    return QColor(tone.value[1 if dark else 0])


@lru_cache(maxsize=256)
def _pixmap(name: str, side: int, ink: str) -> QPixmap:
    # Twice as many pixels as the side, for screens that have them.
    pixmap = QPixmap(QSize(2 * side, 2 * side))
    pixmap.fill(Qt.GlobalColor.transparent)
    drawing = (resources_dir() / "icons" / f"{name}.svg").read_bytes().replace(b"currentColor", ink.encode())
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(drawing)).render(painter, QRectF(0, 0, 2 * side, 2 * side))
    painter.end()
    pixmap.setDevicePixelRatio(2)
    return pixmap


class IconButton(QToolButton):
    """A quiet button that is only a drawing; its name is told to assistive technology and shown on hover."""

    def __init__(self, name: str, tip: str, shortcut: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self.setProperty("kind", "quiet")
        self.setIconSize(QSize(20, 20))
        self.setAccessibleName(tip)
        self.setToolTip(f"{tip} ({shortcut})" if shortcut else tip)
        self.setIcon(icon(name, self.palette()))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.setIcon(icon(self._name, self.palette()))


class Drawing(QLabel):
    """A drawing for itself, `side` wide and high."""

    def __init__(self, name: str, tone: Tone, side: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = side
        self.show_drawing(name, tone)

    def show_drawing(self, name: str, tone: Tone) -> None:
        self._name, self._tone = name, tone
        self.setPixmap(icon(name, self.palette(), tone).pixmap(QSize(self._side, self._side)))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.show_drawing(self._name, self._tone)
