"""The drawings of `resources/icons` in the ink of a token, light or dark as the application is when it paints them."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QGuiApplication,
    QIcon,
    QIconEngine,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPixmap,
    QPixmapCache,
)
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from connect_desktop.look.theme import ink
from connect_desktop.resources import resources_dir


class Tone(StrEnum):
    """What a drawing says by its colour; the words are those of the tokens."""

    TEXT = "text"
    MUTED = "text-muted"
    ACCENT = "accent"
    SUCCESS = "success"
    WARNING = "warning"
    DANGER = "danger"


def icon(name: str, tone: Tone = Tone.TEXT) -> QIcon:
    """The drawing `resources/icons/{name}.svg` with `tone` for its `currentColor`, muted where its control is disabled.

    Nothing is read or drawn before it is painted, and it follows the theme by itself.
    """
    return QIcon(_Ink(name, tone))


class IconButton(QToolButton):
    """A quiet button that is only a drawing, `side` wide and high.

    Its name is told to assistive technology and shown on hover.
    """

    def __init__(
        self, name: str, tip: str, shortcut: str = "", parent: QWidget | None = None, *, side: int = 20
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "quiet")
        self.setIconSize(QSize(side, side))
        self.setAccessibleName(tip)
        keys = QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)
        self.setToolTip(f"{tip} ({keys})" if keys else tip)
        self.setIcon(icon(name))


class Drawing(QWidget):
    """A drawing for itself, `side` wide and high."""

    def __init__(self, name: str, tone: Tone, side: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = side
        # Not an icon: Python, when it takes a window apart, may let go of what draws the icon before the icon itself.
        self._name = name
        self._tone = tone
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_drawing(self, name: str, tone: Tone) -> None:
        self._name = name
        self._tone = tone
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._side, self._side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            icon(self._name, self._tone).paint(painter, self.rect())


class _Ink(QIconEngine):
    """Draws one icon on demand.

    It has no `clone`: Qt asks for one only of an icon that further pixmaps are added to, which is not done to these.
    """

    def __init__(self, name: str, tone: Tone) -> None:
        super().__init__()
        self._name = name
        self._tone = tone

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        size = rect.size() * painter.device().devicePixelRatio()
        painter.drawPixmap(rect, self.pixmap(size, mode, state))

    def pixmap(self, size: QSize, mode: QIcon.Mode, _state: QIcon.State) -> QPixmap:
        """`size` is in pixels of the device; the drawing is as large as fits into it, in its middle."""
        tone = Tone.MUTED if mode is QIcon.Mode.Disabled else self._tone
        colour = ink(QGuiApplication.palette(), tone).name()
        key = f"{self._name}/{colour}/{size.width()}x{size.height()}"
        drawn = QPixmap()
        if not QPixmapCache.find(key, drawn):
            drawn = _drawn(self._name, colour, size)
            QPixmapCache.insert(key, drawn)
        return drawn


def _drawn(name: str, colour: str, size: QSize) -> QPixmap:
    # A window is made before it is painted: what only painting needs is not loaded until then.
    from PySide6.QtSvg import QSvgRenderer

    drawing = (resources_dir() / "icons" / f"{name}.svg").read_bytes().replace(b"currentColor", colour.encode())
    side = min(size.width(), size.height())
    pixmap = QPixmap(size)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        area = QRectF((size.width() - side) / 2, (size.height() - side) / 2, side, side)
        QSvgRenderer(QByteArray(drawing)).render(painter, area)
    return pixmap
