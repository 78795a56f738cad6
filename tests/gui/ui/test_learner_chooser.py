"""Who learns: the first on a new device, another, a new name, and what courses may do for them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from connect_desktop.ui.preferences import Preferences
from tests.gui.ui.conftest import OpenWindow
from tests.gui.ui.fake_library import FakeLibrary, some_courses
from tests.gui.ui.shown import button, choose


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
