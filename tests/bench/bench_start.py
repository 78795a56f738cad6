"""From starting the process to the SCO's Initialize, beside a bare QtWebEngine window that loads the same page."""

from __future__ import annotations

import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from time import perf_counter, sleep

from tests.bench.figures import Figure
from tests.packages_for_tests import build_zip, manifest_2004

_ROUNDS = 9
_PATIENCE = 30.0

# Says Initialize to whatever it finds: our API, or the prompt of the bare window.
_PAGE = """<!doctype html><title>Start</title><p>Ready.</p><script>
const api = parent.API_1484_11;
if (api) api.Initialize(""); else prompt("Initialize");
</script>"""

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
    """Medians of processes started in turn; the first of each only warms the disk's cache and makes the profile."""
    with tempfile.TemporaryDirectory() as folder:
        package = build_zip(Path(folder) / "start.zip", {"imsmanifest.xml": manifest_2004(1), "sco1.html": _PAGE})
        page = Path(folder) / "page.html"
        page.write_text(_PAGE, encoding="utf-8")
        environment = _environment()
        ours: list[float] = []
        bare: list[float] = []
        data = Path(folder) / "data"
        package_id = _import(package, data, environment)
        for _ in range(_ROUNDS + 1):
            ours.append(_until_journaled(("--data-dir", str(data), "play", package_id), data, environment))
            bare.append(_until_prompted(page, environment))
    ratios = sorted(our / their for our, their in zip(ours[1:], bare[1:], strict=True))
    yield Figure("start.to_initialize", statistics.median(ours[1:]), "s")
    yield Figure("start.bare_window", statistics.median(bare[1:]), "s")
    yield Figure("start.ratio", statistics.median(ratios), "ratio", limit=1.4)


def _import(package: Path, data: Path, environment: Mapping[str, str]) -> str:
    command = [sys.executable, "-m", "connect_desktop", "--data-dir", str(data), "import", "--json", str(package)]
    imported = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    package_id: str = json.loads(imported.stdout)[0]["id"]
    return package_id


def _until_journaled(arguments: Sequence[str], data: Path, environment: Mapping[str, str]) -> float:
    """Seconds until the journal, watched from outside, says that the SCO was initialized."""
    question = "SELECT count(*) FROM entry WHERE kind = 'initialized'"
    with closing(sqlite3.connect(data / "connect.db")) as database:
        before = database.execute(question).fetchone()[0]
        started = perf_counter()
        with _process(["-m", "connect_desktop", *arguments], environment) as process:
            while database.execute(question).fetchone()[0] == before:
                if perf_counter() - started > _PATIENCE:
                    process.kill()
                    raise RuntimeError("Initialize was not answered, so there is no time to tell.")
                sleep(0.001)
            elapsed = perf_counter() - started
            process.kill()
    return elapsed


def _until_prompted(page: Path, environment: Mapping[str, str]) -> float:
    """Seconds until the bare window hears the page's prompt."""
    started = perf_counter()
    with _process(["-c", _BARE, str(page)], environment) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        elapsed = perf_counter() - started
        process.kill()
    if said.strip() != "true":
        raise RuntimeError("The bare window did not load the page, so there is no time to tell.")
    return elapsed


def _process(arguments: Sequence[str], environment: Mapping[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
    )


def _environment() -> Mapping[str, str]:
    environment = dict(os.environ)
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled
    if not environment.get("DISPLAY") and not environment.get("WAYLAND_DISPLAY"):
        environment["QT_QPA_PLATFORM"] = "offscreen"
    flags = "--disable-gpu" if environment.get("QT_QPA_PLATFORM") == "offscreen" else ""
    if os.geteuid() == 0:
        flags += " --no-sandbox"
    environment["QTWEBENGINE_CHROMIUM_FLAGS"] = flags.strip()
    return environment
