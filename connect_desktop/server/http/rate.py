"""How often somebody may ask: a burst, and then as much as comes back with time."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable
from time import monotonic

from msgspec import Struct

# So many are remembered; who was not heard of for the longest time is forgotten first.
_REMEMBERED = 10_000


class Rate(Struct, frozen=True):
    """At most `requests` at once, and as many again in `seconds`; 0 requests is no limit at all."""

    requests: int
    seconds: int = 60

    @property
    def interval(self) -> float:
        """Seconds in which one request comes back."""
        return self.seconds / self.requests if self.requests else 0.0

    def standing(self, used: float) -> Standing:
        """Where a request finds somebody who has everything again in `used` seconds."""
        after = used + self.interval
        allowed = after <= self.seconds
        kept = after if allowed else used
        left = int((self.seconds - kept) / self.interval + 1e-6) if self.interval else 0
        wait = 0 if allowed else max(1, math.ceil(after - self.seconds))
        return Standing(allowed, self.requests, left, math.ceil(kept), wait)


class Standing(Struct, frozen=True):
    """What is left to somebody after a request. `reset` is in how many seconds all is there again, `retry_after` in how
    many the next one may come."""

    allowed: bool
    limit: int
    remaining: int
    reset: int
    retry_after: int


class Allowance:
    """Who has how much left of a rate, in this process. A request costs one lookup: all that is kept of somebody is the
    moment at which they have everything again (the generic cell rate algorithm)."""

    def __init__(self, rate: Rate, clock: Callable[[], float] = monotonic) -> None:
        self._rate = rate
        self._clock = clock
        self._interval = rate.interval
        self._whole_at: OrderedDict[str, float] = OrderedDict()

    def take(self, who: str) -> Standing:
        """Count a request; one that is not allowed costs nothing more."""
        now = self._clock()
        used = self._used(who, now)
        standing = self._rate.standing(used)
        if standing.allowed:
            self._remember(who, now + used + self._interval)
        return standing

    def look(self, who: str) -> Standing:
        """What a request would meet, without counting one."""
        return self._rate.standing(self._used(who, self._clock()))

    def learn(self, who: str, used: float) -> None:
        """Somebody has everything again in `used` seconds at the earliest, as is known elsewhere."""
        now = self._clock()
        self._remember(who, now + max(used, self._used(who, now)))

    def _used(self, who: str, now: float) -> float:
        return max(self._whole_at.get(who, now), now) - now

    def _remember(self, who: str, whole_at: float) -> None:
        self._whole_at[who] = whole_at
        self._whole_at.move_to_end(who)
        if len(self._whole_at) > _REMEMBERED:
            self._whole_at.popitem(last=False)
