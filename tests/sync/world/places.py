"""Devices, servers and hubs, each a database on a disk that dies, is put back, and is copied as disks are."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol, Self

import httpx

from connect_desktop.errors import ConnectError
from connect_desktop.runtime.launching import Launching
from connect_desktop.runtime.sco_launch import LaunchOptions
from connect_desktop.server.app import create_app
from connect_desktop.server.http.rate import Rate
from connect_desktop.server.settings import ServerSettings
from connect_desktop.store.access.api_keys import ApiKeys, Scope
from connect_desktop.store.database import Database, Store, store_of
from connect_desktop.store.devices.accounts import Account, Accounts
from connect_desktop.store.epoch import Epoch, witness_of
from connect_desktop.store.records import EntryKind, PackageRecord
from connect_desktop.sync.ports import Cancelled
from connect_desktop.sync.report import Standing, SyncReport
from connect_desktop.sync.service import SyncService
from tests.faulty_transport_for_tests import Fault, FaultyTransport
from tests.in_process_for_tests import InProcess
from tests.store_for_tests import SEAL, SteppingClock
from tests.sync.world.courses import Shelf
from tests.sync.world.disk import LogMark, WatchedConnections, image, log_mark, tear
from tests.sync.world.playing import FOR_CREDIT, Playing
from tests.sync.world.seen import Seen, look

_NO_LIMITS = ServerSettings(key_rate=Rate(0), failure_rate=Rate(0))
_DATABASE = "connect.db"

LEARNERS = ("ada", "bob")
"""Everybody is known everywhere: what nobody here learns is not asked for."""


Meeting = tuple[str, Fault | None]
"""What is found in the method and path of a request, and the fault that the first such request meets."""


class Served(Protocol):
    """A server that devices sync with, of whichever kind."""

    name: str
    key: str

    @property
    def address(self) -> str: ...

    def answer(self, request: httpx.Request) -> httpx.Response: ...


class Dies(BaseException):
    """Nothing runs after this: a process that is killed does not tidy up."""


class Place:
    """A program and its database. `life` counts how often it was started; `seen` is what was last found in it, `safe`
    what was last found in it when a loss of power would have taken nothing."""

    def __init__(self, name: str, folder: Path, shelf: Shelf, clock: SteppingClock) -> None:
        self.name = name
        self.shelf = shelf
        self.clock = clock
        self.folder = folder
        self.life = 0
        self.seen: Seen
        self.store = self._open()
        for package in shelf.packages:
            self.store.packages.put(package)
        for learner in LEARNERS:
            self.store.learners.known_as(learner)
        self._seen_at = -1, LogMark()
        self.safe = self.look()

    @property
    def database(self) -> Path:
        return self.folder / str(self.life) / _DATABASE

    @property
    def connections(self) -> WatchedConnections:
        connections = self.store.database.connections
        assert isinstance(connections, WatchedConnections)
        return connections

    @property
    def is_safe(self) -> bool:
        """Whether a loss of power would take nothing."""
        return self.connections.safe == log_mark(self.database)

    def look(self) -> Seen:
        """What is in its database; nothing is read where nothing was written since."""
        mark = self.life, log_mark(self.database)
        if mark != self._seen_at:
            self.seen, self._seen_at = look(self.database), mark
        return self.seen

    def start(self) -> None:
        """Begin another life with what lies in the folder."""
        self.store = self._open()

    def stop(self) -> None:
        """An end in order."""
        self.store.close()

    def die(self, torn: float | None = None) -> None:
        """Die at once and start again from what the disk holds; where power is lost with it, this share is left of
        what was not safe yet."""
        self._leave(self._image(torn))
        self.start()

    def back_up(self, copy: Path) -> None:
        """A copy of the data folder."""
        image(self.database, copy / _DATABASE)

    def put_back(self, copy: Path) -> None:
        """Go on from a copy of the data folder."""
        self._leave(self._next())
        image(copy / _DATABASE, self.database)
        self.start()

    def _image(self, torn: float | None = None) -> int:
        life, now, safe = self._next(), log_mark(self.database), self.connections.safe
        copy = self.folder / str(life) / _DATABASE
        image(self.database, copy)
        if torn is not None:
            tear(copy, now, safe, torn)
        return life

    def _next(self) -> int:
        return max(int(it.name) for it in self.folder.iterdir() if it.name.isdecimal()) + 1

    def _leave(self, life: int) -> None:
        old = self.database.parent
        self.stop()
        shutil.rmtree(old)
        self.life = life

    def _open(self) -> Store:
        database = Database(self.database, self.clock)
        database.close()
        database.connections = WatchedConnections(self.database)
        return store_of(database, database.tenant_id, database.device_id, self.clock)


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
        epoch = Epoch(self.connections, witness_of(self.folder / _DATABASE))
        app = create_app(
            self.store.database, self.shelf.library, incoming, SEAL, _NO_LIMITS, epoch=epoch, clock=self.clock
        )
        self._transport = InProcess(app, self._loop)
        return epoch


class PlaceTime:
    """The clock of a place; nobody waits, and chance always gives the most."""

    def __init__(self, clock: SteppingClock) -> None:
        self._clock = clock

    def now(self) -> datetime:
        return self._clock()

    def wait(self, seconds: float, _cancelled: Cancelled) -> None:
        self._clock.step(seconds)

    def jitter(self, most: float) -> float:
        return most


class Keys:
    """The keys of a place, by the address of the server. Each time it is asked, it gives the next of `first`."""

    def __init__(self) -> None:
        self.keys: dict[str, str] = {}
        self.first: deque[str | None] = deque()

    def key_of(self, account: Account) -> str | None:
        return self.first.popleft() if self.first else self.keys[account.address]


class Syncer:
    """Syncs a place with servers. `dies_at` is the point, and how many times it comes by it before it dies there."""

    def __init__(self, place: Place, servers: Iterable[Served], route: httpx.BaseTransport) -> None:
        self._place = place
        self._servers = {server.name: server for server in servers}
        self._route = route
        self.keys = Keys()
        self.faults: list[Meeting] = []
        self.dies_at: tuple[str, int] | None = None
        self.is_dead = self.is_running = False
        self.failure: ConnectError | None = None
        # Whoever has not come to an end with a server since it was put back believes what it said before.
        self.believes = dict.fromkeys(self._servers, True)
        accounts = Accounts(place.connections, place.store.tenant_id, place.clock)
        if not accounts.all():
            for server in self._servers.values():
                accounts.add(server.address, server.name)
        for server in self._servers.values():
            self.keys.keys[server.address] = server.key
        self.start()

    def start(self) -> None:
        """Begin anew on the place's store."""
        self.is_dead, self.dies_at = False, None
        store = self._place.store
        accounts = Accounts(store.database.connections, store.tenant_id, self._place.clock)
        self.accounts = {account.name: account for account in accounts.all()}
        time = PlaceTime(self._place.clock)
        self.service = SyncService(
            store, self._place.shelf, self.keys, timing=time, transport=self._line, at=self._come_by
        )

    def run(self, server: str, *faults: Meeting) -> SyncReport | None:
        """An exchange in which requests meet these faults; None where its database does not let it come to an end."""
        self.faults, self.is_running = list(faults), True
        try:
            return self.service.run(self.accounts[server], cancelled=self._cancelled, progress=lambda _progress: None)
        except ConnectError as error:
            self.failure = error
            return None
        finally:
            self.faults, self.is_running = [], False

    def standing(self, server: str) -> Standing:
        return self.service.standing(self.accounts[server])

    def retry_all(self) -> None:
        """Let everything out of quarantine."""
        for account in self.accounts.values():
            for refused in self.service.quarantined(account):
                self.service.retry(account, refused.session_id)

    def _line(self) -> httpx.BaseTransport:
        return FaultyTransport(_Alive(self, self._route), choose=self._meet)

    def _meet(self, request: httpx.Request) -> Fault | None:
        """The next fault that is for such a request; it happens once."""
        for number, (pattern, fault) in enumerate(self.faults):
            if re.search(pattern, f"{request.method} {request.url.path}"):
                del self.faults[number]
                return fault
        return None

    def _cancelled(self) -> bool:
        return False

    def _come_by(self, point: str) -> None:
        if self.dies_at is not None and not self.is_dead and self.dies_at[0] == point:
            self.dies_at = point, self.dies_at[1] - 1
            if self.dies_at[1] < 0:
                self.is_dead = True
        if self.is_dead:
            raise Dies


