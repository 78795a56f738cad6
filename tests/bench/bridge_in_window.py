"""One window in which API calls are timed beside bare prompts.

`python -m tests.bench.bridge_in_window` prints the milliseconds of a call by what was called, a list of rounds each.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QUrl, SignalInstance
from PySide6.QtWebEngineCore import QWebEnginePage
from PySide6.QtWidgets import QApplication

from connect_desktop.app import open_library
from connect_desktop.paths import DataPaths
from connect_desktop.player.chromium_flags import set_chromium_flags
from connect_desktop.player.course_view import CourseView, page_folder
from connect_desktop.player.profile import LearnerProfile
from connect_desktop.player.scheme_registration import register_scheme
from connect_desktop.player.window import PlayerWindow
from connect_desktop.resources import resources_dir
from connect_desktop.runtime.sco_launch import LaunchOptions
from tests.packages_for_tests import build_zip, manifest_2004

_ROUNDS = 9
_RUNS = 15
_CALLS = 25

_SCO = "<!doctype html><title>SCO</title><script>const api = parent.API_1484_11; api.Initialize('');</script>"

# The middle of many short runs, in milliseconds a call; a single call is below the grain of the page's clock.
_MEDIAN = """(() => {{
  const took = [];
  for (let run = 0; run < {runs}; run++) {{
    const start = performance.now();
    for (let n = 0; n < {calls}; n++) {call};
    took.push((performance.now() - start) / {calls});
  }}
  return took.sort((a, b) => a - b)[{runs} >> 1];
}})()"""
BARE = "bare prompt"
_PROMPT = "prompt('location', 'page ' + n)"
_CALLED = {
    "SetValue": "api.SetValue('cmi.location', 'page ' + n)",
    "GetValue": "api.GetValue('cmi.location')",
}


class _EmptyPage(QWebEnginePage):
    def javaScriptPrompt(self, origin: QUrl | str, message: str, default: str) -> tuple[bool, str]:  # noqa: N802
        return True, ""


def rounds_in_window() -> dict[str, list[float]]:
    """Taken in turn, so that a busy machine slows them alike."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    set_chromium_flags()
    register_scheme()
    QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as folder, open_library(DataPaths(Path(folder))) as library:
        zipped = build_zip(Path(folder) / "b.zip", {"imsmanifest.xml": manifest_2004(1), "sco1.html": _SCO})
        package = library.take_in(zipped, lambda _done, _of: None, lambda: False).package
        opened = library.open(package.id, library.learner("Bench"), LaunchOptions())
        profile = LearnerProfile("bench", Path(folder) / "profile", page_folder(resources_dir()))
        window = PlayerWindow(opened.running, CourseView(profile, package.id, opened.reader))
        window.show()
        _until(window.course_view.loaded, window.start)
        bare = _EmptyPage()
        _until(bare.loadFinished, lambda: bare.setHtml("bare"))
        rounds: dict[str, list[float]] = {BARE: [], **{name: [] for name in _CALLED}}
        for _ in range(_ROUNDS):
            rounds[BARE].append(_evaluate(bare, _MEDIAN.format(call=_PROMPT, runs=_RUNS, calls=_CALLS)))
            for name, call in _CALLED.items():
                source = _MEDIAN.format(call=call, runs=_RUNS, calls=_CALLS)
                inside = f"document.querySelector('iframe').contentWindow.eval({json.dumps(source)})"
                rounds[name].append(_evaluate(window.course_view.page(), inside))
        _until(window.closed, window.close)
        bare.deleteLater()
        window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return rounds


def _until(signal: SignalInstance, act: Callable[[], object]) -> None:
    loop = QEventLoop()
    signal.connect(loop.quit)
    act()
    loop.exec()


def _evaluate(page: QWebEnginePage, javascript: str) -> float:
    loop = QEventLoop()
    answers: list[float] = []

    def answered(answer: float) -> None:
        answers.append(answer)
        loop.quit()

    page.runJavaScript(javascript, 0, answered)
    loop.exec()
    return answers[0]


if __name__ == "__main__":
    sys.stdout.write(json.dumps(rounds_in_window()))
