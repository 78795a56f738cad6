"""How often somebody may ask: a burst, and then as much as comes back with time."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

# So many are remembered; who was not heard of for the longest time is forgotten first.
_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `requests` at once, and as many again in `seconds`; 0 requests is no limit at all."""

    requests: int
    seconds: int = 60


@dataclass(frozen=True, slots=True)
class Standing:
    """What is left to somebody after a request. `reset` is in how many seconds all is there again, `retry_after` in how
    many the next one may come."""

    allowed: bool
    limit: int
    remaining: int
    reset: int
    retry_after: int


class Allowance:
    """Who has how much left of a rate. A request costs one lookup: all that is kept of somebody is the moment at which
    they have everything again (the generic cell rate algorithm)."""

    def __init__(self, rate: Rate, clock: Callable[[], float] = monotonic) -> None:
        self._rate = rate
        self._clock = clock
        self._interval = rate.seconds / rate.requests if rate.requests else 0.0
        self._whole_at: OrderedDict[str, float] = OrderedDict()

    def take(self, who: str) -> Standing:
        """Count a request; one that is not allowed costs nothing more."""
        now = self._clock()
        whole_at = max(self._whole_at.get(who, now), now) + self._interval
        allowed = whole_at - now <= self._rate.seconds
        if allowed:
            self._whole_at[who] = whole_at
            self._whole_at.move_to_end(who)
            if len(self._whole_at) > _REMEMBERED:
                self._whole_at.popitem(last=False)
        return self._standing(now, whole_at if allowed else whole_at - self._interval, allowed=allowed)

    def look(self, who: str) -> Standing:
        """What a request would meet, without counting one."""
        now = self._clock()
        whole_at = max(self._whole_at.get(who, now), now)
        return self._standing(now, whole_at, allowed=whole_at + self._interval - now <= self._rate.seconds)

    def _standing(self, now: float, whole_at: float, *, allowed: bool) -> Standing:
        used = whole_at - now
        left = int((self._rate.seconds - used) / self._interval + 1e-6) if self._interval else 0
        wait = 0 if allowed else max(1, math.ceil(used + self._interval - self._rate.seconds))
        return Standing(allowed, self._rate.requests, left, math.ceil(used), wait)
