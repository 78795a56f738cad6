"""Servers and hubs, each the application as it is served, asked in this process."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx

from connect_desktop.server.app import create_app
from connect_desktop.server.http.rate import Rate
from connect_desktop.server.settings import ServerSettings
from connect_desktop.store.access.api_keys import ApiKeys, Scope
from connect_desktop.store.epoch import Epoch, witness_of
from tests.in_process_for_tests import InProcess
from tests.store_for_tests import SEAL, SteppingClock
from tests.sync.world.courses import Shelf
from tests.sync.world.places import DATABASE, Place
from tests.sync.world.syncing import Syncer

_NO_LIMITS = ServerSettings(key_rate=Rate(0), failure_rate=Rate(0))


class Server(Place):
    """A server: the application as it is served, asked in this process."""

    def __init__(self, name: str, folder: Path, shelf: Shelf, clock: SteppingClock, loop: asyncio.Runner) -> None:
        self._loop = loop
        super().__init__(name, folder, shelf, clock)
        self.key = ApiKeys(self.connections, clock).create(self.store.tenant_id, "devices", Scope.WRITE)[1]
        self.epoch = self._serve()

    @property
    def address(self) -> str:
        return f"http://{self.name}"

    def answer(self, request: httpx.Request) -> httpx.Response:
        return self._transport.handle_request(request)

    def start(self) -> None:
        super().start()
        self.epoch = self._serve()

    def back_up(self, copy: Path) -> None:
        super().back_up(copy)
        # What a server does every minute: a backup from before that is told from what it was taken of.
        self.epoch.count()

    def _serve(self) -> Epoch:
        incoming = self.folder / "incoming"
        epoch = Epoch(self.connections, witness_of(self.folder / DATABASE))
        app = create_app(
            self.store.database, self.shelf.library, incoming, SEAL, _NO_LIMITS, epoch=epoch, clock=self.clock
        )
        self._transport = InProcess(app, self._loop)
        return epoch


class Hub(Server):
    """A server that itself syncs with another."""

    def __init__(
        self,
        name: str,
        folder: Path,
        shelf: Shelf,
        clock: SteppingClock,
        loop: asyncio.Runner,
        upstream: Server,
        route: httpx.BaseTransport,
    ) -> None:
        super().__init__(name, folder, shelf, clock, loop)
        self.syncer = Syncer(self, [upstream], route)

    def start(self) -> None:
        super().start()
        self.syncer.start()
