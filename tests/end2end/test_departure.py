"""The application is ended from outside: content that saves only while it leaves has saved all the same."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command_line_for_tests import CommandLine, Step
from tests.packages_for_tests import build_zip, manifest_12

LAST_WORDS = """<!doctype html><title>SCO</title><p>Hello</p><script>
  const api = parent.API;
  api.LMSInitialize('');
  addEventListener('unload', () => {
    api.LMSSetValue('cmi.core.lesson_location', 'said while leaving');
    api.LMSFinish('');
  });
</script>"""

if sys.platform != "win32":

    @pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
    def test_a_signal_closes_the_window_like_a_learner(tmp_path: Path, ending: signal.Signals) -> None:
        connect = CommandLine(tmp_path)
        course = build_zip(tmp_path / "course.zip", {"imsmanifest.xml": manifest_12(), "sco1.html": LAST_WORDS})
        here = tmp_path / "here.png"
        os.mkfifo(here)
        steps: list[Step] = [
            {"do": "wait", "text": "Hello"},
            {"do": "screenshot", "file": here.name},
            {"do": "wait", "text": "what never comes"},
        ]
        with connect.playing(course, steps) as process:
            here.read_bytes()
            process.send_signal(ending)
            process.wait(timeout=15)
        session = connect.run("list", "--json").document[0]["sessions"][0]["id"]
        said = connect.run("show", session, "--json").document["cmi_data"]
        assert "said while leaving" in said.values()

    STARTS_SLOWLY = """
import os, signal, sys
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QWidget
from connect_desktop.desktop.application import create_application

application = create_application(watched=False)
course_is_opened = QEventLoop()
QTimer.singleShot(200, course_is_opened.quit)
os.kill(os.getpid(), signal.SIGTERM)
course_is_opened.exec()
window = QWidget()
window.show()
sys.exit(application.exec())
"""

    def test_a_signal_that_comes_before_there_is_a_window_is_not_lost() -> None:
        environment = dict(os.environ, QT_QPA_PLATFORM="offscreen")
        subprocess.run([sys.executable, "-c", STARTS_SLOWLY], env=environment, timeout=20, check=True)


PRESS_QUIT = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from connect_desktop.app import open_library
from connect_desktop.desktop.play_request import PlayRequest
from connect_desktop.desktop.application import create_application
from connect_desktop.desktop.players import Players
from connect_desktop.paths import DataPaths
from connect_desktop.runtime.sco_launch import LaunchOptions

application = create_application(watched=False)
paths = DataPaths(Path(sys.argv[1]))
with open_library(paths) as library:
    package = library.take_in(Path(sys.argv[2]), lambda *_: None, lambda: False).package.id
    players = Players(application, paths)
    loaded = []
    for name in ("ada", "grace"):
        learner = library.learner(name)
        opened = library.open(package, learner, LaunchOptions())
        window = players.open(opened, players.prepare(package, opened.reader, learner))
        window.course_view.loaded.connect(loaded.append)
        window.course_view.loaded.connect(lambda: len(loaded) == 2 and QApplication.quit())
    application.exec()
    players.dispose()
"""


def test_quitting_closes_all_windows_and_each_says_its_last_words(tmp_path: Path) -> None:
    connect = CommandLine(tmp_path)
    course = build_zip(tmp_path / "course.zip", {"imsmanifest.xml": manifest_12(), "sco1.html": LAST_WORDS})
    environment = dict(os.environ, QT_QPA_PLATFORM="offscreen")
    subprocess.run([sys.executable, "-c", PRESS_QUIT, connect.data, course], env=environment, timeout=60, check=True)
    sessions = connect.run("list", "--json").document[0]["sessions"]
    assert [session["learner"] for session in sessions] == ["ada", "grace"]
    for session in sessions:
        said = connect.run("show", session["id"], "--json").document["cmi_data"]
        assert "said while leaving" in said.values()
