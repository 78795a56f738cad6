"""How often somebody may guess a password."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from connect_desktop.server.http.rate import Allowance, Rate

_BY_ADDRESS = Rate(10, seconds=300)
_AT_DOOR = Rate(100, seconds=300)


class Attempts:
    """Counts wrong guesses at each door, those of one address and those of all. A right one costs nothing, so that a
    class may come from behind one address."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._by_address = Allowance(_BY_ADDRESS, clock)
        self._at_door = Allowance(_AT_DOOR, clock)

    def wait(self, door: str, address: str) -> int:
        """Seconds until this address may guess at this door; 0 where it may now."""
        standings = self._by_address.look(f"{door} {address}"), self._at_door.look(door)
        return max(standing.retry_after for standing in standings)

    def failed(self, door: str, address: str) -> None:
        """A guess was wrong."""
        self._by_address.take(f"{door} {address}")
        self._at_door.take(door)
