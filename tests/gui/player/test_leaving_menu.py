"""The rarer ways out: there where the course offers them, and only then."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from connect_desktop.player.leaving_menu import LeavingMenu
from connect_desktop.runtime.navigation import Command, Controls, Offer


def shown(qtbot: QtBot, controls: Controls, *, busy: bool = False, playing: bool = True) -> LeavingMenu:
    menu = LeavingMenu()
    qtbot.addWidget(menu)
    menu.offer(controls, busy=busy, playing=playing)
    return menu


def test_a_course_that_offers_none_has_no_button(qtbot: QtBot) -> None:
    menu = shown(qtbot, Controls(exit=Offer.HIDDEN))
    assert menu.isHidden()
    assert menu.menu() is None


def test_nothing_can_be_left_while_nothing_is_played(qtbot: QtBot) -> None:
    assert shown(qtbot, Controls(exit=Offer.ENABLED), playing=False).isHidden()
    assert not shown(qtbot, Controls(exit=Offer.ENABLED), busy=True).isEnabled()


def test_each_way_is_offered_as_the_course_says(qtbot: QtBot) -> None:
    menu = shown(qtbot, Controls(exit=Offer.ENABLED, abandon=Offer.DISABLED, abandon_all=Offer.HIDDEN))
    assert not menu.isHidden()
    assert menu.accessibleName() == "More ways to leave"
    menu.menu().aboutToShow.emit()
    exit_part, abandon = menu.menu().actions()
    assert (exit_part.text(), exit_part.isEnabled()) == ("Exit this part", True)
    assert (abandon.text(), abandon.isEnabled()) == ("Abandon this part", False)
    with qtbot.waitSignal(menu.asked) as asked:
        exit_part.trigger()
    assert asked.args == [Command.EXIT]
