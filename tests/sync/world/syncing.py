"""Exchanges of a place with servers, on lines that fail, until they die in the middle."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

import httpx

from connect_desktop.errors import ConnectError
from connect_desktop.store.devices.accounts import Account, Accounts
from connect_desktop.sync.ports import Cancelled
from connect_desktop.sync.report import Standing, SyncReport
from connect_desktop.sync.service import SyncService
from tests.faulty_transport_for_tests import Fault, FaultyTransport
from tests.store_for_tests import SteppingClock
from tests.sync.world.places import Place

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
