"""The calm line on a device of a real hub, which syncs with a real server: how far it is, said by itself."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from connect_desktop.sync.credentials import KEY_VARIABLE
from connect_desktop.sync.schedule import Pace
from connect_desktop.ui.sync.state import SyncState
from connect_desktop.ui.sync.sync_line import SyncLine
from connect_desktop.ui.sync.sync_window import SyncWindow
from tests.gui.sync.conftest import Desk, MakeDesk, at_rest
from tests.gui.ui.fake_library import NOW
from tests.server_for_tests import add_package, running_server

# Nothing happens by itself but that a hub is asked what became of what it has.
FOLLOWING = Pace(every=100_000, soon=0.0, spread=0.0, first=100_000, longest=100_000, follow=0.2)
NARROW = 560
ONLINE, ON_ITS_WAY, ARRIVED = "gets it when the hub is online", "on its way to the server above it", "has it too"


def is_reachable(desk: Desk) -> bool:
    upstream = desk.exchanges.state.accounts[0].upstream
    return upstream is not None and upstream.reachable


class Said:
    """What a line in a narrow window says, and has said."""

    def __init__(self, desk: Desk) -> None:
        self.around = QWidget()
        self.around.resize(NARROW, 200)
        self.line = SyncLine()
        column = QVBoxLayout(self.around)
        column.addStretch(1)
        column.addWidget(self.line)
        self.sentences: list[str] = []
        desk.qtbot.addWidget(self.around)
        self.around.show()
        desk.exchanges.changed.connect(self._hear)

    def has(self, words: str) -> bool:
        return bool(self.sentences) and words in self.sentences[-1]

    def since(self, words: str) -> list[str]:
        return self.sentences[next(at for at, one in enumerate(self.sentences) if words in one) :]

    def _hear(self, state: SyncState) -> None:
        self.line.show_state(state)
        self.sentences.append(self.line.words.accessibleName())


def test_the_line_goes_along_with_what_was_learned(
    make_desk: MakeDesk, course: Path, tmp_path: Path, learner: str, qtbot: QtBot
) -> None:
    for name in ("above", "hub"):
        add_package(tmp_path / name, course)
    desk = make_desk(learner=learner, pace=FOLLOWING)
    said = Said(desk)
    with ExitStack() as stack:
        with running_server(tmp_path / "above") as before:
            environment = {**os.environ, KEY_VARIABLE: before.key}
            options = ["--upstream", before.address, "--upstream-every", "2"]
            hub = stack.enter_context(running_server(tmp_path / "hub", options=options, environment=environment))
            desk.add_account(hub.address, hub.key, "Camp 3")
            desk.start()
            while not is_reachable(desk):
                desk.until(lambda _: at_rest(desk.exchanges.state), desk.exchanges.sync_now)
            desk.play(f"s-{learner}")
            desk.until(lambda _: said.has(ARRIVED), desk.exchanges.launch_ended)
        desk.play(f"s-{learner}")
        desk.until(lambda _: said.has(ONLINE), desk.exchanges.launch_ended)
        qtbot.waitUntil(lambda: not said.line.words.is_elided())
        port = ["--port", before.address.rpartition(":")[2]]
        again = stack.enter_context(running_server(tmp_path / "above", before.key, port))
        desk.until(lambda _: said.has(ARRIVED), lambda: None)
        with again.client() as client:
            assert client.get(f"/sessions/s-{learner}").json()["time_spent_seconds"] == 2 * 41 * 60
    told = [next((it for it in (ON_ITS_WAY, ONLINE, ARRIVED) if it in one), "") for one in said.sentences]
    assert list(dict.fromkeys(filter(None, told))) == [ON_ITS_WAY, ARRIVED, ONLINE]
    assert not any("Syncing" in one for one in said.since(ONLINE)), "nobody asked"
    window = SyncWindow(desk.exchanges, desk.library(), lambda: NOW)
    qtbot.addWidget(window)
    window.show()
    assert window.card.words.text() == said.sentences[-1]
    qtbot.waitUntil(lambda: window.courses.topLevelItemCount() == 1)
    row = window.courses.topLevelItem(0)
    assert row is not None
    shown = (window.courses.headerItem().text(1), row.text(1))
    assert shown == ("On the hub", "Hub has 2 of 2 launches, 1 h 22 min, passed")
