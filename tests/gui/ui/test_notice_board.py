"""The strip of news is as high as its rows, at any width."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton, QVBoxLayout, QWidget
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


def stand(qtbot: QtBot, board: NoticeBoard, height: int) -> QWidget:
    """A window with the strip above something that takes what is left."""
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    layout.addWidget(board)
    layout.addWidget(QWidget(window), 1)
    window.resize(900, height)
    window.show()
    return window


def test_much_news_leaves_most_of_a_small_window_to_the_courses(qtbot: QtBot) -> None:
    board = NoticeBoard()
    window = stand(qtbot, board, 800)
    for number in range(12):
        board.tell(Notice(Tone.DANGER, f"Number {number}."))
    qtbot.waitUntil(lambda: board.height() == 300)
    window.resize(900, 400)
    qtbot.waitUntil(lambda: board.height() <= 400 * 0.4)


def test_the_newest_is_seen_though_much_stands_above_it(qtbot: QtBot) -> None:
    board = NoticeBoard()
    window = stand(qtbot, board, 500)
    told = [board.tell(Notice(Tone.DANGER, f"Number {number}.")) for number in range(12)]
    qtbot.waitUntil(lambda: window.isVisible() and not told[-1].visibleRegion().isEmpty())


def test_many_are_dismissed_at_once(qtbot: QtBot) -> None:
    board = NoticeBoard()
    window = stand(qtbot, board, 500)
    for number in range(2):
        board.tell(Notice(Tone.DANGER, f"Number {number}."))
    assert not board.dismiss_all.isVisible()
    running = QWidget()
    board.add(running)
    board.tell(Notice(Tone.DANGER, "The last."))
    assert board.dismiss_all.isVisible()
    board.dismiss_all.click()
    assert board.rows() == [running]
    assert not board.dismiss_all.isVisible()
    assert window.isVisible()


def test_nothing_but_the_rows_can_be_scrolled_to(qtbot: QtBot) -> None:
    board = NoticeBoard()
    window = stand(qtbot, board, 500)
    for _ in range(12):
        details = ["It is told in many words that wrap in a narrow place. " * 2] * 2
        board.tell(Notice(Tone.DANGER, "Refused.", details).offer("See what we found", window.update))
    last, rows = board.dismiss_all, board.widget()
    assert rows is not None
    qtbot.waitUntil(lambda: board.verticalScrollBar().maximum() > 0)
    qtbot.waitUntil(lambda: rows.height() == last.y() + last.height())


def test_the_keyboard_goes_through_news_from_top_to_bottom(qtbot: QtBot) -> None:
    board = NoticeBoard()
    window = stand(qtbot, board, 500)
    other = QPushButton("A card", window)
    running = QPushButton("Cancel")
    board.add(running)
    for number in range(3):
        board.tell(Notice(Tone.DANGER, f"Number {number}.").offer("See", window.update))
    board.tell(Notice(Tone.DANGER, "What came of it."), instead_of=running)
    stops, at = [], board.rows()[0].findChildren(QAbstractButton)[-1]
    for _ in range(8):
        stops.append(at.text() or at.accessibleName())
        following = at.nextInFocusChain()
        while not isinstance(following, QAbstractButton):
            assert following is not None
            following = following.nextInFocusChain()
        at = following
    assert other.text() not in stops[:-1]
    assert stops == [
        "Dismiss: What came of it.",
        *("See", "Dismiss: Number 0.", "See", "Dismiss: Number 1.", "See", "Dismiss: Number 2."),
        "Dismiss all",
    ]
