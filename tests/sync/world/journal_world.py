"""Devices, a hub and a server that keep launches: in the end all of them hold the same."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from tests.store_for_tests import SteppingClock
from tests.sync.world.courses import Shelf
from tests.sync.world.forged_receipts import forgeries
from tests.sync.world.network import Network, faults
from tests.sync.world.places import Place
from tests.sync.world.seen import Seen
from tests.sync.world.servers import Hub, Server
from tests.sync.world.syncing import Syncer
from tests.sync.world.world import World

SERVER, HUB = "server", "hub"


class JournalWorld(World):
    """The hub syncs with the server, each device with either or both."""

    requests = {"any request": "", "push": "/sync$", "question": "/state$", "pull": "/journal$"}  # noqa: RUF012
    servers: Mapping[str, Server]

    def __init__(self, folder: Path, shelf: Shelf, loop: asyncio.Runner, servers_of: Iterable[tuple[str, ...]]) -> None:
        network = Network()
        server = Server(SERVER, folder / SERVER, shelf, SteppingClock(), loop)
        self.hub = Hub(HUB, folder / HUB, shelf, SteppingClock(), loop, server, network)
        self.faults = {**faults(network), **forgeries()}
        ways = tuple(servers_of)
        super().__init__(folder, shelf, network, {SERVER: server, HUB: self.hub}, ways)
        # A device that asks two servers cannot please both where they have different content under one id.
        self.may_replace = all(len(way) == 1 for way in ways)
        for place in (server, self.hub):
            place.store.packages.put(shelf.replaced if self.may_replace else shelf.replacement)

    def add_device(self, servers: Iterable[str]) -> None:
        super().add_device(servers)
        self.devices[-1].store.packages.put(self.shelf.replaced)

    def replace_package(self, which: str) -> None:
        """A server has other content under the id of a package that was the devices' until now."""
        self.servers[which].store.packages.put(self.shelf.replacement)

    @property
    def server(self) -> Server:
        return self.servers[SERVER]

    @property
    def places(self) -> Sequence[Place]:
        return [self.server, self.hub, *self.devices]

    @property
    def syncers(self) -> list[tuple[Place, Syncer]]:
        return [*super().syncers, (self.hub, self.hub.syncer)]

    def _doubt(self, place: Place) -> None:
        super()._doubt(place)
        if isinstance(place, Server):
            for _, syncer in self.syncers:
                if place.name in syncer.believes:
                    syncer.believes[place.name] = False

    def check_what_is_said(self) -> None:
        for place, syncer in self.syncers:
            self._check_what_is_said(place, syncer)

    def _check_what_is_said(self, place: Place, syncer: Syncer) -> None:
        names = {account.id: account.name for account in syncer.accounts.values()}
        for (account_id, launch_id), rev in place.seen.receipts.items():
            name = names[account_id]
            if syncer.believes[name]:
                held = self.servers[name].seen.held_in(launch_id)
                assert held >= rev, f"{place.name} says that {name} holds {launch_id} in {rev}; it does in {held}"

    def check_all_is_in_step(self) -> None:
        server = self.server.seen
        for launches in self.promised.values():
            for launch in launches:
                assert server.holds(launch), f"the server lacks {launch}"
        for session in server.sessions.values():
            assert session.time == server.time_of(session.id), session
        for place in self.places[1:]:
            _require_same(place.name, place.seen.sessions, server.sessions)
            _require_same(place.name, _told(place.seen), _told(server))
        assert {launch.origin for launch in server.launches.values()} <= self._played
        for place, syncer in self.syncers:
            for name in syncer.accounts:
                standing = syncer.standing(name)
                assert standing.to_send == 0, (place.name, standing)
                assert standing.launches == len(server.launches), (place.name, standing)
                assert round(standing.seconds * 100) == sum(it.time for it in server.sessions.values()), place.name


def _require_same(place: str, here: Mapping[str, object], there: Mapping[str, object]) -> None:
    different = [
        (name, here.get(name), there.get(name)) for name in {*here, *there} if here.get(name) != there.get(name)
    ]
    assert not different, f"{place} has, and the server has: {different}"


def _told(seen: Seen) -> dict[str, object]:
    """The launches as everybody is to have them; who counts its changes how is each one's own."""
    return {it.id: (it.origin, it.session_id, it.header, it.is_over, it.rows) for it in seen.launches.values()}
