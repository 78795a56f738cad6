"""Processes of which each, while it starts, has Ctrl+C pressed in the terminal that all of them belong to."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from threading import Event

from connect_desktop.server.listening.processes import Processes


def work(ready: Callable[[], None], stop: Event) -> None:
    ready()
    stop.wait()


if __name__ == "__main__":
    Processes(2, work).run(lambda: None)
elif __name__ == "__mp_main__":
    os.killpg(0, signal.SIGINT)
