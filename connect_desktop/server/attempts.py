"""How often somebody may guess."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock

_PERIOD = timedelta(minutes=5)
# So many wrong guesses in a period may come from one address, and at one door from all of them.
_BY_ADDRESS = 10
_AT_DOOR = 100

Guesser = tuple[str, str]
"""What is guessed at, and from which address."""


class Attempts:
    """Counts wrong guesses of the last minutes in this process. Safe to call from any thread."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._lock = Lock()
        self._wrong: deque[tuple[datetime, Guesser]] = deque()

    def wait(self, door: str, address: str) -> int:
        """Seconds until this address may guess again at this door; 0 where it may now. To be asked before each guess,
        which counts until `forgive` says that it was right: many at once are not cheaper than one after another."""
        with self._lock:
            now = self._clock()
            while self._wrong and self._wrong[0][0] <= now - _PERIOD:
                self._wrong.popleft()
            here = [moment for moment, guesser in self._wrong if guesser == (door, address)]
            everywhere = [moment for moment, guesser in self._wrong if guesser[0] == door]
            if len(here) >= _BY_ADDRESS or len(everywhere) >= _AT_DOOR:
                oldest = here[-_BY_ADDRESS] if len(here) >= _BY_ADDRESS else everywhere[-_AT_DOOR]
                return max(1, round((oldest + _PERIOD - now).total_seconds()))
            self._wrong.append((now, (door, address)))
            return 0

    def forgive(self, door: str, address: str) -> None:
        """The last guess of this address was right."""
        with self._lock:
            for index in range(len(self._wrong) - 1, -1, -1):
                if self._wrong[index][1] == (door, address):
                    del self._wrong[index]
                    return
