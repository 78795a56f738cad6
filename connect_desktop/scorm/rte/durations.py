"""Lengths of time in both editions' notations, as whole centiseconds.

The strict readings take what the standard allows and nothing else; `centiseconds` reads whatever real content has been
seen to write as well, so it understands every duration that was ever accepted, leniently or not.
"""

from __future__ import annotations

import re
from decimal import Decimal

SECOND = 100
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
# A year is 365 days and a month 30.417 days, which is how the reference implementation compares durations.
MONTH = 2_628_029 * SECOND
YEAR = 365 * DAY
# Sums of as many as there may be are whole numbers that databases take.
LONGEST = 100_000 * YEAR

_TIMESPAN = re.compile(r"([0-9]{2,4}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,2}))?")
_TIMEINTERVAL = re.compile(
    r"P(?=[0-9T])(?:([0-9]{1,15})Y)?(?:([0-9]{1,15})M)?(?:([0-9]{1,15})D)?"
    r"(?:T(?=[0-9])(?:([0-9]{1,15})H)?(?:([0-9]{1,15})M)?(?:([0-9]{1,15})(?:\.([0-9]{1,2}))?S)?)?"
)

_NUMBER = r"([0-9]{1,15}(?:[.,][0-9]{0,15})?|[.,][0-9]{1,15})"
# Not compiled here: they take long, and are for a time that somebody has reported.
_CLOCK = rf"(?:([0-9]{{1,15}}):)?([0-9]{{1,15}}):{_NUMBER}"
_LOOSE_INTERVAL = (
    rf"P(?:{_NUMBER}Y)?(?:{_NUMBER}M)?(?:{_NUMBER}W)?(?:{_NUMBER}D)?"
    rf"(?:T?(?:{_NUMBER}H)?(?:{_NUMBER}M)?(?:{_NUMBER}S)?)?"
)
_LOOSE_UNITS = (YEAR, MONTH, 7 * DAY, DAY, HOUR, MINUTE, SECOND)


def timespan_12(text: str) -> int | None:
    """A CMITimespan `HHHH:MM:SS.SS` [RTE 1.2 3.4.2]: two to four digits of hours. None if it is not one."""
    match = _TIMESPAN.fullmatch(text)
    if match is None:
        return None
    hours, minutes, seconds, fraction = match.groups()
    return int(hours) * HOUR + int(minutes) * MINUTE + int(seconds) * SECOND + _fraction(fraction)


def timeinterval(text: str) -> int | None:
    """A timeinterval (second, 10, 2) such as `P1Y2M3DT4H5M6.78S` [RTE 4.1.1.7]. None if it is not one."""
    match = _TIMEINTERVAL.fullmatch(text)
    if match is None:
        return None
    years, months, days, hours, minutes, seconds, fraction = match.groups()
    return (
        int(years or 0) * YEAR
        + int(months or 0) * MONTH
        + int(days or 0) * DAY
        + int(hours or 0) * HOUR
        + int(minutes or 0) * MINUTE
        + int(seconds or 0) * SECOND
        + _fraction(fraction)
    )


def centiseconds(text: str) -> int | None:
    """A duration in either notation, odd ones included: `0:5:07`, `PT1.5H`, `pt0.1234s`, `PT`. None if it is neither.

    Fractions finer than a centisecond are cut off, and what goes beyond `LONGEST`.
    """
    text = text.strip()
    clock = re.fullmatch(_CLOCK, text)
    if clock is not None:
        hours, minutes, seconds = clock.groups()
        return min(int(hours or 0) * HOUR + int(minutes) * MINUTE + int(_decimal(seconds) * SECOND), LONGEST)
    interval = re.fullmatch(_LOOSE_INTERVAL, text, re.IGNORECASE)
    if interval is None:
        return None
    parts = zip(interval.groups(), _LOOSE_UNITS, strict=True)
    return min(int(sum(_decimal(number) * unit for number, unit in parts if number)), LONGEST)


def format_timespan_12(centiseconds: int) -> str:
    """`HHHH:MM:SS.SS`, the shape of `cmi.core.total_time`. Beyond 9999 hours the hours simply grow."""
    hours, rest = divmod(centiseconds, HOUR)
    minutes, rest = divmod(rest, MINUTE)
    return f"{hours:04}:{minutes:02}:{rest // SECOND:02}.{rest % SECOND:02}"


def format_timeinterval(centiseconds: int) -> str:
    """`PT4H5M6.78S`, the shape of `cmi.total_time`; zero is `PT0S`. Hours are not folded into days."""
    hours, rest = divmod(centiseconds, HOUR)
    minutes, rest = divmod(rest, MINUTE)
    text = "PT"
    if hours:
        text += f"{hours}H"
    if minutes:
        text += f"{minutes}M"
    if rest or text == "PT":
        whole, part = divmod(rest, SECOND)
        text += f"{whole}.{part:02}".rstrip("0") + "S" if part else f"{whole}S"
    return text


def _fraction(digits: str | None) -> int:
    return int(digits.ljust(2, "0")) if digits else 0


def _decimal(number: str) -> Decimal:
    return Decimal(number.replace(",", "."))
