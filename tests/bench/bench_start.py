"""From starting the process to the SCO's Initialize, beside a bare QtWebEngine window that loads the same page."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from time import perf_counter

from tests.bench.figures import Figure
from tests.packages_for_tests import build_zip, manifest_2004

_ROUNDS = 9

# Says Initialize to whatever it finds: our API, or the prompt of the bare window.
_PAGE = """<!doctype html><title>Start</title><p>Ready.</p><script>
const api = parent.API_1484_11;
if (api) api.Initialize(""); else prompt("Initialize");
</script>"""

_OURS = """
import sys
from connect_desktop.cli import main
from connect_desktop.runtime.running_course import RunningCourse

answer = RunningCourse.call

def call(course, delivery, method, args):
    answered = answer(course, delivery, method, args)
    if method == "Initialize":
        print(answered, flush=True)
    return answered

RunningCourse.call = call
main(sys.argv[1:])
"""

_BARE = """
import sys
from PySide6.QtCore import QUrl
from PySide6.QtWebEngineCore import QWebEnginePage
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication

class Page(QWebEnginePage):
    def javaScriptPrompt(self, origin, message, default):
        print("true", flush=True)
        return True, ""

application = QApplication([])
view = QWebEngineView()
view.setPage(Page(view))
view.load(QUrl.fromLocalFile(sys.argv[1]))
view.show()
application.exec()
"""


def measure() -> Iterable[Figure]:
    """Medians of processes started in turn; the first of each only warms the disk's cache."""
    with tempfile.TemporaryDirectory() as folder:
        package = build_zip(Path(folder) / "start.zip", {"imsmanifest.xml": manifest_2004(1), "sco1.html": _PAGE})
        page = Path(folder) / "page.html"
        page.write_text(_PAGE, encoding="utf-8")
        environment = _environment()
        ours: list[float] = []
        bare: list[float] = []
        for _ in range(_ROUNDS + 1):
            ours.append(_until_initialize(_OURS, ("--data-dir", f"{folder}/data", "play", str(package)), environment))
            bare.append(_until_initialize(_BARE, (str(page),), environment))
    ratios = sorted(our / their for our, their in zip(ours[1:], bare[1:], strict=True))
    yield Figure("start.to_initialize", statistics.median(ours[1:]), "s")
    yield Figure("start.bare_window", statistics.median(bare[1:]), "s")
    yield Figure("start.ratio", statistics.median(ratios), "ratio", limit=1.4)


def _until_initialize(program: str, arguments: Sequence[str], environment: Mapping[str, str]) -> float:
    started = perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment,
    ) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        elapsed = perf_counter() - started
        process.kill()
    if said.strip() != "true":
        raise RuntimeError("Initialize was not answered, so there is no time to tell.")
    return elapsed


def _environment() -> Mapping[str, str]:
    environment = dict(os.environ)
    if not environment.get("DISPLAY") and not environment.get("WAYLAND_DISPLAY"):
        environment["QT_QPA_PLATFORM"] = "offscreen"
    flags = "--disable-gpu" if environment.get("QT_QPA_PLATFORM") == "offscreen" else ""
    if os.geteuid() == 0:
        flags += " --no-sandbox"
    environment["QTWEBENGINE_CHROMIUM_FLAGS"] = flags.strip()
    return environment
