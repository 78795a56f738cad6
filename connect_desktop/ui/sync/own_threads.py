"""Threads for what may hang: an exchange, a keyring. The program's end never waits for one that does."""

from __future__ import annotations

import threading
import time

from PySide6.QtCore import QRunnable


class OwnThreads:
    """A pool for `Operation` that gives each task a thread of its own, which ends with the program.

    A `QThreadPool` would have the program wait, at its end, for an answer from a server that gives none.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._threads: list[threading.Thread] = []

    def start(self, task: QRunnable, /) -> None:
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        thread = threading.Thread(target=task.run, name=self._name, daemon=True)
        self._threads.append(thread)
        thread.start()

    def wait(self, seconds: float) -> bool:
        """Whether all that was started has ended; waits so long at most."""
        until = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)
