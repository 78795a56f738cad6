"""The library window without a mouse: walking among the courses, searching, and names for whoever listens."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from connect_desktop.runtime.library import LibraryCourse
from connect_desktop.ui.notice import Notice, Tone
from connect_desktop.ui.ports import Play
from tests.gui.ui.conftest import OpenWindow
from tests.gui.ui.fake_library import FakeLibrary, a_package, many_courses
from tests.gui.ui.shown import button, card_of, titles


def test_arrow_keys_walk_among_the_cards_and_return_plays(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(FakeLibrary(shelf=many_courses(8)))
    window.resize(1010, 720)
    grid = window.shelf.grid
    assert grid.columns() == 3
    assert window.focusWidget() is grid.cards[0]
    for key, at in (
        (Qt.Key.Key_Right, 1),
        (Qt.Key.Key_Down, 4),
        (Qt.Key.Key_Left, 3),
        (Qt.Key.Key_Left, 2),
        (Qt.Key.Key_Up, 2),
        (Qt.Key.Key_Down, 5),
        (Qt.Key.Key_Down, 7),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_End, 7),
    ):
        QTest.keyClick(window.focusWidget(), key)
        assert window.focusWidget() is grid.cards[at], key
    with qtbot.waitSignal(window.play_requested) as asked:
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    assert asked.args == ["pkg_0008", Play.NORMAL]


def test_right_to_left_the_right_key_goes_back(open_window: OpenWindow, qtbot: QtBot, qapp: QApplication) -> None:
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    window = open_window(FakeLibrary(shelf=many_courses(4)))
    cards = window.shelf.grid.cards
    assert cards[0].x() > cards[1].x()
    QTest.keyClick(cards[0], Qt.Key.Key_Left)
    assert window.focusWidget() is cards[1]
    QTest.keyClick(cards[1], Qt.Key.Key_Right)
    assert window.focusWidget() is cards[0]


def test_tab_passes_sixty_courses_in_three_steps(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(FakeLibrary(shelf=many_courses(60)))
    current = window.shelf.grid.cards[0]
    inside = []
    for _step in range(3):
        inside.append(window.focusWidget())
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    assert inside[0] is current
    assert all(widget is current or current.isAncestorOf(widget) for widget in inside)
    assert not window.shelf.grid.isAncestorOf(window.focusWidget())


def test_a_card_reached_by_key_is_scrolled_into_view(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(FakeLibrary(shelf=many_courses(60)))
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_End)
    last = window.shelf.grid.cards[-1]
    assert last.visibleRegion().boundingRect().height() == last.height()


def test_search_is_there_once_it_helps(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(FakeLibrary(shelf=many_courses(6)))
    assert not window.header.search.isVisible()
    assert not window.header.go_to_search.isEnabled()


def test_searching_by_keyboard_alone(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(FakeLibrary(shelf=[*many_courses(20), *[LibraryCourse(package=a_package(30, "Golf"))]]))
    window.header.go_to_search.trigger()
    search = window.header.search
    assert window.focusWidget() is search
    QTest.keyClicks(search, "golf")
    assert titles(window) == ["Golf"]
    QTest.keyClick(search, Qt.Key.Key_Return)
    assert window.focusWidget() is card_of(window, 30)
    search.setText("nothing of the kind")
    assert "nothing of the kind" in {label.text().split("“")[-1].split("”")[0] for label in shown_labels(window)}
    button(window.shelf, "Show all courses").click()
    assert len(titles(window)) == 21
    search.setText("x")
    QTest.keyClick(search, Qt.Key.Key_Escape)
    assert not search.text()


def shown_labels(window: QWidget) -> list[QLabel]:
    return [label for label in window.findChildren(QLabel) if label.isVisible()]


def test_everything_the_keyboard_reaches_has_a_name(open_window: OpenWindow) -> None:
    window = open_window(FakeLibrary(shelf=many_courses(8)))
    window.board.tell(Notice(Tone.DANGER, "Something happened."))
    for widget in window.findChildren(QWidget):
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            text = widget.text() if isinstance(widget, QAbstractButton) else ""
            assert widget.accessibleName() or text, widget
