"""The UI thread while many sessions are synced: nothing there waits for them.

The machine of a test is busy with other tests, which keeps any thread waiting now and then: so it is most beats that
must be in time, and none may be as late as a piece of the exchange would make it. The bench is stricter.
"""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from connect_desktop.ui.sync.sync_line import SyncLine
from tests.gui.sync.conftest import Desk
from tests.gui.sync.heartbeat import Heartbeat

SESSIONS = 250


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
    assert len(heartbeat.pauses) > 100
    assert heartbeat.late <= len(heartbeat.pauses) // 50
    assert max(heartbeat.pauses) < 0.25
