"""Identifiers that sort by time [RFC 9562, 5.7]; the standard library has them from Python 3.14 on only."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Lock

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_LAST_MILLISECOND = (1 << 48) - 1
_COUNTER_BITS = 42
_LOW_COUNTER_BITS = 30
_HIGH_COUNTER_BITS = _COUNTER_BITS - _LOW_COUNTER_BITS
_LOW_COUNTER = (1 << _LOW_COUNTER_BITS) - 1
_RANDOM_BITS = 32


class Uuid7Source:
    """Makes UUIDv7s, each greater than the one before, even when the clock is set back or stands still.

    Milliseconds of the clock, then a counter of 42 bits that starts at random in its lower half [RFC 9562, 6.2,
    method 1], then 32 random bits. Safe to call from any thread.
    """

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._lock = Lock()
        self._millisecond = -1
        self._counter = 0

    def __call__(self, *, after: uuid.UUID | None = None) -> uuid.UUID:
        """The next one. It is greater than `after` too, which another source may have made."""
        now = min(max((self._clock() - _EPOCH) // _MILLISECOND, 0), _LAST_MILLISECOND)
        with self._lock:
            if after is not None:
                self._millisecond, self._counter = max((self._millisecond, self._counter), _place_of(after))
            if now > self._millisecond:
                self._millisecond = now
                self._counter = _random(_COUNTER_BITS - 1)
            else:
                self._counter += 1
            millisecond, counter = self._millisecond, self._counter
        high, low = counter >> _LOW_COUNTER_BITS, counter & _LOW_COUNTER
        version, variant = 7, 0b10
        return uuid.UUID(
            int=millisecond << 80
            | version << 76
            | high << 64
            | variant << 62
            | low << _RANDOM_BITS
            | _random(_RANDOM_BITS)
        )


def _place_of(made: uuid.UUID) -> tuple[int, int]:
    """The millisecond and the counter in it."""
    high, low = made.int >> 64 & ((1 << _HIGH_COUNTER_BITS) - 1), made.int >> _RANDOM_BITS & _LOW_COUNTER
    return made.int >> 80, high << _LOW_COUNTER_BITS | low


def _random(bits: int) -> int:
    return int.from_bytes(os.urandom(8), "big") >> (64 - bits)
