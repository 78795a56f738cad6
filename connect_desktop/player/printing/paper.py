"""The paper a page is laid out for."""

from __future__ import annotations

from msgspec import Struct
from PySide6.QtCore import QLocale, QMarginsF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize

_Size = QPageSize.PageSizeId
_Territory = QLocale.Country

SIZES = (_Size.A4, _Size.Letter, _Size.Legal, _Size.A3, _Size.A5)

# Where pages are printed on Letter [CLDR, paperSize]; everywhere else on A4.
_LETTER = frozenset(
    {
        _Territory.Belize,
        _Territory.Canada,
        _Territory.Chile,
        _Territory.Colombia,
        _Territory.CostaRica,
        _Territory.ElSalvador,
        _Territory.Guatemala,
        _Territory.Mexico,
        _Territory.Nicaragua,
        _Territory.Panama,
        _Territory.Philippines,
        _Territory.PuertoRico,
        _Territory.UnitedStates,
        _Territory.Venezuela,
    }
)
# What most printers leave white at each edge, in millimetres; a page may say otherwise by `@page`.
_MARGIN = 10.0
# In points.
_NEAR = 3.0


class Paper(Struct, frozen=True):
    """A size, upright or on its side."""

    size: QPageSize.PageSizeId
    landscape: bool = False

    @property
    def layout(self) -> QPageLayout:
        way = QPageLayout.Orientation.Landscape if self.landscape else QPageLayout.Orientation.Portrait
        margins = QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        return QPageLayout(QPageSize(self.size), way, margins, QPageLayout.Unit.Millimeter)

    def is_of(self, size: QSizeF) -> bool:
        """Whether a page of this size, in points, is as large, give or take what rounding does."""
        ours = self.layout.fullRect(QPageLayout.Unit.Point).size()
        return abs(ours.width() - size.width()) < _NEAR and abs(ours.height() - size.height()) < _NEAR

    @property
    def measures(self) -> dict[str, float]:
        """Width, height and margin in millimetres."""
        area = self.layout.fullRect(QPageLayout.Unit.Millimeter)
        return {"width": area.width(), "height": area.height(), "margin": _MARGIN}


def usual_paper(locale: QLocale) -> Paper:
    """What printers hold where `locale` is spoken."""
    return Paper(_Size.Letter if locale.territory() in _LETTER else _Size.A4)
