"""Devices, a hub and a server, what was promised to learners, and whether all of it is true."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from connect_desktop.sync.report import Outcome
from tests.store_for_tests import MORNING, SteppingClock
from tests.sync.world.courses import Shelf
from tests.sync.world.network import Network
from tests.sync.world.places import Device, Hub, Meeting, Place, Server, Syncer
from tests.sync.world.seen import Seen, SeenLaunch, furthest

SERVER, HUB = "server", "hub"
MOST_DEVICES = 5
_MOST_ROUNDS = 12


class World:
    """What there is. `promised` are the launches of which a device said that they are safe, as far as it said so."""

    def __init__(self, folder: Path, shelf: Shelf, loop: asyncio.Runner, servers_of: Iterable[tuple[str, ...]]) -> None:
        self.folder = folder
        self.shelf = shelf
        self.network = Network()
        server = Server(SERVER, folder / SERVER, shelf, SteppingClock(), loop)
        hub = Hub(HUB, folder / HUB, shelf, SteppingClock(), loop, server, self.network)
        self.network.servers = {SERVER: server, HUB: hub}
        self.hub = hub
        self.devices: list[Device] = []
        for names in servers_of:
            self.add_device(names)
        self.promised: dict[str, list[SeenLaunch]] = {}
        self._played: set[str] = set()
        self.backups: dict[str, Path] = {}
        self.count = 0

    @property
    def server(self) -> Server:
        return self.network.servers[SERVER]

    @property
    def places(self) -> list[Place]:
        return [self.server, self.hub, *self.devices]

    @property
    def syncers(self) -> list[tuple[Place, Syncer]]:
        return [*((device, device.syncer) for device in self.devices), (self.hub, self.hub.syncer)]

    def add_device(self, servers: Iterable[str]) -> None:
        number = len(self.devices)
        clock = SteppingClock(MORNING.replace(hour=9 + number))
        name = f"device-{number}"
        known = [self.network.servers[it] for it in servers]
        self.devices.append(Device(name, self.folder / name, self.shelf, clock, known, self.network))

    def clone(self, device: Device) -> Device:
        """A device whose disk is a copy of this one's."""
        name = f"device-{len(self.devices)}"
        known = [self.network.servers[it] for it in device.syncer.accounts]
        clone = Device.cloned(device, name, self.folder / name, known, self.network)
        self.devices.append(clone)
        return clone

    def back_up(self, place: Place) -> None:
        self.count += 1
        self.backups[place.name] = self.folder / "backups" / str(self.count)
        place.back_up(self.backups[place.name])

    def put_back(self, place: Place) -> None:
        """The place is as it was when it was backed up. What nobody else has of what it did since is gone."""
        if place.name not in self.backups:
            return
        place.put_back(self.backups[place.name])
        if isinstance(place, Server):
            for _, syncer in self.syncers:
                if place.name in syncer.believes:
                    syncer.believes[place.name] = False
        if isinstance(place, Hub | Device):
            place.syncer.believes = dict.fromkeys(place.syncer.believes, False)
        place.look()
        left = [launch for it in self.places for launch in it.seen.launches.values()]
        for launch_id, launches in self.promised.items():
            same = [launch for launch in left if launch.origin == launch_id]
            self.promised[launch_id] = furthest(
                _as_far_as(launch, same) for launch in launches if _is_left(launch, same)
            )

    def lose_power(self, place: Place, torn: float) -> None:
        """The place is as it was when it last waited for its disk, and has this share of what it did since."""
        place.die(torn)
        lost = place.look().lost_since(place.safe)
        assert not lost, (place.name, lost)

    def run(self, place: Place, syncer: Syncer, server: str, *faults: Meeting) -> Outcome | None:
        """An exchange; what came of it, None where it came to nothing because of what is here."""
        report = syncer.run(server, *faults)
        if report is not None and report.outcome is Outcome.DONE:
            syncer.believes[server] = True
        if report is not None and report.outcome is Outcome.SIGN_IN:
            self.sign_in(syncer)
        return report.outcome if report else None

    def sign_in(self, syncer: Syncer) -> None:
        """Somebody gives the keys that are in force."""
        syncer.keys.first.clear()
        syncer.keys.keys = {server.address: server.key for server in self.network.servers.values()}

    def check(self) -> None:
        """What holds at any time, of every place that has changed."""
        for place in self.places:
            before = place.seen
            now = place.look()
            assert not now.gone_down_since(before), place.name
            lost = now.lost_since(before)
            assert not lost, (place.name, lost)
            if place.is_safe:
                place.safe = now
            if isinstance(place, Device):
                self._played |= now.launches.keys()
                if place.is_safe:
                    self._promise(now)
        for place, syncer in self.syncers:
            self._check_what_is_said(place, syncer)

    def settle_down(self) -> None:
        """Nothing goes wrong any more, nobody plays, and everybody syncs until nothing changes; then all is in step."""
        while self.network.on_their_way:
            self.network.deliver(0)
        for place in self.places:
            for package in self.shelf.packages:
                place.store.packages.put(package)
        for device in self.devices:
            if device.playing is not None:
                device.playing.close()
                device.playing = None
            device.settle()
        for _, syncer in self.syncers:
            self.sign_in(syncer)
            syncer.retry_all()
        self.check()
        for _ in range(_MOST_ROUNDS):
            if self._round():
                break
        else:
            raise AssertionError("it never comes to rest")
        self.check()
        self._check_all_is_in_step()

    def _round(self) -> bool:
        """Everybody syncs once; whether nothing changed."""
        still = True
        for place, syncer in self.syncers:
            for server in syncer.accounts:
                report = syncer.run(server)
                assert report is not None, place.name
                assert report.outcome is Outcome.DONE, (place.name, report)
                assert not report.quarantined, (place.name, report)
                syncer.believes[server] = True
                still = still and not report.sent and not report.received and not report.waiting
        return still

    def _promise(self, seen: Seen) -> None:
        for launch in seen.launches.values():
            known = self.promised.get(launch.origin, [])
            if not any(it.goes_on_from(launch) for it in known):
                self.promised[launch.origin] = furthest([*known, launch])

    def _check_what_is_said(self, place: Place, syncer: Syncer) -> None:
        names = {account.id: account.name for account in syncer.accounts.values()}
        for (account_id, launch_id), rev in place.seen.receipts.items():
            name = names[account_id]
            if syncer.believes[name]:
                held = self.network.servers[name].seen.held_in(launch_id)
                assert held >= rev, f"{place.name} says that {name} holds {launch_id} in {rev}; it does in {held}"

    def _check_all_is_in_step(self) -> None:
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


def _is_left(launch: SeenLaunch, left: Iterable[SeenLaunch]) -> bool:
    return any(launch.goes_on_from(it) or it.goes_on_from(launch) for it in left)


def _as_far_as(launch: SeenLaunch, left: Iterable[SeenLaunch]) -> SeenLaunch:
    """As much of the launch as anybody has still."""
    left = list(left)
    if any(it.goes_on_from(launch) for it in left):
        return launch
    return max((it for it in left if launch.goes_on_from(it)), key=lambda it: (len(it.rows), it.is_over))


@contextmanager
def busy(place: Place) -> Iterator[None]:
    """Somebody else writes to the database all the time."""
    with closing(sqlite3.connect(place.database, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")
