"""A network between a browser and a server that a test can cut and mend."""

from __future__ import annotations

import selectors
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

_BLOCK = 1 << 16


class Wire:
    """Carries connections to a port of this machine, until it is cut."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._ends: dict[socket.socket, socket.socket] = {}
        self._selector = selectors.DefaultSelector()
        self._whole = True
        self._over = Event()
        self._cutting = Event()
        self._cut = Event()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    def cut(self) -> None:
        """Break every connection and take no other."""
        self._whole = False
        self._cutting.set()
        self._cut.wait(10)

    def mend(self) -> None:
        """Take connections again."""
        self._cut.clear()
        self._whole = True

    def close(self) -> None:
        self._over.set()

    def carry(self) -> None:
        """Carry what comes until closed."""
        self._selector.register(self._listening, selectors.EVENT_READ)
        while not self._over.is_set():
            for key, _ in self._selector.select(0.02):
                if isinstance(key.fileobj, socket.socket):
                    self._ready(key.fileobj)
            if self._cutting.is_set():
                for end in list(self._ends):
                    self._drop(end)
                self._cutting.clear()
                self._cut.set()
        for end in list(self._ends):
            self._drop(end)
        self._selector.close()
        self._listening.close()

    def _ready(self, ready: socket.socket) -> None:
        if ready is self._listening:
            self._accept()
            return
        other = self._ends.get(ready)
        if other is None:
            return
        try:
            came = ready.recv(_BLOCK)
            if came:
                other.sendall(came)
                return
        except OSError:
            pass
        self._drop(ready)

    def _accept(self) -> None:
        near, _ = self._listening.accept()
        if not self._whole:
            near.close()
            return
        far = socket.create_connection(("127.0.0.1", self._to))
        for end, other in ((near, far), (far, near)):
            self._ends[end] = other
            self._selector.register(end, selectors.EVENT_READ)

    def _drop(self, end: socket.socket) -> None:
        other = self._ends.pop(end, None)
        for each in (end, other):
            if each is not None and each.fileno() >= 0:
                self._ends.pop(each, None)
                self._selector.unregister(each)
                each.close()


@contextmanager
def wire(port: int) -> Iterator[Wire]:
    """A wire to this port, whole at first."""
    made = Wire(port)
    thread = Thread(target=made.carry)
    thread.start()
    try:
        yield made
    finally:
        made.close()
        thread.join()
