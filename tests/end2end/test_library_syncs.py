"""The whole application beside the real server: what is played in its windows is sent by itself."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from connect_desktop.paths import DataPaths
from connect_desktop.store.database import open_store, utc_now
from connect_desktop.store.devices.accounts import Accounts
from tests.packages_for_tests import build_zip
from tests.server_for_tests import PACKAGE, add_package, running_server
from tests.store_for_tests import ROOT

_STEPS = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
from connect_desktop.desktop.library_window import open_library_window
from connect_desktop.paths import DataPaths

def shown(kind):
    return next((it for it in QApplication.topLevelWidgets() if type(it).__name__ == kind and it.isVisible()), None)

def steps():
    while (window := shown("LibraryWindow")) is None or not window.model.courses:
        yield
    line = window.findChild(QWidget, "syncLine")
    while not line.isVisible() or "Syncing" in line.words.accessibleName():
        yield
    print(line.words.accessibleName())
    window.play_requested.emit(sys.argv[2], PLAY.NORMAL)
    while (player := shown("PlayerWindow")) is None or player.flow.delivery is None:
        yield
    player.close()
    while shown("PlayerWindow") is not None or "Server has the launch" not in line.words.accessibleName():
        yield
    print(line.words.accessibleName())
    QApplication.quit()

from connect_desktop.ui.ports import Play as PLAY
walk = steps()
def step():
    next(walk, None)
    QTimer.singleShot(20, step)

import connect_desktop.desktop.library_window as library_window
class Desk(library_window.LibraryDesk):
    def __init__(self, *parts):
        super().__init__(*parts)
        QTimer.singleShot(0, step)
library_window.LibraryDesk = Desk
sys.exit(open_library_window(DataPaths(Path(sys.argv[1]))))
"""


def test_what_is_played_is_sent(tmp_path: Path) -> None:
    course, here = build_zip(tmp_path / "course.zip"), tmp_path / "here"
    add_package(tmp_path / "server", course)
    add_package(here, course)
    with running_server(tmp_path / "server") as server:
        with closing(open_store(DataPaths(here).database)) as store:
            learner = store.learners.add("Okafor, Ada")
            Accounts(store.database.connections, store.tenant_id, utc_now).add(server.address, "School")
        played = subprocess.run(
            [sys.executable, "-c", _STEPS, str(here), PACKAGE],
            env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "LANG": "C", "CONNECT_DESKTOP_KEY": server.key},
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=90,
        )
        assert played.returncode == 0, played.stderr
        said = played.stdout.splitlines()
        assert said[0] == "Connected to School."
        assert said[1].startswith("All saved here. Server has the launch")
        with server.client() as client:
            (session,) = client.get("/sessions", params={"user_id": learner.id}).json()["sessions"]
        assert session["package_id"] == PACKAGE
