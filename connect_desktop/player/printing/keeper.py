"""What content put together only to have it printed: kept when it calls `print()`, shown to the engine later."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWebEngineCore import QWebEngineFrame, QWebEnginePage, QWebEngineScript

from connect_desktop.player.printing.frames import all_within
from connect_desktop.resources import resources_dir

APART = QWebEngineScript.ScriptWorldId.ApplicationWorld.value
# How often it is looked whether pictures and style sheets have come, in milliseconds, and how many times.
_INTERVAL = 50
_MOST_LOOKS = 60
# How long the document may take to answer at all, in milliseconds.
_PATIENCE = 1000


def keep_in(page: QWebEnginePage) -> None:
    """Have every document of the page keep what it was when its content printed it, those that are there too."""
    source = (resources_dir() / "player" / "print_keeper.js").read_text(encoding="utf-8")
    script = QWebEngineScript()
    script.setInjectionPoint(QWebEngineScript.InjectionPoint.Deferred)
    script.setWorldId(APART)
    script.setRunsOnSubFrames(True)
    script.setSourceCode(source)
    page.scripts().insert(script)
    for frame in all_within(page.mainFrame()):
        frame.runJavaScript(source, APART)


class KeptFrame(QObject):
    """`found` carries what to print in place of `frame`: one with what was kept, or itself where nothing was."""

    found = Signal(QWebEngineFrame)

    def __init__(self, frame: QWebEngineFrame, parent: QObject) -> None:
        super().__init__(parent)
        self._frame = frame
        self._name = ""
        self._looks = 0
        self._next_look = QTimer(self, singleShot=True, interval=_INTERVAL)
        self._next_look.timeout.connect(self._look)
        # A document that goes answers nothing.
        self._answer = QTimer(self, singleShot=True, interval=_PATIENCE)
        self._answer.timeout.connect(lambda: self.found.emit(self._frame))

    def find(self) -> None:
        """Look for it; `found` follows."""
        self._looks = 0
        self._answer.start()
        self._frame.runJavaScript("globalThis.connectKept?.show() ?? ''", APART, self._shown)

    def drop(self) -> None:
        """It is not needed any more."""
        if self._frame.isValid():
            self._frame.runJavaScript("globalThis.connectKept?.drop()", APART)

    def _shown(self, name: object) -> None:
        if not shiboken6.isValid(self) or not self._answer.isActive():
            return
        self._answer.stop()
        self._name = name if isinstance(name, str) else ""
        if self._name:
            self._look()
        else:
            self.found.emit(self._frame)

    def _look(self) -> None:
        if not self._frame.isValid():
            self.found.emit(self._frame)
            return
        self._frame.runJavaScript("globalThis.connectKept.isReady()", APART, self._looked)

    def _looked(self, is_ready: object) -> None:
        if not shiboken6.isValid(self):
            return
        self._looks += 1
        kept = next((frame for frame in self._frame.children() if frame.name() == self._name), None)
        if kept is not None and (is_ready is True or self._looks >= _MOST_LOOKS):
            self.found.emit(kept)
        elif self._looks >= _MOST_LOOKS:
            self.found.emit(self._frame)
        else:
            self._next_look.start()
