"""The calm line and the window behind it, over a real store and the real server."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from connect_desktop.packages.library import package_id_of
from connect_desktop.ui.library_window import LibraryWindow
from connect_desktop.ui.preferences import Preferences
from connect_desktop.ui.sync.account_dialog import AccountDialog
from connect_desktop.ui.sync.sync_corner import SyncCorner
from connect_desktop.ui.sync.sync_line import SyncLine
from connect_desktop.ui.sync.sync_window import SyncWindow
from connect_desktop.ui.sync.tables import Table
from tests.gui.sync.conftest import LONG, Desk, MakeDesk, at_rest
from tests.gui.ui.conftest import nothing_shared
from tests.gui.ui.fake_library import NOW, FakeLibrary
from tests.packages_for_tests import build_zip, course_files
from tests.server_for_tests import RunningServer, add_package

FURTHER = (("cmi.core.lesson_status", "incomplete"), ("cmi.core.session_time", "0000:02:00"))


def open_window(desk: Desk) -> SyncWindow:
    window = SyncWindow(desk.exchanges, desk.library(), lambda: NOW)
    desk.qtbot.addWidget(window)
    window.show()
    return window


def texts(table: Table) -> list[list[str]]:
    rows = []
    for at in range(table.topLevelItemCount()):
        item = table.topLevelItem(at)
        assert item is not None
        rows.append([item.text(column) for column in range(table.columnCount())])
    return rows


def corner_of(desk: Desk, tmp_path: Path) -> SyncCorner:
    person = desk.store.learners.get(desk.learner)
    assert person is not None
    window = LibraryWindow(FakeLibrary([], [person]), Preferences(tmp_path / "ui.ini"), sharing=nothing_shared())
    desk.qtbot.addWidget(window)
    window.show()
    return SyncCorner(window, desk.exchanges)


def test_without_an_account_one_entry_of_the_menu_is_all(desk: Desk, tmp_path: Path) -> None:
    corner = corner_of(desk, tmp_path)
    desk.start()
    assert not corner.line.isVisible()
    assert [it.isVisible() for it in (corner.connect_server, corner.sync_now, corner.show_sync)] == [True, False, False]
    dialog = corner.ask_to_connect()
    assert dialog.isVisible()
    dialog.close()


def test_the_line_says_what_the_server_holds_and_its_button_syncs(
    connected: Desk, tmp_path: Path, learner: str
) -> None:
    corner = corner_of(connected, tmp_path)
    connected.play(f"s-{learner}")
    connected.start()
    assert corner.line.isVisible()
    assert corner.line.words.accessibleName() == "All saved here. Server has the launch, 41 min, passed."
    connected.play(f"s-{learner}")
    connected.until(lambda it: it.accounts[0].standing.held == 2, corner.line.act.click)
    connected.play(f"s-{learner}")
    window = corner._window
    connected.until(lambda it: it.accounts[0].standing.held == 3, lambda: QTest.keyClick(window, Qt.Key.Key_F5))
    assert corner.line.words.accessibleName() == "All saved here. Server has 3 of 3 launches, 2 h 3 min, passed."


def test_the_line_asks_to_sign_in(desk: Desk, server: RunningServer, tmp_path: Path) -> None:
    desk.add_account(server.address, "ck_live_revoked")
    corner = corner_of(desk, tmp_path)
    desk.play("s-1")
    desk.start()
    assert corner.line.words.accessibleName() == "Sign in again to send one launch."
    corner.line.act.click()
    (dialog,) = corner._window.findChildren(AccountDialog)
    assert dialog.address.text() == server.address
    dialog.close()


def test_each_course_stands_there_with_what_the_server_has(connected: Desk, learner: str, qtbot: QtBot) -> None:
    connected.play(f"s-{learner}", times=2)
    connected.start()
    window = open_window(connected)
    wanted = "Server has 2 of 2 launches, 1 h 22 min, passed"
    qtbot.waitUntil(lambda: [row[1] for row in texts(window.courses)] == [wanted], timeout=LONG)
    qtbot.waitUntil(lambda: [row[1] for row in texts(window.history.table)] == ["2 sent."], timeout=LONG)
    assert not window.pages.buttons[window.questions].isVisible()
    assert not window.pages.buttons[window.refused].isVisible()


def test_a_question_is_answered_and_the_answer_changed(
    make_desk: MakeDesk, connected: Desk, server: RunningServer, learner: str, qtbot: QtBot
) -> None:
    session_id = f"s-{learner}"
    connected.play(session_id)
    connected.start()
    other = make_desk("there", learner=learner)
    other.add_account(server.address, server.key)
    other.start()
    connected.play(session_id, *FURTHER, ("cmi.core.lesson_location", "page 7"))
    other.play(session_id, *FURTHER, ("cmi.core.lesson_location", "page 3"))
    other.until(lambda it: it.accounts[0].standing.held == 2, other.exchanges.sync_now)
    connected.until(lambda it: it.questions, connected.exchanges.sync_now)
    window = open_window(connected)
    window.pages.buttons[window.questions].click()
    (card,) = window.questions.cards
    (question,) = connected.exchanges.state.questions
    theirs = next(point for point in question.points if not point.here)
    assert "On another device" in card.buttons[theirs.launch_id].accessibleName()
    assert "page 3" in card.buttons[theirs.launch_id].accessibleName()
    connected.until(lambda it: it.answered and not it.questions and at_rest(it), card.buttons[theirs.launch_id].click)

    def location() -> str:
        session = connected.store.sessions.get(session_id)
        return (session.cmi_data or {}).get("cmi.core.lesson_location", "") if session else ""

    assert location() == "page 3"
    assert window.pages.buttons[window.questions].isVisible()
    (card,) = window.questions.cards
    (mine,) = card.buttons
    connected.until(
        lambda it: it.answered and it.answered[0].answer == mine and not it.questions, card.buttons[mine].click
    )
    qtbot.waitUntil(lambda: location() == "page 7", timeout=LONG)


def test_a_choice_is_changed_after_a_restart(
    make_desk: MakeDesk, connected: Desk, server: RunningServer, learner: str, qtbot: QtBot
) -> None:
    session_id = f"s-{learner}"
    connected.play(session_id)
    connected.start()
    other = make_desk("there", learner=learner)
    other.add_account(server.address, server.key)
    other.start()
    connected.play(session_id, *FURTHER, ("cmi.core.lesson_location", "page 7"))
    other.play(session_id, *FURTHER, ("cmi.core.lesson_location", "page 3"))
    other.until(lambda it: it.accounts[0].standing.held == 2, other.exchanges.sync_now)
    state = connected.until(lambda it: it.questions, connected.exchanges.sync_now)
    theirs = next(point.launch_id for point in state.questions[0].points if not point.here)
    connected.device.service.resume_from(session_id, theirs)
    restarted = make_desk("here", learner=learner, anew=False)
    restarted.keys.keep(restarted.accounts.all()[0], server.key)
    restarted.until(lambda it: it.answered and at_rest(it), restarted.exchanges.start)
    window = open_window(restarted)
    assert not window.pages.buttons[window.questions].isVisible()
    window.pages.buttons[window.history].click()
    qtbot.waitUntil(lambda: any("another device" in row[1] for row in texts(window.history.table)), timeout=LONG)
    table = window.history.table
    (row,) = (at for at, texts_ in enumerate(texts(table)) if "another device" in texts_[1])
    item = table.topLevelItem(row)
    assert item is not None
    table.setCurrentItem(item)
    window.history.change.click()
    assert window.pages.current is window.questions
    (card,) = window.questions.cards
    (mine,) = card.buttons
    assert "passed" in card.buttons[mine].accessibleName()
    restarted.until(lambda it: it.answered and it.answered[0].answer == mine, card.buttons[mine].click)
    session = restarted.store.sessions.get(session_id)
    assert session is not None
    assert (session.cmi_data or {})["cmi.core.lesson_location"] == "page 7"


def test_what_the_server_refuses_can_be_exported_and_tried_again(
    connected: Desk, server: RunningServer, learner: str, qtbot: QtBot, tmp_path: Path
) -> None:
    session_id = f"s-{learner}"
    connected.play(session_id)
    connected.start()
    with server.client() as client:
        client.delete(f"/sessions/{session_id}").raise_for_status()
    connected.until(lambda it: it.accounts[0].standing.quarantined, connected.exchanges.sync_now)
    window = open_window(connected)
    window.pages.buttons[window.refused].click()
    qtbot.waitUntil(lambda: window.refused.table.chosen == session_id, timeout=LONG)
    window.account_actions.export_to(session_id, tmp_path / "session.json")
    qtbot.waitUntil((tmp_path / "session.json").exists, timeout=LONG)
    connected.until(lambda it: not it.accounts[0].standing.quarantined, window.refused.retry.click)
    connected.until(lambda it: it.accounts[0].standing.held == 1 and at_rest(it), lambda: None)
    assert window.pages.current is window.courses
    assert json.loads((tmp_path / "session.json").read_text(encoding="utf-8"))["session_id"] == session_id


def test_a_course_the_server_lacks_is_given_to_it(connected: Desk, learner: str, qtbot: QtBot, tmp_path: Path) -> None:
    own = build_zip(tmp_path / "own.zip", {**course_files(), "only.txt": learner.encode()})
    package_id = package_id_of(hashlib.sha256(own.read_bytes()).hexdigest())
    add_package(connected.data, own, package_id)
    connected.device.begin(f"s-{learner}", learner, package_id)
    connected.device.play(f"s-{learner}", *FURTHER, package_id=package_id)
    connected.start()
    window = open_window(connected)
    qtbot.waitUntil(window.offer.isVisible, timeout=LONG)
    assert "does not have" in window.offer.words.text()
    connected.until(lambda it: it.accounts[0].standing.held == 1 and at_rest(it), window.offer.give.click)
    qtbot.waitUntil(lambda: not window.offer.isVisible(), timeout=LONG)


def test_a_learner_is_linked_and_the_account_given_up(connected: Desk, learner: str, qtbot: QtBot) -> None:
    connected.start()
    window = open_window(connected)
    window.pages.buttons[window.server].click()
    qtbot.waitUntil(lambda: "no keyring" in window.server.key.text(), timeout=LONG)
    field = window.server.fields[learner]
    assert field.placeholderText() == learner
    QTest.keyClicks(field, "ada-7")
    connected.until(
        lambda it: it.accounts[0].account.links == {learner: "ada-7"},
        lambda: QTest.keyClick(field, Qt.Key.Key_Return),
    )
    connected.until(lambda it: not it.accounts[0].account.all_learners, window.server.everybody.click)
    (account,) = connected.exchanges.state.accounts
    box = window.account_actions.ask_to_remove(account)
    assert "Nothing is deleted" in box.informativeText()
    button = next(it for it in box.buttons() if box.buttonRole(it) is QMessageBox.ButtonRole.DestructiveRole)
    connected.until(lambda it: not it.accounts, button.click)
    assert not window.isVisible()


def test_the_keyboard_walks_from_top_to_bottom_and_through_the_pages(connected: Desk, qtbot: QtBot) -> None:
    connected.start()
    window = open_window(connected)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    pages = window.pages
    buttons = [it for it in pages.buttons.values() if it.isVisible()]
    window.card.sync_now.setFocus()
    walked = []
    for _ in range(2):
        QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Tab)
        walked.append(window.focusWidget())
    # The buttons are one stop, as of a group of which one is chosen; arrows walk among them.
    assert walked == [pages.buttons[window.courses], window.courses]
    shown: list[QWidget | None] = []
    for _ in buttons:
        QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
        shown.append(pages.current)
    assert shown == [window.history, window.server, window.courses]
    assert window.focusWidget() is pages.buttons[window.courses]


def test_every_control_has_a_name(connected: Desk, qtbot: QtBot) -> None:
    connected.start()
    window = open_window(connected)
    line = SyncLine()
    qtbot.addWidget(line)
    line.show_state(connected.exchanges.state)
    for root in (window, line, AccountDialog(connected.exchanges, parent=window)):
        for button in root.findChildren(QAbstractButton):
            if button.metaObject().className() not in ("QToolButton", "QLineEditIconButton"):
                assert button.text() or button.accessibleName(), button
    for table in window.findChildren(Table):
        assert table.accessibleName()
