"""How long the UI thread is kept from its events."""

from __future__ import annotations

import time

from PySide6.QtCore import Qt, QTimer

FRAME = 0.016
"""Of a screen, in seconds: whoever is kept longer drops one."""


class Heartbeat:
    """Beats every millisecond on the UI thread and notes the pause before each beat, in seconds."""

    def __init__(self) -> None:
        self.pauses: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer(timerType=Qt.TimerType.PreciseTimer, interval=1)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    @property
    def late(self) -> int:
        """How many beats came after more than a frame."""
        return sum(pause > FRAME for pause in self.pauses)

    def stop(self) -> None:
        self._timer.stop()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.pauses.append(now - self._last)
        self._last = now
