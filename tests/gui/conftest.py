"""What tests of every window need."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from connect_desktop.look.translation import install_translation


@pytest.fixture
def own_language_afterwards(qapp: QApplication) -> Iterator[None]:
    """For tests that speak another one."""
    before = QLocale()
    yield
    install_translation(qapp, QLocale.c())
    QLocale.setDefault(before)
