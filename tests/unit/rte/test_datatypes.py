"""Each data type: what it takes and what it refuses."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connect_desktop.scorm.rte.datatypes import (
    any_text,
    duration,
    either,
    identifier,
    identifier_12,
    integer,
    language,
    limited_text,
    localized_text,
    number,
    real,
    time_12,
    timespan,
    timestamp,
    vocabulary,
)
from connect_desktop.scorm.rte.errors import Fault

MISMATCH = Fault.TYPE_MISMATCH


@given(st.text())
def test_a_characterstring_may_be_anything(text: str) -> None:
    assert any_text(text) is None


def test_limited_text_is_limited_unless_lenient() -> None:
    strict = limited_text(255, lenient=False)
    assert strict("x" * 255) is None
    assert strict("x" * 256) is MISMATCH
    assert limited_text(255, lenient=True)("x" * 100_000) is None


@pytest.mark.parametrize("text", ["0", "-1", "+1.5", ".5", "5.", "1e-7", "7.000099999887765544", "0" * 500])
def test_reals(text: str) -> None:
    assert real()(text) is None


@pytest.mark.parametrize(
    "text", ["", " 1", "1 ", "1,5", "34,000.00", "NaN", "Infinity", "0x1F", "1_000", "١", "--1", "1e", "."]
)
def test_texts_that_are_no_reals(text: str) -> None:
    assert real()(text) is MISMATCH
    assert number(text) is None


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_javascript_writes_is_a_real(value: float) -> None:
    text = repr(value)
    assert real()(text) is None
    assert number(text) == value


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_a_real_is_out_of_range_exactly_beyond_its_bounds(value: float, one: float, other: float) -> None:
    low, high = sorted((one, other))
    expected = None if low <= value <= high else Fault.OUT_OF_RANGE
    assert real(low, high)(repr(value)) is expected


def test_blank_is_a_decimal_only_where_allowed() -> None:
    assert real(0, 100, blank=True)("") is None
    assert real(0, 100)("") is MISMATCH


@pytest.mark.parametrize(
    ("text", "fault"), [("-1", None), ("100", None), ("101", Fault.OUT_OF_RANGE), ("1.0", MISMATCH)]
)
def test_integers(text: str, fault: Fault | None) -> None:
    assert integer(-1, 100)(text) is fault


def test_a_vocabulary_is_exact() -> None:
    check = vocabulary("passed", "failed")
    assert check("passed") is None
    assert check("Passed") is MISMATCH
    assert check("") is MISMATCH


def test_either_tells_the_second_fault() -> None:
    check = either(vocabulary("correct"), real(0, 1))
    assert check("correct") is None
    assert check("0.5") is None
    assert check("2") is Fault.OUT_OF_RANGE


@pytest.mark.parametrize(
    "text",
    [
        "a",
        "a.b",
        "urn:adl:x/y",
        "http://example.org/a?b=c#d",
        "a%20b",
        "übung-1",
        "a/b",
        "//host/x",
        "#f",
        "a:b[1]",
        "?q=[1]",
    ],
)
def test_identifiers(text: str) -> None:
    assert identifier(text) is None


@pytest.mark.parametrize(
    "text", ["", " ", "urn:", "a b", "{a}", "a[.]b", "a%2", "1:b", ":a", "a\u00a0b", "a\tb", "a|b", "a#b#c"]
)
def test_texts_that_are_no_identifiers(text: str) -> None:
    assert identifier(text) is MISMATCH


@pytest.mark.parametrize(("text", "fault"), [("q1", None), ("", MISMATCH), ("a b", MISMATCH), ("x" * 256, MISMATCH)])
def test_identifiers_of_12(text: str, fault: Fault | None) -> None:
    assert identifier_12(lenient=False)(text) is fault


def test_lenient_identifiers_of_12_may_be_long_and_nothing_else() -> None:
    assert identifier_12(lenient=True)("x" * 256) is None
    assert identifier_12(lenient=True)("a b") is MISMATCH


@pytest.mark.parametrize(
    "text", ["", "en", "EN", "eng", "en-US", "de-CH-1901", "zh-min-nan", "es-419", "i-klingon", "x-own", "qaa"]
)
def test_languages(text: str) -> None:
    assert language(text) is None


@pytest.mark.parametrize("text", ["sp", "frl", "exg", "ruq-JM", "english", "i", "x", "en-", "en_US", "-", "e1"])
def test_texts_that_are_no_languages(text: str) -> None:
    assert language(text) is MISMATCH


@pytest.mark.parametrize(
    "text", ["", "plain", "{lang=en}", "{lang=fr}Bonjour", "{other=1}x", "{lang=en", "text {lang=zz}"]
)
def test_localized_texts(text: str) -> None:
    assert localized_text(text) is None


@pytest.mark.parametrize("text", ["{lang=}x", "{lang=zzz1}x", "{lang=sp}"])
def test_localized_texts_in_no_language(text: str) -> None:
    assert localized_text(text) is MISMATCH


@pytest.mark.parametrize(
    "text",
    [
        "2024",
        "2024-02",
        "2024-02-29",
        "2024-02-29T23",
        "2024-02-29T23:59",
        "2024-02-29T23:59:59",
        "2024-02-29T23:59:59.9",
        "2024-02-29T23:59:59.99Z",
        "2024-02-29T23:59:59.9-05",
        "2024-02-29T23:59:59.9+05:30",
        "1970",
        "2038",
    ],
)
def test_timestamps(text: str) -> None:
    assert timestamp(lenient=False)(text) is None
    assert timestamp(lenient=True)(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "24",
        "2024-",
        "2024-2",
        "2024-13",
        "2024-02-30",
        "2023-02-29",
        "2024-02-29T24",
        "2024-02-29T23:60",
        "1969",
        "2039",
        "2024-02-29T23:59:59.999",
        "2024-02-29T23:59:59Z",
        "2024-02-29T23:59Z",
        "2024-02-29 23:59:59",
        "2024-02-29T23:59:59.9+24",
    ],
)
def test_texts_that_are_no_timestamps(text: str) -> None:
    assert timestamp(lenient=False)(text) is MISMATCH


@given(st.datetimes(), st.sampled_from(["", "Z", "+02:00"]))
def test_lenient_timestamps_take_what_javascript_writes(moment: datetime, zone: str) -> None:
    assert timestamp(lenient=True)(moment.isoformat(timespec="milliseconds") + zone) is None


def test_lenient_timestamps_are_still_times() -> None:
    assert timestamp(lenient=True)("yesterday") is MISMATCH


@pytest.mark.parametrize(
    ("text", "fault"), [("PT5S", None), ("PT5.123S", MISMATCH), ("00:00:05", MISMATCH), ("", MISMATCH)]
)
def test_strict_durations(text: str, fault: Fault | None) -> None:
    assert duration(lenient=False)(text) is fault


@pytest.mark.parametrize("text", ["PT5.123S", "00:00:05", "PT1.5M"])
def test_lenient_durations(text: str) -> None:
    assert duration(lenient=True)(text) is None


@pytest.mark.parametrize(("text", "fault"), [("", None), ("0000:00:05", None), ("0:0:5", MISMATCH), ("PT5S", MISMATCH)])
def test_strict_timespans(text: str, fault: Fault | None) -> None:
    assert timespan(lenient=False)(text) is fault


@pytest.mark.parametrize("text", ["0:0:5", "PT5S", "00:00:05.123", ""])
def test_lenient_timespans(text: str) -> None:
    assert timespan(lenient=True)(text) is None


@pytest.mark.parametrize(
    ("text", "fault"), [("23:59:59", None), ("24:60:99.9", None), ("25:00:00", MISMATCH), ("9:00:00", MISMATCH)]
)
def test_times_of_12(text: str, fault: Fault | None) -> None:
    assert time_12(lenient=False)(text) is fault


@pytest.mark.parametrize("text", ["9:00:00", "2024-05-01T10:00:00.000Z", "23:59:59"])
def test_lenient_times_of_12(text: str) -> None:
    assert time_12(lenient=True)(text) is None


@given(st.text())
def test_no_text_breaks_a_validator(text: str) -> None:
    checks = (
        real(0, 1),
        integer(0, 1),
        identifier,
        language,
        localized_text,
        timestamp(lenient=True),
        timestamp(lenient=False),
        duration(lenient=True),
        duration(lenient=False),
        timespan(lenient=False),
        time_12(lenient=True),
    )
    assert all(check(text) in (None, MISMATCH, Fault.OUT_OF_RANGE) for check in checks)
