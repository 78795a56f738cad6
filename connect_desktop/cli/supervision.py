"""A server that another program started: it tells what happens, and is over with that program."""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Mapping
from types import TracebackType
from typing import Self

from fastapi import FastAPI

from connect_desktop.server.http.visitors import Visitors


class Supervisor:
    """Tells of events as one JSON object a line on standard output; `ended` is set when standard input ends, which it
    does whatever becomes of the program at its other end."""

    def __init__(self, app: FastAPI) -> None:
        self.ended = threading.Event()
        self._reading = threading.Thread(target=self._wait, name="standard input", daemon=True)
        app.add_middleware(Visitors, changed=lambda count: self.tell({"event": "connected", "devices": count}))

    def __enter__(self) -> Self:
        self._reading.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.tell({"event": "stopped"})

    def tell(self, event: Mapping[str, object]) -> None:
        """Say it, if somebody listens still."""
        try:
            print(json.dumps(event), flush=True)  # noqa: T201 - this is what it is for
        except OSError:
            self.ended.set()

    def _wait(self) -> None:
        while os.read(sys.stdin.fileno(), 4096):
            pass
        self.ended.set()
