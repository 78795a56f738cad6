"""Devices that sync, what was promised to learners, and whether it is kept, whichever servers there are."""

from __future__ import annotations

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from connect_desktop.sync.report import Outcome
from tests.faulty_transport_for_tests import Fault
from tests.store_for_tests import MORNING, SteppingClock
from tests.sync.world.courses import Shelf
from tests.sync.world.devices import Device
from tests.sync.world.network import Network
from tests.sync.world.places import Place
from tests.sync.world.seen import Seen, SeenLaunch, furthest
from tests.sync.world.syncing import Meeting, Served, Syncer

MOST_DEVICES = 5
_MOST_ROUNDS = 12


class World(ABC):
    """What there is. `promised` are the launches of which a device said that they are safe, as far as it said so.
    `requests` are patterns of method and path, by what is asked; `faults` are what such a request may meet."""

    requests: Mapping[str, str]
    faults: Mapping[str, Fault | None]

    def __init__(
        self,
        folder: Path,
        shelf: Shelf,
        network: Network,
        servers: Mapping[str, Served],
        servers_of: Iterable[tuple[str, ...]],
    ) -> None:
        self.folder = folder
        self.shelf = shelf
        self.network = network
        self.servers = servers
        network.servers = dict(servers)
        self.devices: list[Device] = []
        for names in servers_of:
            self.add_device(names)
        self.promised: dict[str, list[SeenLaunch]] = {}
        self._played: set[str] = set()
        self.backups: dict[str, Path] = {}
        self.count = 0

    @property
    def places(self) -> Sequence[Place]:
        return self.devices

    @property
    def syncers(self) -> list[tuple[Place, Syncer]]:
        return [(device, device.syncer) for device in self.devices]

    def add_device(self, servers: Iterable[str]) -> None:
        number = len(self.devices)
        clock = SteppingClock(MORNING.replace(hour=9 + number))
        name = f"device-{number}"
        known = [self.servers[it] for it in servers]
        self.devices.append(Device(name, self.folder / name, self.shelf, clock, known, self.network))

    def clone(self, device: Device) -> Device:
        """A device whose disk is a copy of this one's."""
        name = f"device-{len(self.devices)}"
        known = [self.servers[it] for it in device.syncer.accounts]
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
        self._doubt(place)
        # What was put back lies on the disk; what was safe since is gone with the rest.
        place.safe = place.look()
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
        syncer.keys.keys = {server.address: server.key for server in self.servers.values()}

    def check(self) -> None:
        """What holds at any time, of every place that has changed."""
        for place in self.places:
            before = place.seen
            now = place.look()
            if now is before and now is place.safe:
                continue
            gone_down = now.gone_down_since(before)
            assert not gone_down, (place.name, gone_down)
            lost = now.lost_since(before)
            assert not lost, (place.name, lost)
            made_up = now.reported_without_reason()
            assert not made_up, (place.name, made_up)
            if place.is_safe:
                place.safe = now
            if isinstance(place, Device):
                self._played |= now.launches.keys()
                if place.is_safe:
                    self._promise(now)
        self.check_what_is_said()

    @abstractmethod
    def check_what_is_said(self) -> None:
        """What places say of servers is true."""

    @abstractmethod
    def check_all_is_in_step(self) -> None:
        """Everybody has come to the same."""

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
        self._let_out()
        self.check()
        for _ in range(_MOST_ROUNDS):
            if self._round():
                break
        else:
            raise AssertionError("it never comes to rest")
        self.check()
        self.check_all_is_in_step()

    def _let_out(self) -> None:
        """Somebody sees what was refused and has it sent again."""
        for _, syncer in self.syncers:
            syncer.retry_all()

    def _round(self) -> bool:
        """Everybody syncs once; whether nothing changed."""
        still = True
        for place, syncer in self.syncers:
            for server in syncer.accounts:
                report = syncer.run(server)
                assert report is not None, (place.name, syncer.failure)
                assert report.outcome is Outcome.DONE, (place.name, report)
                assert not report.quarantined, (place.name, syncer.service.quarantined(syncer.accounts[server]))
                syncer.believes[server] = True
                still = still and not report.sent and not report.received and not report.waiting
        return still

    def _promise(self, seen: Seen) -> None:
        for launch in seen.launches.values():
            known = self.promised.get(launch.origin, [])
            if not any(it.goes_on_from(launch) for it in known):
                self.promised[launch.origin] = furthest([*known, launch])

    def _doubt(self, place: Place) -> None:
        """What was put back no longer knows what it said and heard since."""
        for it, syncer in self.syncers:
            if it is place:
                syncer.believes = dict.fromkeys(syncer.believes, False)


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
