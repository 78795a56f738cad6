"""How often somebody may guess a password, or what else opens a door of ours to people."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from msgspec import Struct

from connect_desktop.server.http.rate import Rate
from connect_desktop.server.http.shared_allowance import SharedAllowance
from connect_desktop.server.workers import Workers
from connect_desktop.store.access.failed_tries import FailedTries

_BY_ADDRESS = Rate(10, seconds=300)
_AT_DOOR = Rate(100, seconds=300)


class TooManyAttempts(Exception):
    """The next guess may come in so many seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Door(Struct, frozen=True):
    """What can be guessed at, and whose it is. What opens a `short` one is a password of people: there the guesses of
    all addresses count together too. Nobody else's guesses keep from a door that only a key opens."""

    tenant_id: str
    name: str
    short: bool = True


class Attempts:
    """Counts wrong guesses at each door, those of one address and those of all, over all processes. A right one costs
    nothing, so that a class may come from behind one address."""

    def __init__(self, tries: FailedTries, workers: Workers) -> None:
        self._by_address = SharedAllowance(_BY_ADDRESS, tries)
        self._at_door = SharedAllowance(_AT_DOOR, tries)
        self._workers = workers

    async def guess(self, door: Door, address: str, is_right: Callable[[], bool]) -> bool:
        """Whether the guess is right; raises `TooManyAttempts` and `StoreError`.

        Guesses that come all at once are each told only what those before them left: a right one that others were
        quicker than, with wrong ones, is not told that it was right.
        """
        await self._wait(door, address)
        if await self._workers.read(is_right):
            await self._wait(door, address)
            return True
        seconds = await self._workers.write(partial(self._failed, door, address))
        if seconds:
            raise TooManyAttempts(seconds)
        return False

    async def _wait(self, door: Door, address: str) -> None:
        seconds = await self._workers.read(partial(self._look, door, address))
        if seconds:
            raise TooManyAttempts(seconds)

    def _look(self, door: Door, address: str) -> int:
        looks = [self._by_address.look(door.tenant_id, f"{door.name} {address}")]
        if door.short:
            looks.append(self._at_door.look(door.tenant_id, door.name))
        return max(look.retry_after for look in looks)

    def _failed(self, door: Door, address: str) -> int:
        takes = [self._by_address.take(door.tenant_id, f"{door.name} {address}")]
        if door.short:
            takes.append(self._at_door.take(door.tenant_id, door.name))
        return max(take.retry_after for take in takes)
