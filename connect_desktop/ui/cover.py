"""The picture on a course's card: its thumbnail, or a quiet cover of our own with its initials."""

from __future__ import annotations

import hashlib

from msgspec import Struct
from PySide6.QtCore import QBuffer, QByteArray, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QImageReader, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from connect_desktop.look.theme import is_dark, set_look
from connect_desktop.ui.learner_name import initials

HEIGHT = 124
CORNER = 12.0
EDGE = 2
_FADED = 0.45
_THUMBNAIL_WIDTH = 960
_LIGHT_TONES = ((95, 218), (105, 204), (100, 211), (110, 82))
_DARK_TONES = ((62, 58), (62, 72), (62, 65), (90, 205))
_HUES = (188, 210, 236, 268, 318, 352, 18, 38, 86, 148)


class CoverColours(Struct, frozen=True):
    """Ground, the two shapes on it, and the letters."""

    ground: QColor
    near: QColor
    far: QColor
    ink: QColor


def cover_colours(key: str, *, dark: bool) -> CoverColours:
    """The colours of a cover; the same `key` always gets the same hue."""
    hue = _HUES[hashlib.blake2b(key.encode(), digest_size=2).digest()[0] % len(_HUES)]
    tones = _DARK_TONES if dark else _LIGHT_TONES
    return CoverColours(*(QColor.fromHsl(hue, saturation, lightness) for saturation, lightness in tones))


def read_thumbnail(content: bytes) -> QImage | None:
    """The picture, no wider than a card ever needs; None if these bytes are none. Safe on any thread."""
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.width() > _THUMBNAIL_WIDTH:
        reader.setScaledSize(size.scaled(QSize(_THUMBNAIL_WIDTH, _THUMBNAIL_WIDTH), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return None if image.isNull() else image


class Cover(QWidget):
    """Painted to the edges of a card, round at its upper corners. It says nothing its card does not say."""

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self._initials = ""
        self._thumbnail: QImage | None = None
        self._faded = False
        self._mark = QLabel()
        self._mark.setObjectName("mark")
        self._mark.hide()
        marks = QHBoxLayout(self)
        marks.setContentsMargins(12, 12, 12, 0)
        marks.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_title(self, title: str) -> None:
        self._initials = initials(title)
        self.update()

    def set_thumbnail(self, thumbnail: QImage | None) -> None:
        self._thumbnail = thumbnail
        self.update()

    def set_mark(self, words: str, *, quiet: bool = False) -> None:
        """A word or two in the corner, "" for none; `quiet` where nothing follows from them."""
        self._mark.setText(words)
        set_look(self._mark, "kind", "quiet" if quiet else "")
        self._mark.setVisible(bool(words))

    def set_faded(self, faded: bool) -> None:
        """Whether the course is not here yet."""
        self._faded = faded
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        area = QRectF(self.rect())
        corners = QPainterPath()
        corners.addRoundedRect(area.adjusted(0, 0, 0, CORNER), CORNER - EDGE, CORNER - EDGE)
        with QPainter(self) as painter:
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
            painter.setClipPath(corners)
            painter.setOpacity(_FADED if self._faded else 1.0)
            if self._thumbnail is None:
                self._paint_own(painter, area)
            else:
                _paint_filling(painter, area, self._thumbnail)

    def _paint_own(self, painter: QPainter, area: QRectF) -> None:
        colours = cover_colours(self._key, dark=is_dark(self.palette()))
        painter.fillRect(area, colours.ground)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.far)
        painter.drawEllipse(QPointF(area.width() * 0.86, area.height() * 0.08), 118, 118)
        painter.setBrush(colours.near)
        painter.drawEllipse(QPointF(area.width() * 1.0, area.height() * 0.98), 92, 92)
        font = QFont(self.font())
        font.setPixelSize(44)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(colours.ink)
        margin = 20
        painter.drawText(
            area.adjusted(margin, 0, -margin, -12),
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom,
            self._initials,
        )


def _paint_filling(painter: QPainter, area: QRectF, image: QImage) -> None:
    scale = max(area.width() / image.width(), area.height() / image.height())
    shown = QRectF(0, 0, area.width() / scale, area.height() / scale)
    shown.moveCenter(QRectF(image.rect()).center())
    painter.drawImage(area, image, shown)
