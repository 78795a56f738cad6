"""The sample's parts in a real web view, with the real API behind them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from pytestqt.qtbot import QtBot

from connect_desktop.player.chromium_flags import set_chromium_flags
from connect_desktop.player.scheme_registration import register_scheme
from connect_desktop.scorm.cam.course import Edition
from tests.gui.sample.part import SamplePart

# Both must happen before the first QApplication, whichever test makes it.
set_chromium_flags()
register_scheme()

OpenPart = Callable[[Edition, str], SamplePart]


@pytest.fixture
def open_part(qtbot: QtBot, tmp_path: Path) -> Iterator[OpenPart]:
    """Opens a part (`lesson`, `quiz`, …) of the sample in an edition, ready to be used."""
    opened: list[SamplePart] = []

    def open_one(edition: Edition, name: str) -> SamplePart:
        part = SamplePart(qtbot, tmp_path, edition, name)
        opened.append(part)
        part.launch()
        return part

    yield open_one
    for part in opened:
        part.dispose()
