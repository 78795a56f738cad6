"""Numbers, lengths of time and days as people read them. Pure."""

from __future__ import annotations

_HOUR, _MINUTE = 360_000, 6_000
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def percent(share: float | None) -> str:
    """A share of 1 as people read it."""
    return "–" if share is None else f"{round(100 * share)} %"


def length(centiseconds: float) -> str:
    """A length of time as people say it."""
    if centiseconds >= 10 * _HOUR:
        return f"{round(centiseconds / _HOUR):,} h"
    if centiseconds >= _HOUR:
        hours, rest = divmod(round(centiseconds / _MINUTE), 60)
        return f"{hours} h {rest} min"
    if centiseconds >= _MINUTE:
        return f"{round(centiseconds / _MINUTE)} min"
    return f"{round(centiseconds / 100)} s"


def short(period: str) -> str:
    """A day or a month below a chart."""
    month = _MONTHS[int(period[5:7]) - 1]
    return f"{int(period[8:10])} {month}" if len(period) > 7 else f"{month} {period[2:4]}"


def whole_period(period: str) -> str:
    """A day (2026-03-05) or a month (2026-03)."""
    return day(period) if len(period) > 7 else month(period)


def day(period: str) -> str:
    """A day, of 2026-03-05."""
    return f"{int(period[8:10])} {_MONTHS[int(period[5:7]) - 1]} {int(period[:4])}"


def month(period: str) -> str:
    """A month, of 2026-03."""
    return f"{_MONTHS[int(period[5:7]) - 1]} {int(period[:4])}"


def score_range(low: int, high: int) -> str:
    """Percents from and to."""
    return "below 0 %" if low < 0 else f"{low} to {high} %"
