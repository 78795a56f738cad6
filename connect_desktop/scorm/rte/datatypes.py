"""The data types values are checked against, as functions from a text to the fault it has, or None.

Strict is what the standard and ADL's suites demand. `launch.lenient` is the one switch: it takes strings beyond their
limit (SCORM 1.2; in SCORM 2004 the limits are only what an LMS must at least take, so nothing is too long) and times
and durations in odd notations (`2024-05-01T10:00:00Z`, `0:5:07`, `PT1.2345S`). Nothing else differs, and in neither
case is a value ever changed or cut.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

from connect_desktop.scorm.rte.durations import centiseconds, timeinterval, timespan_12
from connect_desktop.scorm.rte.errors import Fault
from connect_desktop.scorm.rte.languages import is_language_tag

Validator = Callable[[str], Fault | None]

_REAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_INTEGER = re.compile(r"[+-]?[0-9]{1,9}")

# Strict SCORM 2004 has a time zone only after a fraction of a second, as ADL's suite reads ISO 8601.
_TIMESTAMP = re.compile(
    r"([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-([0-9]{2})"
    r"(?:T(?:[01][0-9]|2[0-3])(?::[0-5][0-9](?::[0-5][0-9]"
    r"(?:\.[0-9]{1,2}(?:[Zz]|[+-](?:[01][0-9]|2[0-3])(?::[0-5][0-9])?)?)?)?)?)?)?)?"
)
_FIRST_YEAR, _LAST_YEAR = 1970, 2038

_CMI_TIME = re.compile(r"([0-9]{2}):([0-9]{2}):[0-9]{2}(?:\.[0-9]{1,2})?")

# RFC 2396 as java.net.URI reads it: characters beyond ASCII are allowed, controls and white space are not.
_NEVER_IN_URI = r'\x00-\x20\x7f-\xa0\s"<>\\^`{|}%#'
_ESCAPED = r"%[0-9A-Fa-f]{2}"
_PATH = rf"(?:[^{_NEVER_IN_URI}\[\]?]|{_ESCAPED})"
_SEGMENT = rf"(?:[^{_NEVER_IN_URI}\[\]?:/]|{_ESCAPED})"
_OPAQUE = rf"(?:[^{_NEVER_IN_URI}]|{_ESCAPED})"
_URI = re.compile(
    rf"(?:[A-Za-z][A-Za-z0-9+.\-]*:{_OPAQUE}+|{_SEGMENT}*(?:/{_PATH}*)?(?:\?{_OPAQUE}*)?)(?:#{_OPAQUE}*)?"
)


def any_text(text: str) -> Fault | None:  # noqa: ARG001 - a validator that takes everything is still a validator
    """A characterstring: SCORM 2004 refuses none, however long [RTE 4.1.1.1]."""
    return None


def limited_text(limit: int, *, lenient: bool) -> Validator:
    """A CMIString of SCORM 1.2; strictly at most `limit` characters."""
    if lenient:
        return any_text

    def check(text: str) -> Fault | None:
        return None if len(text) <= limit else Fault.TYPE_MISMATCH

    return check


def vocabulary(*words: str) -> Validator:
    """One of these words, exactly."""
    allowed = frozenset(words)

    def check(text: str) -> Fault | None:
        return None if text in allowed else Fault.TYPE_MISMATCH

    return check


def real(minimum: float | None = None, maximum: float | None = None, *, blank: bool = False) -> Validator:
    """A real (10, 7) or CMIDecimal within bounds, both included; `blank` takes "" too. More digits are kept."""

    def check(text: str) -> Fault | None:
        if _REAL.fullmatch(text) is None:
            return None if blank and not text else Fault.TYPE_MISMATCH
        if minimum is not None and float(text) < minimum:
            return Fault.OUT_OF_RANGE
        if maximum is not None and float(text) > maximum:
            return Fault.OUT_OF_RANGE
        return None

    return check


def number(text: str) -> float | None:
    """The number a real or CMIDecimal says; None if it says none."""
    return float(text) if _REAL.fullmatch(text) else None


def integer(minimum: int, maximum: int) -> Validator:
    """A CMISInteger within bounds, both included."""

    def check(text: str) -> Fault | None:
        if _INTEGER.fullmatch(text) is None:
            return Fault.TYPE_MISMATCH
        return None if minimum <= int(text) <= maximum else Fault.OUT_OF_RANGE

    return check


def either(first: Validator, second: Validator) -> Validator:
    """What either type takes; the second type's fault is the one told."""

    def check(text: str) -> Fault | None:
        return second(text) if first(text) else None

    return check


