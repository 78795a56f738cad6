"""What becomes of courses that are chosen in the library."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from connect_desktop.desktop.library_desk import LibraryDesk
from connect_desktop.desktop.library_window import open_desk
from connect_desktop.paths import DataPaths
from connect_desktop.player.window import PlayerWindow
from connect_desktop.runtime.navigation import Command
from connect_desktop.ui.ports import Play

LONG = 20_000


def players() -> list[PlayerWindow]:
    return [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, PlayerWindow)]


def take_in_sample(desk: LibraryDesk, qtbot: QtBot) -> str:
    """A learner and the sample course, which is played once; its id."""
    window = desk.window
    qtbot.waitUntil(lambda: window.shelf.currentWidget() is window.shelf.welcome, timeout=LONG)
    window.model.add_learner("Lovelace, Ada")
    qtbot.waitUntil(lambda: window.shelf.currentWidget() is window.shelf.empty, timeout=LONG)
    with qtbot.waitSignal(window.play_requested, timeout=LONG) as asked:
        window.try_sample()
    assert asked.args is not None
    return str(asked.args[0])


@pytest.mark.usefixtures("own_language_afterwards")
def test_a_course_that_is_open_comes_to_the_front_and_is_not_opened_twice(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    with open_desk(qapp, DataPaths(tmp_path)) as desk:
        desk.window.show()
        package_id = take_in_sample(desk, qtbot)
        desk.window.play_requested.emit(package_id, Play.NORMAL)
        qtbot.waitUntil(lambda: bool(players()) and players()[0].isActiveWindow(), timeout=LONG)
        (player,) = players()
        desk.window.activateWindow()
        qtbot.waitUntil(desk.window.isActiveWindow)
        desk.window.play_requested.emit(package_id, Play.RESTART)
        qtbot.waitUntil(player.isActiveWindow)
        assert players() == [player]
        with qtbot.waitSignal(player.closed, timeout=LONG):
            player.close()
        desk.window.play_requested.emit(package_id, Play.NORMAL)
        qtbot.waitUntil(lambda: any(one.isVisible() for one in players()), timeout=LONG)
        (again,) = (one for one in players() if one.isVisible())
        qtbot.waitUntil(lambda: again.flow.delivery is not None, timeout=LONG)
        again.ask(Command.EXIT_ALL)
        qtbot.waitUntil(lambda: again.is_at_end, timeout=LONG)
        with qtbot.waitSignal(again.closed, timeout=LONG):
            desk.window.play_requested.emit(package_id, Play.REVIEW)
        qtbot.waitUntil(lambda: any(one.isVisible() for one in players()), timeout=LONG)
        (last,) = (one for one in players() if one.isVisible())
        with qtbot.waitSignal(last.closed, timeout=LONG):
            last.close()
