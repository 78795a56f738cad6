"""How the sample looks where only a picture tells: on paper, and its bars."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QPageSize

from connect_desktop.packages.sample import SAMPLE_EDITIONS
from connect_desktop.player.printing.paper import Paper
from connect_desktop.scorm.rte.launch import InitialObjective
from tests.gui.player.printed import Pdf
from tests.gui.sample.conftest import OpenPart

NEW = SAMPLE_EDITIONS[1]
WHITE = QColor("white").rgb()


@pytest.mark.parametrize("landscape", [False, True])
@pytest.mark.parametrize("size", [QPageSize.PageSizeId.A4, QPageSize.PageSizeId.Letter])
def test_the_certificate_is_one_page_with_nothing_around_it(
    open_part: OpenPart, size: QPageSize.PageSizeId, landscape: bool
) -> None:
    certificate = open_part(NEW, "certificate")
    certificate.leave()
    certificate.objectives = (InitialObjective(identifier="fire", scaled="0.5"),)
    certificate.launch()
    pdf = Pdf(certificate.printed(Paper(size, landscape)))
    assert len(pdf.texts) == 1
    assert "Ada Lovelace" in pdf.texts[0]
    assert "What you showed" not in pdf.texts[0]
    assert "Saved" not in pdf.texts[0]
    picture = pdf.picture()
    middle = picture.width() // 2
    edge = round(14 / 25.4 * 72)
    column = [picture.pixel(middle, y) != WHITE for y in range(picture.height())]
    assert (column.index(True), column[::-1].index(True)) == pytest.approx((edge, edge), abs=5)


@pytest.mark.parametrize("zoom", [1, 2])
def test_bars_stand_in_the_middle_of_their_line(open_part: OpenPart, zoom: int) -> None:
    certificate = open_part(NEW, "certificate")
    certificate.evaluate(
        f"""document.body.innerHTML = `
          <style>
            @media print {{ :root {{ font-size: {16 * zoom}px; --line: black; --sea: black }} }}
            .bars li {{ background: yellow }}
          </style>
          <ul class="bars"><li><span>x</span><meter max="100" value="50"></meter><b></b></li></ul>`"""
    )
    picture = Pdf(certificate.printed(Paper(QPageSize.PageSizeId.A4))).picture()
    column = [picture.pixelColor(round(picture.width() * 0.7), y) for y in range(picture.height() // 2)]
    line = [y for y, colour in enumerate(column) if colour.rgb() != WHITE]
    bar = [y for y in line if column[y].lightness() < 60]
    assert sum(bar) / len(bar) == pytest.approx(sum(line) / len(line), abs=0.75)
