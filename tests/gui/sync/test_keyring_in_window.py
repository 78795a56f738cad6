"""The line of the window while the real keyring of the system is locked, gone, or waits for its password."""

from __future__ import annotations

import time

import pytest
from keyring.backends.SecretService import Keyring
from pytestqt.qtbot import QtBot

from connect_desktop.sync.credentials import AccountKeys, Kept
from connect_desktop.sync.report import Outcome
from connect_desktop.ui.sync.sync_line import SyncLine
from tests.gui.sync.conftest import LONG, Desk, MakeDesk, at_rest
from tests.gui.sync.heartbeat import Heartbeat
from tests.keyring_for_tests import RealKeyring
from tests.server_for_tests import RunningServer

# The library leaves its connection open where the keyring fails.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")

_BEATS = 50
_SOON = 1.0


def _desk(make_desk: MakeDesk, server: RunningServer, learner: str, patience: float = 20.0) -> Desk:
    """A device whose key is in the keyring alone, after the first exchange."""
    desk = make_desk(learner=learner, keys=AccountKeys(Keyring, patience=patience))
    account = desk.add_account(server.address, server.key)
    assert desk.keys.place_of(account) is Kept.SYSTEM
    desk.play(f"s-{learner}")
    (one,) = desk.start().accounts
    assert (one.outcome, one.standing.held) == (Outcome.DONE, 1)
    return desk


def test_a_keyring_that_goes_away_is_said_and_one_that_is_back_is_used(
    real_keyring: RealKeyring, make_desk: MakeDesk, server: RunningServer, learner: str, qtbot: QtBot
) -> None:
    desk = _desk(make_desk, server, learner)
    line = SyncLine()
    qtbot.addWidget(line)
    desk.exchanges.changed.connect(line.show_state)
    line.sync_asked.connect(desk.exchanges.sync_now)
    real_keyring.kill()
    desk.play(f"s-{learner}")
    desk.until(lambda it: it.accounts[0].outcome is Outcome.LOCKED, desk.exchanges.launch_ended)
    said = "1 to send, this computer's keyring does not give the key; unlock it."
    assert (line.words.accessibleName(), line.act.text()) == (said, "Try again")
    real_keyring.start()
    real_keyring.lock()
    desk.until(lambda it: not it.running, line.act.click)
    desk.until(lambda it: at_rest(it) and it.accounts[0].outcome is Outcome.LOCKED, lambda: None)
    real_keyring.kill()
    real_keyring.start()
    desk.until(lambda it: it.accounts[0].outcome is Outcome.DONE, line.act.click)
    assert line.words.accessibleName().startswith("All saved here. Server has 2 of 2 launches")


def test_while_a_keyring_waits_for_its_password_the_window_goes_on(
    real_keyring: RealKeyring, make_desk: MakeDesk, server: RunningServer, learner: str, qtbot: QtBot
) -> None:
    desk = _desk(make_desk, server, learner, patience=3600)
    real_keyring.lock_and_ask()
    heartbeat = Heartbeat()
    desk.exchanges.sync_now()
    places: list[Kept | None] = []
    desk.exchanges.place_of_key(desk.exchanges.state.accounts[0].account, desk.exchanges).success(places.append).start()
    qtbot.waitUntil(lambda: desk.exchanges.state.running, timeout=LONG)
    beats = len(heartbeat.pauses) + _BEATS
    qtbot.waitUntil(lambda: len(heartbeat.pauses) > beats, timeout=LONG)
    heartbeat.stop()
    assert (desk.exchanges.state.running, places) == (True, [])
    left = time.monotonic()
    desk.exchanges.dispose()
    assert time.monotonic() - left < _SOON
