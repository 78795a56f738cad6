"""Periods that tallies are kept by, and any stretch of time put together from them. Pure.

A tally counts for all time (`a`), for a month (`m2026-03`) and for a day (`d2026-03-05`), in UTC, so that a long
stretch costs few rows: whole months, the whole days beside them, and what is left of a day at either end.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from msgspec import Struct

from connect_desktop.store.columns import moment_column

ALL_TIME = "a"
_MONTH, _DAY = "m", "d"
_FIRST, _LAST = "0000-00", "9999-99"
# Nothing was changed before or will be after, and there are days on either side to reckon with.
_EARLIEST, _LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)
_INSTANT = timedelta(microseconds=1)


class Stretch(Struct, frozen=True):
    """A stretch of time: `tallied` are ranges of periods, `loose` ranges of moments as columns, both ends included."""

    tallied: tuple[tuple[str, str], ...] = ()
    loose: tuple[tuple[str, str], ...] = ()


def periods_of(updated_at: str) -> tuple[str, str, str]:
    """The periods that a moment, as its column, falls into."""
    return ALL_TIME, _MONTH + updated_at[:7], _DAY + updated_at[:10]


def day_period(updated_at: str) -> str:
    """The shortest of them, the day."""
    return _DAY + updated_at[:10]


def month_of(period: str) -> str:
    """The month, as 2026-03, of a month's or a day's period."""
    return period[1:8]


def day_of(period: str) -> str:
    """The day, as 2026-03-05, of a day's period."""
    return period[1:]


def stretch(since: datetime | None, until: datetime | None, *, by_day: bool = False) -> Stretch:
    """The time from `since` to `until`, both included, None leaving an end open; `by_day` asks for no months."""
    if since is None and until is None and not by_day:
        return Stretch(tallied=((ALL_TIME, ALL_TIME),))
    first = None if since is None else _reckoned(since)
    end = None if until is None else _reckoned(until) + _INSTANT
    first_day = None if first is None else _day_from(first)
    end_day = None if end is None else end.date()
    if first is not None and end is not None and (end <= first or first_day is None or first_day >= end.date()):
        return Stretch(loose=tuple(_moments(first, end)))
    loose: list[tuple[str, str]] = []
    if first is not None and first_day is not None:
        loose += _moments(first, _midnight(first_day))
    if end is not None and end_day is not None:
        loose += _moments(_midnight(end_day), end)
    days = _days(first_day, end_day) if by_day else _months_and_days(first_day, end_day)
    return Stretch(tallied=tuple(days), loose=tuple(loose))


def whole_days(since: datetime | None, until: datetime | None) -> tuple[datetime | None, datetime | None]:
    """The stretch widened to whole days."""
    if since is not None:
        since = _midnight(_reckoned(since).date())
    if until is not None:
        until = _midnight(_reckoned(until).date()) + timedelta(days=1) - _INSTANT
    return since, until


def _months_and_days(first: date | None, end: date | None) -> Iterator[tuple[str, str]]:
    """Whole months from the day `first` to before the day `end`, and the days beside them."""
    first_month = None if first is None else _month_from(first)
    end_month = None if end is None else end.replace(day=1)
    if first_month is not None and end_month is not None and first_month >= end_month:
        yield from _days(first, end)
        return
    if first is not None:
        yield from _days(first, first_month)
    last = _LAST if end_month is None else _month(end_month - timedelta(days=1))
    yield _MONTH + (_FIRST if first_month is None else _month(first_month)), _MONTH + last
    if end is not None:
        yield from _days(end_month, end)


def _days(first: date | None, end: date | None) -> Iterator[tuple[str, str]]:
    if first is not None and end is not None and first >= end:
        return
    low = _FIRST if first is None else first.isoformat()
    high = _LAST if end is None else (end - timedelta(days=1)).isoformat()
    yield _DAY + low, _DAY + high


def _moments(first: datetime, end: datetime) -> Iterator[tuple[str, str]]:
    if first < end:
        yield moment_column(first), moment_column(end - _INSTANT)


def _reckoned(moment: datetime) -> datetime:
    return max(_EARLIEST, min(moment, _LATEST)).astimezone(UTC)


def _day_from(moment: datetime) -> date:
    day = moment.date()
    return day if _midnight(day) == moment else day + timedelta(days=1)


def _month_from(day: date) -> date:
    return day if day.day == 1 else (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def _month(day: date) -> str:
    return f"{day.year:04}-{day.month:02}"


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
