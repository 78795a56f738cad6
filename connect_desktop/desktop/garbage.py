"""Python's garbage, collected on the UI thread only.

By itself Python looks for garbage on whichever thread has just made an object. An exchange with a server makes very
many, and a window that was closed may be among what is found: Qt's objects die where they live, or the program does.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

# In milliseconds: what a busy thread makes meanwhile is looked at between two frames of the screen.
_EVERY = 100


class GarbageCollection(QObject):
    """Looks for garbage between events, by Python's own thresholds, from the first turn of the event loop on.

    What stands by the first of them stays for good and is not looked at again: with it, each look at everything would
    take longer than a frame.

    Made on the UI thread; `end` gives the collecting back to Python.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._stands = False
        self._timer = QTimer(self, interval=_EVERY)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Collect the generations that are due, the youngest first."""
        if not self._stands:
            self._stands = True
            gc.freeze()
        for generation, threshold in enumerate(gc.get_threshold()):
            if gc.get_count()[generation] <= threshold:
                return
            gc.collect(generation)

    def end(self) -> None:
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
