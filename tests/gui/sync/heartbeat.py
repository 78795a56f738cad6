"""How long a UI thread is kept from its events.

`python -m tests.gui.sync.heartbeat` beats in a process that does nothing else until its standard input ends, and says
its pauses then: what the machine alone does to whoever runs on it.
"""

from __future__ import annotations

import ctypes
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSocketNotifier, Qt, QTimer

FRAME = 0.016
"""Of a screen, in seconds: whoever is kept longer drops one."""

_ACCOUNT = Path("/proc/thread-self/schedstat")
_LONGEST_ACCOUNT = 80
_NANOSECONDS = 1e9


class Heartbeat:
    """Beats every millisecond on the UI thread. Of each beat it notes the pause before it, how much of that the thread
    was at work itself, and how much it was ready but the machine ran others (0 where the system does not tell); in
    seconds."""

    def __init__(self) -> None:
        self.pauses: list[float] = []
        self.work: list[float] = []
        self.kept_waiting: list[float] = []
        self._delay = _delay_of_this_thread()
        self._last, self._worked, self._delayed = time.perf_counter(), time.thread_time(), self._delay()
        self._timer = QTimer(timerType=Qt.TimerType.PreciseTimer, interval=1)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    @property
    def own(self) -> Sequence[float]:
        """The pauses without what the machine took."""
        return [max(0.0, pause - kept) for pause, kept in zip(self.pauses, self.kept_waiting, strict=True)]

    def stop(self) -> None:
        self._timer.stop()

    def _beat(self) -> None:
        now, worked, delayed = time.perf_counter(), time.thread_time(), self._delay()
        self.pauses.append(now - self._last)
        self.work.append(worked - self._worked)
        self.kept_waiting.append(delayed - self._delayed)
        self._last, self._worked, self._delayed = now, worked, delayed


@contextmanager
def control() -> Generator[Callable[[], Sequence[float]]]:
    """A process beside this one that beats only; what is given ends it and says its pauses in seconds."""
    command = [sys.executable, "-m", __name__]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "beats\n"

        def end() -> Sequence[float]:
            told, _ = process.communicate("\n")
            pauses: list[float] = json.loads(told)
            return pauses

        yield end


def _delay_of_this_thread() -> Callable[[], float]:
    """Says how long this thread has been ready without being run, since it began. It is called without giving other
    threads a turn, which would make the very pauses it is to explain."""
    try:
        account = os.open(_ACCOUNT, os.O_RDONLY)
    except OSError:
        return lambda: 0.0
    read = ctypes.PyDLL(None).pread
    read.argtypes = [ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_long]
    said = ctypes.create_string_buffer(_LONGEST_ACCOUNT)

    def delay() -> float:
        size = read(account, said, _LONGEST_ACCOUNT, 0)
        return int(said.raw[:size].split()[1]) / _NANOSECONDS

    return delay


def _beat_until_told() -> None:
    application = QCoreApplication([])
    told = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    told.activated.connect(application.quit)
    heartbeat = Heartbeat()
    sys.stdout.write("beats\n")
    sys.stdout.flush()
    application.exec()
    heartbeat.stop()
    json.dump(heartbeat.pauses, sys.stdout)


if __name__ == "__main__":
    _beat_until_told()
