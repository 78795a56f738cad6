"""The strip of news is as high as its rows, at any width."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from connect_desktop.look.theme import Scheme, apply_theme
from connect_desktop.ui.notice import Notice, Tone
from connect_desktop.ui.notice_board import NoticeBoard


@pytest.mark.parametrize("width", [420, 900])
@pytest.mark.parametrize("sentences", [["Short."], ["Short.", "One that is told in many words. " * 5]])
def test_the_board_is_as_high_as_its_rows(qapp: QApplication, qtbot: QtBot, width: int, sentences: list[str]) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    apply_theme(qapp, Scheme.LIGHT)
    board = NoticeBoard(window)
    layout = QVBoxLayout(window)
    layout.addWidget(board)
    layout.addWidget(QWidget(window), 1)
    window.resize(width, 600)
    window.show()
    for sentence in sentences:
        board.tell(Notice(Tone.WARNING, sentence))
    qtbot.waitUntil(lambda: all(row.height() for row in board.rows()))
    gaps = 8 * (len(sentences) - 1)
    qtbot.waitUntil(lambda: board.height() == sum(row.height() for row in board.rows()) + gaps)
    assert not board.verticalScrollBar().isVisible()
