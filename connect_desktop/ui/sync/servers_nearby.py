"""“On this network”: servers and hubs that make themselves known, to be picked instead of typed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from threading import Event, Thread

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from connect_desktop.discovery.service import Service

Browse = Callable[[Callable[[tuple[Service, ...]], None]], AbstractContextManager[object]]
"""Tells a function, on whatever thread, which servers there are, as long as it is entered."""


class ServersNearby(QComboBox):
    """Listens as long as it is there. `picked` carries a server's address and its name; `found` whether there is any.

    What is shown is what strangers on the network say of themselves; their key is what proves a server.
    """

    picked = Signal(str, str)
    found = Signal(bool)
    _heard = Signal(object)

    def __init__(self, browse: Browse, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Servers on this network"))
        self._servers: tuple[Service, ...] = ()
        self._heard.connect(self._show)
        self.activated.connect(self._pick)
        gone = Event()
        self.destroyed.connect(lambda: gone.set())

        def listen() -> None:
            with browse(self._tell):
                gone.wait()

        # Joining a network's talk can take long, and leaving it too.
        Thread(target=listen, name="servers nearby", daemon=True).start()

    def _tell(self, servers: tuple[Service, ...]) -> None:
        # Somebody may be heard in the moment in which this goes away.
        with suppress(RuntimeError):
            self._heard.emit(servers)

    def _show(self, servers: tuple[Service, ...]) -> None:
        self._servers = servers
        self.clear()
        self.addItem(self.tr("Choose one, or type an address"))
        for server in servers:
            self.addItem(f"{server.name} ({server.server})")
        self.found.emit(bool(servers))

    def _pick(self, row: int) -> None:
        if row > 0:
            server = self._servers[row - 1]
            self.picked.emit(server.server, server.name)
