"""Garbage is collected on the UI thread, whoever made it."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from connect_desktop.desktop.garbage import GarbageCollection


class Knot:
    """Something only a collection gets rid of."""

    def __init__(self, seen: list[threading.Thread]) -> None:
        self.itself = self
        weakref.finalize(self, lambda: seen.append(threading.current_thread()))


@pytest.fixture
def _soon() -> Iterator[None]:
    before = gc.get_threshold()
    gc.set_threshold(10, 1, 1)
    yield
    gc.set_threshold(*before)


@pytest.mark.usefixtures("_soon")
def test_a_thread_that_makes_garbage_collects_none(qtbot: QtBot, garbage: GarbageCollection) -> None:
    collection = GarbageCollection()
    # What stands when either looks for the first time is not looked at again.
    garbage.collect()
    collection.collect()
    collected_on: list[threading.Thread] = []

    def work() -> None:
        for _ in range(1000):
            Knot(collected_on)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert not collected_on
    qtbot.waitUntil(lambda: len(collected_on) == 1000)
    assert set(collected_on) == {threading.current_thread()}
    collection.end()
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0
