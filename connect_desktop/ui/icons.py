"""The drawings of `resources/icons`, in the ink of the place they stand in."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget

from connect_desktop.resources import resources_dir

_BUTTON_SIZES = (16, 20, 32, 40)


def tinted_icon(name: str, ink: QColor) -> QIcon:
    """The drawing `resources/icons/{name}.svg` with `ink` for its `currentColor`, at the sizes of our buttons."""
    icon = QIcon()
    for side in _BUTTON_SIZES:
        icon.addPixmap(_pixmap(name, side, ink))
    return icon


def tinted_pixmap(name: str, side: int, ink: QColor, widget: QWidget) -> QPixmap:
    """The drawing for a label of `widget`, `side` logical pixels wide and high."""
    ratio = widget.devicePixelRatioF()
    pixmap = _pixmap(name, round(side * ratio), ink)
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def _pixmap(name: str, side: int, ink: QColor) -> QPixmap:
    key = f"{name}/{side}/{ink.name()}"
    pixmap = QPixmap()
    if QPixmapCache.find(key, pixmap):
        return pixmap
    drawing = _path(name).read_bytes().replace(b"currentColor", ink.name().encode("ascii"))
    pixmap = QPixmap(QSize(side, side))
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        QSvgRenderer(QByteArray(drawing)).render(painter, QRectF(0, 0, side, side))
    QPixmapCache.insert(key, pixmap)
    return pixmap


def _path(name: str) -> Path:
    return resources_dir() / "icons" / f"{name}.svg"