def identifier(text: str) -> Fault | None:
    """A short or long identifier: a URI [RTE 4.1.1.4], any length."""
    return None if text and _URI.fullmatch(text) else Fault.TYPE_MISMATCH


def identifier_12(*, lenient: bool) -> Validator:
    """A CMIIdentifier: not blank, no white space, strictly at most 255 characters."""

    def check(text: str) -> Fault | None:
        if not text or any(character.isspace() for character in text):
            return Fault.TYPE_MISMATCH
        return None if lenient or len(text) <= 255 else Fault.TYPE_MISMATCH

    return check


def language(text: str) -> Fault | None:
    """A language tag, or "" for the learner's own choice [RTE 4.2.13]."""
    return None if not text or is_language_tag(text) else Fault.TYPE_MISMATCH


def localized_text(text: str) -> Fault | None:
    """A localized_string_type [RTE 4.1.1.2]: text that may begin with `{lang=TAG}`."""
    if not text.startswith("{lang="):
        return None
    tag, closed, _ = text[6:].partition("}")
    return None if not closed or is_language_tag(tag) else Fault.TYPE_MISMATCH


def duration(*, lenient: bool) -> Validator:
    """A timeinterval (second, 10, 2) [RTE 4.1.1.7]."""
    read = centiseconds if lenient else timeinterval

    def check(text: str) -> Fault | None:
        return Fault.TYPE_MISMATCH if read(text) is None else None

    return check


def timespan(*, lenient: bool) -> Validator:
    """A CMITimespan; ADL's suite takes "" as well."""
    read = centiseconds if lenient else timespan_12

    def check(text: str) -> Fault | None:
        return Fault.TYPE_MISMATCH if text and read(text) is None else None

    return check


def timestamp(*, lenient: bool) -> Validator:
    """A time (second, 10, 0) [RTE 4.1.1.6]: from a bare year to a fraction of a second with its zone, 1970 to 2038."""
    return either(_timestamp, _any_iso_time) if lenient else _timestamp


def time_12(*, lenient: bool) -> Validator:
    """A CMITime `HH:MM:SS.SS`, with ADL's bounds: hour 24 and minute 60 are in."""
    return either(_time_12, either(_any_iso_time, timespan(lenient=True))) if lenient else _time_12


def _timestamp(text: str) -> Fault | None:
    match = _TIMESTAMP.fullmatch(text)
    if match is None or not _FIRST_YEAR <= int(match[1]) <= _LAST_YEAR:
        return Fault.TYPE_MISMATCH
    if match[3] and not 1 <= int(match[3]) <= _days(int(match[1]), int(match[2])):
        return Fault.TYPE_MISMATCH
    return None


def _days(year: int, month: int) -> int:
    """Of a month in the years that a time may name: 2000 was a leap year as every fourth is."""
    if month == 2:
        return 29 if year % 4 == 0 else 28
    return 30 if month in (4, 6, 9, 11) else 31


def _any_iso_time(text: str) -> Fault | None:
    try:
        datetime.fromisoformat(text.strip())
    except ValueError:
        return Fault.TYPE_MISMATCH
    return None


def _time_12(text: str) -> Fault | None:
    match = _CMI_TIME.fullmatch(text)
    return None if match and int(match[1]) <= 24 and int(match[2]) <= 60 else Fault.TYPE_MISMATCH
