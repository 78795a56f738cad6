"""A real web view with a small course behind it. Everything is waited for by signal."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from pytestqt.qtbot import QtBot

from connect_desktop.player.chromium_flags import set_chromium_flags
from connect_desktop.player.scheme_registration import register_scheme
from tests.gui.player.stage import Stage

# Both must happen before the first QApplication, whichever test makes it.
set_chromium_flags()
register_scheme()


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path) -> Iterator[Stage]:
    made = Stage(qtbot, tmp_path)
    yield made
    made.strike()
