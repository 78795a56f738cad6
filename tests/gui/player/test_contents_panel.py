"""The table of contents by itself."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from connect_desktop.player.contents_panel import ContentsPanel
from connect_desktop.runtime.navigation import ContentsEntry


def height(panel: ContentsPanel, row: int) -> int:
    item = panel.tree.topLevelItem(row)
    assert item is not None
    return panel.tree.visualItemRect(item).height()


def test_a_long_title_is_wrapped_to_the_width_of_the_panel(qtbot: QtBot) -> None:
    panel = ContentsPanel()
    qtbot.addWidget(panel)
    panel.show_entries(
        tuple(
            ContentsEntry(identifier=title, title=title, depth=0, selectable=True)
            for title in ("Short", "A title of several lines " * 8)
        )
    )
    panel.resize(220, 400)
    panel.show()
    qtbot.waitUntil(lambda: height(panel, 1) > 2 * height(panel, 0))
    narrow = height(panel, 1)
    panel.resize(600, 400)
    qtbot.waitUntil(lambda: height(panel, 1) < narrow)
    assert panel.tree.columnWidth(0) == panel.tree.viewport().width()
