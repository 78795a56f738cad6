"""When a delivery that failed is tried again. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from random import Random

# Before the first attempt, before the second, and so on.
DELAYS = (
    timedelta(),
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
)
# So that what failed together does not come back together.
_JITTER = 0.2
# A receiver may not ask for more.
_LONGEST_WAIT = timedelta(days=1)


def next_attempt(made: int, now: datetime, random: Random, retry_after: timedelta | None = None) -> datetime | None:
    """When to try again after so many attempts, not before the receiver asks us to; None if that were enough."""
    if made >= len(DELAYS):
        return None
    wait = DELAYS[made] * (1 + _JITTER * random.random())
    asked = min(retry_after or timedelta(), _LONGEST_WAIT)
    return now + max(wait, asked)


def retry_after_of(header: str | None, now: datetime) -> timedelta | None:
    """What a `Retry-After` says [RFC 9110 10.2.3], seconds or a date; None for what is neither, or over."""
    text = (header or "").strip()
    if text.isascii() and text.isdigit():
        return min(timedelta(seconds=int(text[:9])), _LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    wait = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now
    return wait if wait > timedelta() else None
