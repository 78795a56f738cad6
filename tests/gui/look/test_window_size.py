"""Windows open whole: on a small or enlarged screen what stands at their lower edge is seen too."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from connect_desktop.look.window_size import open_at, room_for

DESIGNED = QSize(1180, 800)


@pytest.mark.parametrize("available", [QSize(1024, 600), QSize(910, 512), QSize(1366, 728)])
def test_a_window_with_its_frame_fits_a_small_screen(available: QSize) -> None:
    room = room_for(DESIGNED, available)
    assert room.width() < available.width()
    assert room.height() < available.height() - 30


def test_a_large_screen_shows_what_was_designed() -> None:
    assert room_for(DESIGNED, QSize(1920, 1040)) == DESIGNED


def test_a_picture_is_as_large_as_was_designed(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    open_at(window, DESIGNED.width(), DESIGNED.height())
    assert window.size() == DESIGNED
