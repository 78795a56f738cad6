"""The library window as a person meets it: empty, filled, broken, in any size and language, and when it comes back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from connect_desktop.errors import ConnectError
from connect_desktop.look.theme import Scheme
from connect_desktop.look.translation import install_translation
from connect_desktop.runtime.library import LibraryCourse
from connect_desktop.ui.library_window import LibraryWindow
from connect_desktop.ui.ports import Play
from connect_desktop.ui.preferences import Preferences
from tests.gui.ui.conftest import OpenWindow, nothing_shared
from tests.gui.ui.fake_library import NOW, FakeLibrary, a_package, many_courses, some_courses
from tests.gui.ui.shown import button, card_of, notices, titles


def test_a_new_library_invites_a_drop_and_offers_the_sample(open_window: OpenWindow) -> None:
    window = open_window(FakeLibrary())
    assert window.shelf.currentWidget() is window.shelf.empty
    assert window.shelf.empty.sample.isVisible()
    assert window.focusWidget() is window.shelf.empty.add


def test_the_sample_course_is_added_and_opened(open_window: OpenWindow, qtbot: QtBot) -> None:
    library = FakeLibrary()
    window = open_window(library)
    with qtbot.waitSignal(window.play_requested) as asked:
        window.shelf.empty.sample.click()
    assert asked.args == ["pkg_0100", Play.NORMAL]
    assert library.taken_in == [library.sample_course()]


def test_courses_stand_there_with_where_the_learner_is(open_window: OpenWindow) -> None:
    window = open_window(FakeLibrary(shelf=some_courses()))
    assert titles(window)[:2] == ["First Aid", "Golf Explained"]
    golf = card_of(window, 1)
    assert golf.accessibleName() == "Golf Explained"
    assert golf.accessibleDescription() == "SCORM 2004 4th Edition, In progress · 40 %, 41 min, 5 min ago"


def test_a_library_that_cannot_be_read_says_so_and_is_tried_again(open_window: OpenWindow, qtbot: QtBot) -> None:
    library = FakeLibrary(shelf=some_courses())
    window = open_window(library)
    library.failure = ConnectError("The database is locked: close the other program.")
    with qtbot.waitSignal(window.model.failed):
        window.refresh()
    assert titles(window), "what was shown stays"
    library.failure = None
    with qtbot.waitSignal(window.model.changed):
        button(notices(window)[0], "Try again").click()
    assert not notices(window)


def test_a_refresh_keeps_the_cards_and_the_keyboard_where_they_are(open_window: OpenWindow, qtbot: QtBot) -> None:
    library = FakeLibrary(shelf=many_courses(9))
    window = open_window(library)
    card = card_of(window, 5)
    card.setFocus()
    library.shelf.append(LibraryCourse(package=a_package(0, "Newest")))
    with qtbot.waitSignal(window.model.changed):
        window.refresh()
    assert titles(window)[0] == "Newest"
    assert window.focusWidget() is card


def test_the_window_remembers_size_learner_and_scheme(
    open_window: OpenWindow, qtbot: QtBot, preferences: Preferences, tmp_path: Path
) -> None:
    library = FakeLibrary(shelf=some_courses())
    library.add_learner("Hopper, Grace")
    window = open_window(library)
    with qtbot.waitSignal(window.model.changed):
        window.model.switch_to("lrn_2")
    window.header.scheme_chosen.emit(Scheme.DARK)
    window.resize(700, 640)
    with qtbot.waitSignal(window.closed):
        window.close()
    kept = Preferences(tmp_path / "ui.ini")
    assert kept.scheme is Scheme.DARK
    again = LibraryWindow(library, kept, sharing=nothing_shared(), clock=lambda: NOW)
    qtbot.addWidget(again)
    with qtbot.waitSignal(again.model.changed):
        again.show()
    assert (again.width(), again.height()) == (700, 640)
    assert again.learner is not None
    assert again.learner.id == "lrn_2"


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
@pytest.mark.parametrize("width", [0, 1010])
@pytest.mark.parametrize("count", [0, 1, 3, 60])
def test_no_label_is_cut_at_any_size(
    open_window: OpenWindow, qapp: QApplication, direction: Qt.LayoutDirection, width: int, count: int
) -> None:
    qapp.setLayoutDirection(direction)
    window = open_window(FakeLibrary(shelf=[*some_courses(), *many_courses(60)][:count]))
    window.resize(max(width, window.minimumSizeHint().width()), 700)
    qapp.processEvents()
    for widget in window.findChildren(QWidget):
        inside_a_field = isinstance(widget.parent(), QLineEdit)
        if isinstance(widget, QLabel | QAbstractButton) and widget.isVisible() and not inside_a_field:
            room = widget.minimumSizeHint()
            assert widget.width() >= room.width(), (widget.text(), widget.size(), room)
            assert widget.height() >= room.height(), (widget.text(), widget.size(), room)
    for card in window.shelf.grid.cards:
        assert window.shelf.grid.rect().contains(card.geometry())


@pytest.mark.usefixtures("own_language_afterwards")
def test_the_window_speaks_german(qapp: QApplication, open_window: OpenWindow) -> None:
    install_translation(qapp, QLocale("de_AT"))
    window = open_window(FakeLibrary(shelf=some_courses()))
    assert window.windowTitle() == "Kurse"
    card = window.shelf.card("pkg_0003")
    assert card is not None
    assert card.accessibleDescription() == ("SCORM 2004 3rd Edition, Nicht bestanden · 35 %, unter 1 min, Freitag")
