"""What tests of every window need."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from connect_desktop.desktop.garbage import GarbageCollection
from connect_desktop.look.translation import install_translation


@pytest.fixture(autouse=True, scope="module")
def garbage(qapp: QApplication) -> Iterator[GarbageCollection]:
    """As in the application: a window of an earlier test must not be taken apart on a thread of this one."""
    collection = GarbageCollection(qapp)
    yield collection
    gc.collect()
    collection.end()
    collection.deleteLater()


@pytest.fixture
def own_language_afterwards(qapp: QApplication) -> Iterator[None]:
    """For tests that speak another one."""
    before = QLocale()
    yield
    install_translation(qapp, QLocale.c())
    QLocale.setDefault(before)
