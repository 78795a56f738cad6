"""Exchanges off the UI thread, with the real server: when they run, and what they leave behind."""

from __future__ import annotations

import threading
import time

import pytest
from PySide6.QtCore import QObject, QTimer
from PySide6.QtNetwork import QNetworkInformation
from pytestqt.qtbot import QtBot

from connect_desktop.sync.errors import ServerOutOfReach
from connect_desktop.sync.report import Outcome, Question
from connect_desktop.sync.schedule import Pace
from connect_desktop.ui.sync.network import NetworkWatch
from tests.gui.sync.conftest import LONG, Desk, MakeDesk, at_rest
from tests.server_for_tests import RunningServer
from tests.silent_server_for_tests import server_that_never_answers

_Reachability = QNetworkInformation.Reachability
NOWHERE = "http://127.0.0.1:9"


def test_without_an_account_nothing_happens(desk: Desk) -> None:
    desk.play("s-1")
    state = desk.start()
    assert (state.accounts, state.running) == ((), False)
    desk.exchanges.sync_now()
    desk.exchanges.launch_ended()
    assert not desk.exchanges.state.running


def test_at_start_what_is_here_is_sent(connected: Desk, learner: str) -> None:
    connected.play(f"s-{learner}", times=3)
    (account,) = connected.start().accounts
    assert (account.outcome, account.standing.held, account.standing.launches) == (Outcome.DONE, 3, 3)
    assert account.standing.seconds == 3 * 41 * 60


def test_a_launch_that_ends_is_sent(connected: Desk, learner: str) -> None:
    connected.start()
    connected.play(f"s-{learner}")
    state = connected.until(lambda it: it.accounts[0].standing.held == 1, connected.exchanges.launch_ended)
    assert state.accounts[0].standing.to_send == 0


def test_what_was_learned_elsewhere_is_told(
    make_desk: MakeDesk, connected: Desk, server: RunningServer, learner: str, qtbot: QtBot
) -> None:
    connected.play(f"s-{learner}")
    connected.start()
    other = make_desk("there", learner=learner)
    other.add_account(server.address, server.key)
    with qtbot.waitSignal(other.exchanges.received, timeout=LONG):
        other.exchanges.start()
    session = other.store.sessions.get(f"s-{learner}")
    assert session is not None
    assert session.success == "passed"


def test_a_server_out_of_reach_is_waited_for_and_asked_again_when_somebody_wants(desk: Desk) -> None:
    desk.add_account(NOWHERE, "ck_live_x")
    desk.play("s-1")
    (account,) = desk.start().accounts
    assert account.outcome is Outcome.WAITING
    assert isinstance(account.error, ServerOutOfReach)
    assert account.standing.to_send == 1
    runs: list[bool] = []
    desk.exchanges.changed.connect(lambda state: runs.append(state.running))
    desk.exchanges.launch_ended()
    desk.until(lambda _: True in runs and at_rest(desk.exchanges.state), desk.exchanges.sync_now)


def test_a_network_that_comes_back_is_used_at_once(make_desk: MakeDesk, server: RunningServer, learner: str) -> None:
    desk = make_desk(learner=learner, pace=Pace(every=100_000, soon=50_000, spread=0.0, first=100_000))
    account = desk.add_account(server.address, server.key)
    desk.start()
    watch = desk.exchanges.findChild(NetworkWatch)
    assert isinstance(watch, NetworkWatch)
    watch.tell(_Reachability.Disconnected)
    assert not desk.exchanges.state.online
    desk.play(f"s-{learner}")
    desk.exchanges.launch_ended()
    assert not desk.exchanges.state.running
    back = lambda: watch.tell(_Reachability.Local)  # noqa: E731
    state = desk.until(lambda it: it.online and it.accounts[0].standing.held == 1, back)
    assert state.of(account.id) is not None


@pytest.mark.parametrize("key", [None, "ck_live_of-nobody"])
def test_without_a_valid_key_it_rests(desk: Desk, server: RunningServer, key: str | None) -> None:
    desk.add_account(server.address, key)
    desk.play("s-1")
    (account,) = desk.start().accounts
    assert account.outcome is Outcome.SIGN_IN
    assert account.needs_person
    desk.exchanges.launch_ended()
    assert not desk.exchanges.state.running


def test_it_can_be_stopped_and_goes_on_later(connected: Desk, learner: str) -> None:
    connected.play(f"s-{learner}")
    stop = lambda state: connected.exchanges.stop() if state.running else None  # noqa: E731
    connected.exchanges.changed.connect(stop)
    (account,) = connected.start().accounts
    assert (account.outcome, account.standing.to_send) == (Outcome.CANCELLED, 1)
    connected.exchanges.changed.disconnect(stop)
    connected.until(lambda it: it.accounts[0].standing.to_send == 0, connected.exchanges.sync_now)


def test_quitting_does_not_wait_for_a_server_that_is_silent(desk: Desk, qtbot: QtBot) -> None:
    with server_that_never_answers() as (address, connected):
        desk.add_account(address, "ck_live_x")
        desk.exchanges.start()
        qtbot.waitUntil(connected.is_set, timeout=LONG)
        began = time.monotonic()
        desk.exchanges.dispose()
        assert time.monotonic() - began < 5
    # What comes afterwards is nobody's any more.
    desk.exchanges.launch_ended()
    assert desk.exchanges.state.running


def test_an_account_that_is_given_up_is_gone_and_its_key_with_it(connected: Desk, learner: str) -> None:
    connected.play(f"s-{learner}")
    (account,) = connected.start().accounts
    removing = connected.exchanges.remove(account.account)
    state = connected.until(lambda it: not it.accounts, removing.start)
    assert state.accounts == ()
    assert connected.keys.key_of(account.account) is None
    assert connected.store.sessions.get(f"s-{learner}") is not None


def test_an_account_that_was_read_before_it_was_given_up_does_not_come_back(
    connected: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    (account,) = connected.start().accounts
    service = connected.device.service
    questions, reached, gate = service.questions, threading.Event(), threading.Event()

    def held_up() -> tuple[Question, ...]:
        reached.set()
        assert gate.wait(LONG / 1000)
        return questions()

    monkeypatch.setattr(service, "questions", held_up)
    looked: list[int] = []
    connected.exchanges.looked.connect(lambda: looked.append(len(connected.exchanges.state.accounts)))
    connected.exchanges.refresh()
    assert reached.wait(LONG / 1000)
    removed: list[bool] = []
    connected.exchanges.remove(account.account).success(removed.append).start()
    qtbot.waitUntil(lambda: bool(removed), timeout=LONG)
    gate.set()
    qtbot.waitUntil(lambda: len(looked) == 2, timeout=LONG)
    assert looked == [0, 0]


def test_nobody_waits_for_the_turn_of_an_account_that_another_program_gave_up(connected: Desk) -> None:
    (account,) = connected.start().accounts
    timers = connected.exchanges.findChildren(QTimer)
    assert [timer.isActive() for timer in timers] == [True]
    assert connected.accounts.remove(account.account.id)
    connected.until(lambda it: not it.accounts, connected.exchanges.refresh)
    assert [timer.isActive() for timer in timers] == [False]


class TestNetworkWatch:
    def test_only_no_network_at_all_is_offline(self, qtbot: QtBot) -> None:
        owner = QObject()
        watch = NetworkWatch(owner)
        watch.tell(_Reachability.Online)
        told: list[bool] = []
        watch.changed.connect(told.append)
        for reachability in (_Reachability.Local, _Reachability.Disconnected, _Reachability.Site):
            watch.tell(reachability)
        assert told == [False, True]
