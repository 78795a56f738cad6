"""Work that takes its time, away from the UI thread."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Event

import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, QThreadPool, Signal

_log = logging.getLogger(__name__)


class Aside(QObject):
    """Runs `work` on another thread. `ended` carries None, or what it raised.

    The application owns it: it may outlive the window it was begun from, whose connections are gone by then.
    """

    ended = Signal(object)
    _ran = Signal(object)

    def __init__(self, work: Callable[[Callable[[], bool]], None]) -> None:
        super().__init__(QCoreApplication.instance())
        self._work = work
        self._stop = Event()
        self._ran.connect(self._tell)

    def start(self) -> None:
        QThreadPool.globalInstance().start(self._run)

    def stop(self) -> None:
        """Have `work` told that it is not wanted any more."""
        self._stop.set()

    def _run(self) -> None:
        failure: Exception | None = None
        try:
            self._work(lambda: not self._stop.is_set())
        except Exception as error:
            _log.warning("it did not come to its end: %r", error)
            failure = error
        if shiboken6.isValid(self):
            self._ran.emit(failure)

    def _tell(self, failure: Exception | None) -> None:
        # Only now: it must not go while the other thread is still telling us.
        self.ended.emit(failure)
        self.deleteLater()
