"""The UI thread while many sessions are synced: nothing there waits for them.

The machine of a test is busy with other tests, which keeps any thread waiting: so what the thread does itself is what
must be short, and it must have gone on all the while. The bench `ui_thread` measures every pause.
"""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from connect_desktop.ui.sync.sync_line import SyncLine
from tests.gui.sync.conftest import Desk
from tests.gui.sync.heartbeat import FRAME, Heartbeat

SESSIONS = 150
# Seconds, on a machine with ten times as much to do as it has processors.
_MEAN_PAUSE = 0.1


def test_the_ui_thread_goes_on_while_sessions_are_synced(connected: Desk, learner: str, qtbot: QtBot) -> None:
    for number in range(SESSIONS):
        connected.play(f"s-{learner}-{number}")
    line = SyncLine()
    qtbot.addWidget(line)
    connected.exchanges.changed.connect(line.show_state)
    heartbeat = Heartbeat()
    (account,) = connected.start().accounts
    heartbeat.stop()
    assert account.standing.held == SESSIONS
    assert f"{SESSIONS} of {SESSIONS}" in line.words.accessibleName()
    assert sum(heartbeat.pauses) / len(heartbeat.pauses) < _MEAN_PAUSE
    assert sum(work > FRAME for work in heartbeat.work) <= len(heartbeat.work) // 50
