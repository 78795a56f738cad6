"""The library window as a person meets it: look, play, search, learn as someone else, remove, come back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QLocale, QPoint, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QImage, QImageWriter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLabel, QLineEdit, QMenu, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from connect_desktop.errors import ConnectError
from connect_desktop.look.theme import Scheme
from connect_desktop.look.translation import install_translation
from connect_desktop.runtime.library import LibraryCourse
from connect_desktop.scorm.cam.finding import Severity
from connect_desktop.ui.findings_dialog import FindingsDialog
from connect_desktop.ui.library_window import LibraryWindow
from connect_desktop.ui.notice import Notice, Tone
from connect_desktop.ui.package_card import PackageCard
from connect_desktop.ui.ports import Play
from connect_desktop.ui.preferences import Preferences
from tests.gui.ui.conftest import OpenWindow, nothing_shared
from tests.gui.ui.fake_library import NOW, FakeLibrary, a_finding, a_package, many_courses, some_courses


def titles(window: LibraryWindow) -> list[str]:
    return [card.accessibleName() for card in window.shelf.grid.cards]


def card_of(window: LibraryWindow, number: int) -> PackageCard:
    card = window.shelf.card(f"pkg_{number:04}")
    assert card is not None
    return card


def notices(window: LibraryWindow) -> list[Notice]:
    return [row for row in window.board.rows() if isinstance(row, Notice)]


def choose(menu: QMenu, text: str) -> None:
    (action,) = (action for action in menu.actions() if action.text() == text)
    action.trigger()


def button(parent: QWidget, text: str) -> QAbstractButton:
    (found,) = (one for one in parent.findChildren(QAbstractButton) if one.text().replace("&", "") == text)
    return found


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


def test_a_new_device_asks_who_is_learning(open_window: OpenWindow, qtbot: QtBot) -> None:
    library = FakeLibrary(people=[])
    window = open_window(library)
    welcome = window.shelf.welcome
    assert window.shelf.currentWidget() is welcome
    assert not welcome.go_on.isEnabled()
    QTest.keyClicks(welcome.fields.given, "Ada")
    QTest.keyClicks(welcome.fields.family, "Okafor")
    with qtbot.waitSignal(window.model.changed):
        QTest.keyClick(welcome.fields.family, Qt.Key.Key_Return)
    assert [learner.name for learner in library.people] == ["Okafor, Ada"]
    assert window.learner == library.people[0]
    assert window.shelf.currentWidget() is window.shelf.empty


def test_courses_stand_there_with_where_the_learner_is(open_window: OpenWindow) -> None:
    window = open_window(FakeLibrary(shelf=some_courses()))
    assert titles(window)[:2] == ["First Aid", "Golf Explained"]
    golf = card_of(window, 1)
    assert golf.accessibleName() == "Golf Explained"
    assert golf.accessibleDescription() == "SCORM 2004 4th Edition, In progress · 40 %, 41 min, 5 min ago"


@pytest.mark.parametrize(
    ("number", "words", "mode"),
    [
        (1, "Resume", Play.NORMAL),
        (2, "Review", Play.REVIEW),
        (3, "Try again", Play.RESTART),
        (5, "Start", Play.NORMAL),
        (6, "Review", Play.REVIEW),
    ],
)
def test_the_button_says_what_comes_next(
    open_window: OpenWindow, qtbot: QtBot, number: int, words: str, mode: Play
) -> None:
    window = open_window(FakeLibrary(shelf=some_courses()))
    with qtbot.waitSignal(window.play_requested) as asked:
        button(card_of(window, number), words).click()
    assert asked.args == [f"pkg_{number:04}", mode]


@pytest.mark.parametrize(
    ("entry", "mode"),
    [
        ("Play from the start", Play.RESTART),
        ("Browse without being scored", Play.BROWSE),
        ("Review", Play.REVIEW),
        ("Resume", Play.NORMAL),
    ],
)
def test_the_menu_plays_in_every_mode(open_window: OpenWindow, qtbot: QtBot, entry: str, mode: Play) -> None:
    window = open_window(FakeLibrary(shelf=some_courses()))
    with qtbot.waitSignal(window.play_requested) as asked:
        choose(card_of(window, 1).menu(), entry)
    assert asked.args == ["pkg_0001", mode]


def test_a_course_never_opened_has_nothing_to_review(open_window: OpenWindow) -> None:
    window = open_window(FakeLibrary(shelf=some_courses()))
    entries = [action.text() for action in card_of(window, 5).menu().actions() if not action.isSeparator()]
    assert entries == [
        "Start",
        "Browse without being scored",
        "Check package",
        "Export…",
        "Remove from this device…",
    ]


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


def test_delete_removes_only_after_a_yes(open_window: OpenWindow, qtbot: QtBot) -> None:
    library = FakeLibrary(shelf=some_courses())
    window = open_window(library)
    QTest.keyClick(card_of(window, 1), Qt.Key.Key_Delete)
    (box,) = window.findChildren(QMessageBox)
    assert "Golf Explained" in box.text()
    with qtbot.waitSignal(box.destroyed):
        QTest.keyClick(box, Qt.Key.Key_Return)
    assert not library.removed

    QTest.keyClick(card_of(window, 1), Qt.Key.Key_Delete)
    (box,) = window.findChildren(QMessageBox)
    with qtbot.waitSignal(window.model.changed):
        button(box, "Remove").click()
    assert library.removed == ["pkg_0001"]
    assert "Golf Explained" not in titles(window)
    assert notices(window)[0].tone is Tone.SUCCESS


def test_what_cannot_be_removed_says_why(open_window: OpenWindow, qtbot: QtBot) -> None:
    library = FakeLibrary(shelf=some_courses())
    window = open_window(library)
    library.failure = ConnectError("The disk is read-only: ask whoever looks after this device.")
    box = window.actions_of_courses.remove(some_courses()[0].package)
    assert box is not None
    button(box, "Remove").click()
    qtbot.waitUntil(lambda: bool(notices(window)))
    assert notices(window)[0].tone is Tone.DANGER
    assert notices(window)[0].sentence == "The disk is read-only: ask whoever looks after this device."


def test_checking_a_package_shows_its_findings(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(FakeLibrary(shelf=some_courses(), findings=[a_finding(Severity.WARNING)]))
    choose(card_of(window, 1).menu(), "Check package")
    qtbot.waitUntil(lambda: bool(window.findChildren(FindingsDialog)))
    (dialog,) = window.findChildren(FindingsDialog)
    assert dialog.list.model().rowCount() == 1


def test_exporting_a_package(open_window: OpenWindow, qtbot: QtBot, tmp_path: Path) -> None:
    library = FakeLibrary(shelf=some_courses())
    window = open_window(library)
    choose(card_of(window, 1).menu(), "Export…")
    (dialog,) = window.findChildren(QFileDialog)
    assert dialog.selectedFiles()[0].endswith("Golf Explained.zip")
    dialog.fileSelected.emit(str(tmp_path / "golf.zip"))
    qtbot.waitUntil(lambda: bool(notices(window)))
    assert library.exported == [("pkg_0001", tmp_path / "golf.zip")]


def test_another_learner_sits_down(open_window: OpenWindow, qtbot: QtBot) -> None:
    library = FakeLibrary(shelf=some_courses())
    window = open_window(library)
    chooser = window.header.learners
    dialog = chooser.ask_to_add()
    ok = button(dialog, "Add")
    QTest.keyClicks(dialog.fields.given, "ada")
    QTest.keyClicks(dialog.fields.family, "okafor")
    assert not ok.isEnabled(), "there is an Ada Okafor already"
    dialog.fields.given.setText("Grace")
    with qtbot.waitSignal(window.model.changed):
        ok.click()
    assert window.learner is not None
    assert window.learner.name == "okafor, Grace"
    assert library.asked_for[-1] == window.learner.id
    with qtbot.waitSignal(window.model.changed):
        choose(chooser.menu(), "Ada Okafor")
    assert library.asked_for[-1] == "lrn_1"
    assert chooser.accessibleName() == "Learner: Ada Okafor"


def test_a_learner_lets_courses_use_the_internet(
    open_window: OpenWindow, qtbot: QtBot, preferences: Preferences
) -> None:
    window = open_window(FakeLibrary(shelf=some_courses()))
    assert not preferences.may_use_network("lrn_1")
    choose(window.header.learners.menu(), "Let courses use the internet")
    assert preferences.may_use_network("lrn_1")
    with qtbot.waitSignal(window.model.changed):
        window.refresh()
    (action,) = (it for it in window.header.learners.menu().actions() if it.text() == "Let courses use the internet")
    assert action.isChecked()
    action.trigger()
    assert not preferences.may_use_network("lrn_1")


def test_a_learner_is_renamed(open_window: OpenWindow, qtbot: QtBot) -> None:
    library = FakeLibrary(shelf=some_courses())
    window = open_window(library)
    dialog = window.header.learners.ask_to_rename()
    assert dialog is not None
    assert (dialog.fields.given.text(), dialog.fields.family.text()) == ("Ada", "Okafor")
    dialog.fields.family.setText("Lovelace")
    with qtbot.waitSignal(window.model.changed):
        button(dialog, "Rename").click()
    assert window.header.learners.text().startswith("Ada Lovelace")


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


def test_thumbnails_are_shown_and_broken_ones_are_no_news(open_window: OpenWindow, qtbot: QtBot) -> None:
    picture = QImage(3000, 10, QImage.Format.Format_RGB32)
    picture.fill(QColor("red"))
    buffer = QBuffer()
    assert buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    assert QImageWriter(buffer, QByteArray(b"png")).write(picture)
    shelf = [LibraryCourse(package=a_package(number, thumbnail="cover.png")) for number in (1, 2)]
    library = FakeLibrary(shelf=shelf, pictures={"pkg_0001": bytes(buffer.data().data()), "pkg_0002": b"no picture"})
    window = open_window(library)
    qtbot.waitUntil(lambda: card_of(window, 1).grab().toImage().pixelColor(100, 60) == QColor("red"))
    assert not notices(window)


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


def test_preferences_nobody_can_read_count_as_never_chosen(tmp_path: Path) -> None:
    (tmp_path / "ui.ini").write_text("[appearance]\nscheme=plaid\n[library]\ngeometry=7\n", encoding="utf-8")
    preferences = Preferences(tmp_path / "ui.ini")
    assert preferences.scheme is Scheme.SYSTEM
    assert preferences.geometry("library").isEmpty()
    assert preferences.learner_id is None


def test_everything_the_keyboard_reaches_has_a_name(open_window: OpenWindow) -> None:
    window = open_window(FakeLibrary(shelf=many_courses(8)))
    window.board.tell(Notice(Tone.DANGER, "Something happened."))
    for widget in window.findChildren(QWidget):
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            text = widget.text() if isinstance(widget, QAbstractButton) else ""
            assert widget.accessibleName() or text, widget


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


def test_a_long_title_ends_in_dots_and_is_whole_in_the_tooltip(open_window: OpenWindow) -> None:
    window = open_window(FakeLibrary(shelf=some_courses()))
    (title,) = (label for label in card_of(window, 5).findChildren(QLabel) if label.toolTip())
    assert title.toolTip() == card_of(window, 5).course.package.title
    assert not any(label.toolTip() for label in card_of(window, 1).findChildren(QLabel))


def test_a_double_click_plays(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(FakeLibrary(shelf=some_courses()))
    with qtbot.waitSignal(window.play_requested):
        QTest.mouseDClick(card_of(window, 1), Qt.MouseButton.LeftButton, pos=QPoint(60, 60))


@pytest.mark.parametrize("reason", [QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard])
def test_the_menu_opens_by_mouse_and_by_key(open_window: OpenWindow, reason: QContextMenuEvent.Reason) -> None:
    window = open_window(FakeLibrary(shelf=some_courses()))
    card = card_of(window, 1)
    QApplication.sendEvent(card, QContextMenuEvent(reason, QPoint(5, 5), card.mapToGlobal(QPoint(5, 5))))
    (menu,) = card.findChildren(QMenu)
    assert menu.isVisible()
    menu.close()


@pytest.mark.usefixtures("own_language_afterwards")
def test_the_window_speaks_german(qapp: QApplication, open_window: OpenWindow) -> None:
    install_translation(qapp, QLocale("de_AT"))
    window = open_window(FakeLibrary(shelf=some_courses()))
    assert window.windowTitle() == "Kurse"
    card = window.shelf.card("pkg_0003")
    assert card is not None
    assert card.accessibleDescription() == ("SCORM 2004 3rd Edition, Nicht bestanden · 35 %, unter 1 Min., Freitag")
