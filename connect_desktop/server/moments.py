"""Moments that a caller names."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BeforeValidator

# Case and the blank are what RFC 3339 5.6 leaves open; the rest of it is read by whoever makes a moment of it.
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)


def _as_written(text: object) -> object:
    """A bare number would be taken for seconds since 1970."""
    if isinstance(text, str) and _RFC3339.fullmatch(text) is None:
        raise ValueError("is no moment as in 2026-03-05T14:30:00Z")
    return text


def in_utc(moment: datetime) -> datetime:
    """The same moment in UTC; raises `ValueError` where that has no such year."""
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("is not within the years 1 to 9999 of UTC") from None


def _within_all_years(moment: datetime) -> datetime:
    """The same moment in UTC, or the first or last there is: nothing lies beyond them."""
    try:
        return in_utc(moment)
    except ValueError:
        return (datetime.min if moment.year == datetime.min.year else datetime.max).replace(tzinfo=UTC)


Moment = Annotated[AwareDatetime, BeforeValidator(_as_written), AfterValidator(_within_all_years)]