class _Alive(httpx.BaseTransport):
    """The dead send nothing."""

    def __init__(self, syncer: Syncer, route: httpx.BaseTransport) -> None:
        self._syncer = syncer
        self._route = route

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if self._syncer.is_dead:
            raise httpx.ConnectError("dead", request=request)
        return self._route.handle_request(request)


class Device(Place):
    """A device on which learners play, one at a time, and which syncs with one server or several."""

    def __init__(
        self,
        name: str,
        folder: Path,
        shelf: Shelf,
        clock: SteppingClock,
        servers: Iterable[Served],
        route: httpx.BaseTransport,
    ) -> None:
        super().__init__(name, folder, shelf, clock)
        self.playing: Playing | None = None
        self.syncer = Syncer(self, servers, route)

    @classmethod
    def cloned(cls, of: Device, name: str, folder: Path, servers: Iterable[Served], route: httpx.BaseTransport) -> Self:
        """A device whose data folder is a copy of another's."""
        of.back_up(folder / "0")
        clone = cls(name, folder, of.shelf, SteppingClock(of.clock()), servers, route)
        clone.syncer.believes = dict(of.syncer.believes)
        return clone

    def start(self) -> None:
        super().start()
        self.syncer.start()
        self.settle()

    def stop(self) -> None:
        if self.playing is not None:
            # What it still writes goes into a folder that nobody looks into any more.
            with suppress(ConnectError):
                self.playing.close()
            self.playing = None
        super().stop()

    def settle(self) -> None:
        """End the launches that were cut off, as a start of the application does."""
        launching = Launching(self.store, clock=self.clock)
        for launch in self.store.launches.unended():
            session = self.store.sessions.get(launch.session_id)
            assert session is not None
            launching.settle(launch, self.shelf.courses[session.package_id])

    def die_while(self, does: Callable[[], object], torn: float | None) -> bool:
        """Whether it died while it did this; then it is started again."""
        try:
            does()
        except Dies:
            self.die(torn)
            return True
        return False

    def begin(self, learner: str, number: int, *, anew: bool, options: LaunchOptions = FOR_CREDIT) -> None:
        self.open(self.shelf.packages[number % len(self.shelf.packages)], learner, anew=anew, options=options)

    def open(
        self, package: PackageRecord, learner: str, *, anew: bool = False, options: LaunchOptions = FOR_CREDIT
    ) -> None:
        person = self.store.learners.known_as(learner)
        course = self.shelf.courses[package.id]
        _, running = Launching(self.store, clock=self.clock).open(course, package.id, person, options, anew=anew)
        self.playing = Playing(running, course.edition.is_2004)
        self.playing.begin()

    def write_beside(self, value: str) -> None:
        """Go on with the launches that were being played when this disk was copied, as a copy of the machine would."""
        for launch in self.store.launches.unended():
            journal = self.store.journal(launch)
            journal.append(EntryKind.SET, "ITEM1", "cmi.suspend_data", value)
            journal.commit()
            journal.close()


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


YEAR = timedelta(days=365)
