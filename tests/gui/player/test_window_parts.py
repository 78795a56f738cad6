"""Parts of the player window by themselves."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication, QProgressBar
from pytestqt.qtbot import QtBot

from connect_desktop.look.elided_label import ElidedLabel
from connect_desktop.look.translation import install_translation
from connect_desktop.packages.errors import LibraryFull
from connect_desktop.player.contents_panel import ContentsPanel
from connect_desktop.player.header_bar import HeaderBar
from connect_desktop.player.saved_state import SavedState
from connect_desktop.player.screens import EndScreen
from connect_desktop.runtime.events import SaveFailed
from connect_desktop.runtime.navigation import Completion, ContentsEntry, Controls, Outcome, Refused, Success


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


@pytest.mark.usefixtures("own_language_afterwards")
def test_what_is_missing_is_said_in_the_learner_s_language(qapp: QApplication, qtbot: QtBot) -> None:
    install_translation(qapp, QLocale("de_DE"))
    panel = ContentsPanel()
    qtbot.addWidget(panel)
    why = Refused("Finish “{title}” first.", {"title": "Golf"})
    panel.show_entries((ContentsEntry(identifier="a", title="A", depth=0, selectable=False, why=why),))
    item = panel.tree.topLevelItem(0)
    assert item is not None
    assert item.toolTip(0) == "Noch nicht offen · Beenden Sie zuerst „Golf“."


@pytest.mark.usefixtures("own_language_afterwards")
def test_why_nothing_is_saved_is_said_in_the_learner_s_language(qapp: QApplication, qtbot: QtBot) -> None:
    install_translation(qapp, QLocale("de_DE"))
    saved = SavedState()
    qtbot.addWidget(saved)
    saved.heard(SaveFailed(1, LibraryFull(), "LMSCommit", ("",)))
    assert saved.text() == (
        "Nicht gespeichert: Der Datenträger ist voll: Schaffen Sie Platz und versuchen Sie es noch einmal."
    )


@pytest.mark.usefixtures("own_language_afterwards")
@pytest.mark.parametrize("language", ["en_US", "de_DE"])
def test_the_title_is_there_at_any_width_and_the_progress_where_there_is_room(
    qapp: QApplication, qtbot: QtBot, language: str
) -> None:
    install_translation(qapp, QLocale(language))
    bar = HeaderBar("Safe on board")
    qtbot.addWidget(bar)
    bar.offer(Controls(), busy=False, playing=True)
    bar.show()
    progress = bar.findChild(QProgressBar)
    title = bar.findChild(ElidedLabel, "playerTitle")
    assert progress is not None
    assert title is not None
    for width in (880, 1300):
        bar.resize(width, bar.height())
        qtbot.waitUntil(lambda: title.width() >= 120)
    assert progress.isVisible()


def test_what_is_said_at_the_end_is_seen_to_its_last_word(qtbot: QtBot) -> None:
    screen = EndScreen()
    qtbot.addWidget(screen)
    screen.resize(900, 600)
    screen.show()
    screen.show_outcome(Outcome(completion=Completion.COMPLETED, success=Success.PASSED, scaled=1.0), suspended=False)
    screen.say_saved("Saved here, 1 to send. Server has 2 of 3 launches, 1 min, in progress")
    qtbot.waitUntil(lambda: screen.text.height() >= screen.text.heightForWidth(screen.text.width()))
