"""Lengths of time: what is one, what is none, and that writing and reading are inverse."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connect_desktop.scorm.rte.durations import (
    DAY,
    HOUR,
    MINUTE,
    MONTH,
    SECOND,
    YEAR,
    centiseconds,
    format_timeinterval,
    format_timespan_12,
    timeinterval,
    timespan_12,
)

lengths = st.integers(min_value=0, max_value=9999 * HOUR)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("PT0S", 0),
        ("P1Y", YEAR),
        ("P1M", MONTH),
        ("PT1M", MINUTE),
        ("P1Y2M3DT4H5M6.78S", YEAR + 2 * MONTH + 3 * DAY + 4 * HOUR + 5 * MINUTE + 678),
        ("PT5.5S", 550),
        ("PT05.05S", 505),
        ("P0Y029DT0H", 29 * DAY),
    ],
)
def test_timeinterval_counts_as_the_reference_implementation_does(text: str, length: int) -> None:
    assert timeinterval(text) == length
    assert centiseconds(text) == length


@pytest.mark.parametrize(
    "text",
    [
        "",
        "P",
        "PT",
        "P1YT",
        "1Y",
        "P1Y6M14D4H",
        "PT1.5H",
        "PT5.S",
        "PT.5S",
        "PT5.123S",
        "PT-1S",
        "P1W",
        "pt5s",
        "PT5S ",
    ],
)
def test_a_text_that_is_no_timeinterval(text: str) -> None:
    assert timeinterval(text) is None


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("00:00:05", 5 * SECOND),
        ("0001:02:03.4", HOUR + 2 * MINUTE + 340),
        ("9999:99:99.99", 9999 * HOUR + 99 * 61 * 100 + 99),
    ],
)
def test_timespan(text: str, length: int) -> None:
    assert timespan_12(text) == length
    assert centiseconds(text) == length


@pytest.mark.parametrize("text", ["", "0:00:05", "00:5:05", "12345:00:00", "00:00:05.123", "00:00", "PT5S", "٠٠:00:05"])
def test_a_text_that_is_no_timespan(text: str) -> None:
    assert timespan_12(text) is None


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("0:5:07", 5 * MINUTE + 7 * SECOND),
        ("05:07", 5 * MINUTE + 7 * SECOND),
        ("00:00:05.129", 512),
        ("PT1.5H", 90 * MINUTE),
        ("pt0,25s", 25),
        ("PT", 0),
        ("P2W", 14 * DAY),
        (" PT5S\n", 500),
    ],
)
def test_centiseconds_reads_what_content_really_writes(text: str, length: int) -> None:
    assert centiseconds(text) == length


@pytest.mark.parametrize("text", ["", "soon", "5", "-00:00:05", "PT5", "T5S", "1:2:3:4"])
def test_a_text_that_is_no_length_at_all(text: str) -> None:
    assert centiseconds(text) is None


@given(lengths)
def test_timespans_are_read_as_written(length: int) -> None:
    assert timespan_12(format_timespan_12(length)) == length


@given(lengths)
def test_timeintervals_are_read_as_written(length: int) -> None:
    assert timeinterval(format_timeinterval(length)) == length


def test_more_hours_than_a_timespan_has_are_told_all_the_same() -> None:
    assert format_timespan_12(12_345 * HOUR) == "12345:00:00.00"
    assert centiseconds("12345:00:00.00") == 12_345 * HOUR


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    strict = timeinterval(text) if timespan_12(text) is None else timespan_12(text)
    assert strict is None or centiseconds(text) == strict
