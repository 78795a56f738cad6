"""The table of contents: only what can be chosen answers to the mouse."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTreeWidgetItem
from pytestqt.qtbot import QtBot

from connect_desktop.player.contents_panel import ContentsPanel
from connect_desktop.runtime.navigation import ContentsEntry


@pytest.fixture
def panel(qtbot: QtBot) -> ContentsPanel:
    made = ContentsPanel()
    qtbot.addWidget(made)
    made.resize(300, 400)
    made.show_entries(
        (
            ContentsEntry(identifier="open heading", title="1", depth=0, selectable=True, launchable=False),
            ContentsEntry(identifier="open part", title="1.1", depth=1, selectable=True),
            ContentsEntry(identifier="closed heading", title="2", depth=0, selectable=False, launchable=False),
            ContentsEntry(identifier="closed part", title="2.1", depth=1, selectable=False),
        )
    )
    made.show()
    return made


@pytest.mark.parametrize("identifier", ["open heading", "open part", "closed heading", "closed part"])
def test_a_click_chooses_what_can_be_chosen(panel: ContentsPanel, identifier: str) -> None:
    chosen: list[str] = []
    panel.chosen.connect(chosen.append)
    place = panel.tree.visualItemRect(row(panel, identifier)).center()
    QTest.mouseClick(panel.tree.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen == ([identifier] if identifier.startswith("open") else [])


def test_a_heading_that_cannot_be_chosen_stays_readable(panel: ContentsPanel) -> None:
    assert not row(panel, "closed heading").isDisabled()
    assert row(panel, "closed part").isDisabled()


def row(panel: ContentsPanel, identifier: str) -> QTreeWidgetItem:
    heading = panel.tree.topLevelItem(0 if identifier.startswith("open") else 1)
    found = heading if heading is None or identifier.endswith("heading") else heading.child(0)
    assert found is not None
    return found
