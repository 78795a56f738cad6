"""“Connect to a server”, with the real server behind it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from connect_desktop.ui.sync.account_dialog import AccountDialog
from tests.gui.sync.conftest import LONG, Desk, at_rest
from tests.server_for_tests import RunningServer
from tests.silent_server_for_tests import server_that_never_answers


def open_dialog(desk: Desk) -> AccountDialog:
    dialog = AccountDialog(desk.exchanges)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    desk.qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def fill(dialog: AccountDialog, address: str, key: str) -> None:
    dialog.address.setText(address)
    dialog.key.setText(key)


def test_nothing_can_be_asked_before_both_are_there(desk: Desk) -> None:
    dialog = open_dialog(desk)
    assert not dialog.ok.isEnabled()
    dialog.address.setText("connect.example.com")
    assert not dialog.ok.isEnabled()
    dialog.key.setText("ck_live_x")
    assert dialog.ok.isEnabled()
    assert dialog.test.isEnabled()
    assert dialog.key.echoMode() is QLineEdit.EchoMode.Password


def test_it_connects_and_says_that_the_key_is_not_kept(desk: Desk, server: RunningServer, learner: str) -> None:
    desk.play(f"s-{learner}")
    desk.start()
    dialog = open_dialog(desk)
    fill(dialog, server.address, server.key)
    dialog.name.setText("School")

    state = desk.until(lambda it: it.accounts and at_rest(it), lambda: QTest.keyClick(dialog.key, Qt.Key.Key_Return))
    assert (state.accounts[0].account.name, state.accounts[0].standing.held) == ("School", 1)
    assert dialog.isVisible()
    assert "no keyring" in dialog.said.text()
    assert not dialog.key.text()
    said = "".join(label.text() for label in dialog.findChildren(QLabel))
    assert server.key not in said
    dialog.cancel.click()
    assert not dialog.isVisible()


def test_a_wrong_key_is_said_and_can_be_mended(desk: Desk, server: RunningServer, qtbot: QtBot) -> None:
    desk.start()
    dialog = open_dialog(desk)
    fill(dialog, server.address, "ck_live_wrong")
    dialog.ok.click()
    assert not dialog.ok.isEnabled()
    qtbot.waitUntil(lambda: "does not know this key" in dialog.said.text(), timeout=LONG)
    assert dialog.ok.isEnabled()
    assert desk.accounts.all() == ()
    dialog.key.setText(server.key)
    assert not dialog.said.isVisible()
    dialog.test.click()
    qtbot.waitUntil(lambda: "takes this key" in dialog.said.text(), timeout=LONG)
    assert desk.accounts.all() == ()


@pytest.mark.parametrize(
    ("address", "warned"),
    [("http://192.0.2.7:8425", True), ("https://connect.example.com", False), ("localhost:8425", False), ("ht", False)],
)
def test_who_can_read_along_is_said_before_anything_is_sent(desk: Desk, address: str, warned: bool) -> None:
    dialog = open_dialog(desk)
    fill(dialog, address, "")
    assert dialog.open_words.isVisible() is warned
    assert dialog.address.height() >= dialog.address.minimumSizeHint().height()


def test_closed_before_the_server_answered_nothing_is_kept(desk: Desk, qtbot: QtBot) -> None:
    desk.start()
    with server_that_never_answers() as (address, connected):
        dialog = AccountDialog(desk.exchanges)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()
        fill(dialog, address, "ck_live_x")
        dialog.ok.click()
        qtbot.waitUntil(connected.is_set, timeout=LONG)
        with qtbot.waitSignal(dialog.destroyed):
            dialog.close()
    assert desk.exchanges._threads.wait(20)
    qtbot.wait(0)
    assert desk.accounts.all() == ()


def test_signing_in_again_keeps_the_account(connected: Desk, server: RunningServer, learner: str) -> None:
    (account,) = connected.accounts.all()
    connected.keys.keep(account, "ck_live_old")
    connected.play(f"s-{learner}")
    (state,) = connected.start().accounts
    assert state.needs_person
    dialog = AccountDialog(connected.exchanges, account)
    connected.qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.address.isEnabled()
    dialog.key.setText(server.key)
    connected.until(lambda it: it.accounts[0].standing.held == 1, dialog.ok.click)
    assert connected.accounts.all() == (account,)


def test_a_server_that_is_not_there_is_looked_for_at_the_address(desk: Desk, qtbot: QtBot) -> None:
    desk.start()
    dialog = open_dialog(desk)
    fill(dialog, "http://127.0.0.1:9", "ck_live_x")
    dialog.test.click()
    qtbot.waitUntil(lambda: "look whether the address is right" in dialog.said.text(), timeout=LONG)
    assert "sent" not in dialog.said.text()
