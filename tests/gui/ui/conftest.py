"""A library window over a library in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from connect_desktop.look.theme import Scheme, apply_theme
from connect_desktop.ui.library_window import LibraryWindow
from connect_desktop.ui.preferences import Preferences
from connect_desktop.ui.sharing import Sharing
from tests.gui.ui.fake_library import NOW, FakeLibrary

OpenWindow = Callable[[FakeLibrary], LibraryWindow]


def nothing_shared() -> Sharing:
    """Sharing that cannot be turned on."""
    return Sharing(lambda _port: ("false",), lambda: None, lambda: "")


@pytest.fixture(autouse=True)
def _dressed(qapp: QApplication) -> Iterator[None]:
    apply_theme(qapp, Scheme.LIGHT)
    yield
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


@pytest.fixture
def preferences(tmp_path: Path) -> Preferences:
    return Preferences(tmp_path / "ui.ini")


@pytest.fixture
def open_window(qtbot: QtBot, preferences: Preferences) -> OpenWindow:
    """Open the window on a library and wait until it has read it."""

    def open_on(library: FakeLibrary) -> LibraryWindow:
        window = LibraryWindow(library, preferences, sharing=nothing_shared(), clock=lambda: NOW)
        qtbot.addWidget(window)
        with qtbot.waitSignal(window.model.changed):
            window.show()
        qtbot.waitUntil(lambda: window.shelf.is_filled)
        return window

    return open_on
