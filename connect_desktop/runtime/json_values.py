"""Moments and numbers as JSON has them here: in what the REST API answers, and in what the command line prints."""

from __future__ import annotations

from datetime import UTC, datetime

_CENTISECONDS = 100


def timestamp(moment: datetime) -> str:
    """RFC 3339 in UTC with milliseconds."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def seconds(centiseconds: int) -> float:
    """Whole seconds as an int, so that 930 stays 930."""
    full, rest = divmod(centiseconds, _CENTISECONDS)
    return full if rest == 0 else centiseconds / _CENTISECONDS


def whole(number: float | None) -> float | None:
    """A whole number as an int, so that 75 stays 75."""
    return int(number) if number is not None and number.is_integer() else number
