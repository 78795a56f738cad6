"""How long the UI thread is kept from its events."""

from __future__ import annotations

import time

from PySide6.QtCore import Qt, QTimer

FRAME = 0.016
"""Of a screen, in seconds: whoever is kept longer drops one."""


class Heartbeat:
    """Beats every millisecond on the UI thread. Of each beat it notes the pause before it, and how much of that the
    thread was at work itself rather than kept waiting; in seconds."""

    def __init__(self) -> None:
        self.pauses: list[float] = []
        self.work: list[float] = []
        self._last, self._worked = time.perf_counter(), time.thread_time()
        self._timer = QTimer(timerType=Qt.TimerType.PreciseTimer, interval=1)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def _beat(self) -> None:
        now, worked = time.perf_counter(), time.thread_time()
        self.pauses.append(now - self._last)
        self.work.append(worked - self._worked)
        self._last, self._worked = now, worked
