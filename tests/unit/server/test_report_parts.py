"""CSV that computes nothing, what is preferred, and how numbers are said."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connect_desktop.server.pages.words import words_of
from connect_desktop.server.reports.asking import prefers_csv
from connect_desktop.server.reports.charts import nice_top
from connect_desktop.server.reports.csv_text import csv_bytes, csv_lines
from connect_desktop.server.reports.saying import Saying

_FORMULA = "=+-@\t\r\n＝＋－＠"


@given(st.text(alphabet=st.sampled_from("=+-@\t\r\n '\"a;,＝\u00a0\ufeff\ud83d")))
def test_no_cell_is_a_formula(text: str) -> None:
    line = csv_bytes(csv_lines([[text, 1]])).decode()
    ((cell, number),) = list(csv.reader(io.StringIO(line, newline="")))
    assert number == "1"
    assert line.endswith("\r\n")
    told = text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    assert cell in (told, f"'{told}")
    if cell == told:
        assert not cell.lstrip(" '\"\u00a0\ufeff").startswith(tuple(_FORMULA))


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", '"\'=1+1"'),
        ('"=1+1"', '"\'""=1+1"""'),
        ("  @SUM(A1)", '"\'  @SUM(A1)"'),
        ("\tx", '"\'\tx"'),
        ("-", '"\'-"'),
        ("a=1", '"a=1"'),
        ("a;=1", '"a;=1"'),
        ("", '""'),
    ],
)
def test_cells_by_heart(text: str, cell: str) -> None:
    assert csv_lines([[text]]) == f"{cell}\r\n"


def test_numbers_stay_numbers_and_nothing_stays_nothing() -> None:
    assert csv_lines([[-0.25, 3, None]]) == '-0.25,3,""\r\n'


@pytest.mark.parametrize(
    ("accept", "csv_wanted"),
    [
        ("", False),
        ("*/*", False),
        ("text/csv", True),
        ("text/*", True),
        ("application/json, text/csv", False),
        ("application/json;q=0.5, text/csv", True),
        ("text/csv;q=0.1, */*", False),
        ("text/csv;q=x", False),
    ],
)
def test_what_is_preferred(accept: str, csv_wanted: bool) -> None:
    assert prefers_csv(accept) is csv_wanted


@given(st.integers(0, 10**9))
def test_an_axis_ends_above_and_not_far(highest: int) -> None:
    top = nice_top(highest)
    assert highest <= top <= max(2, 2 * highest)
    assert top % 2 == 0


def test_how_numbers_are_said() -> None:
    say = Saying(words_of("en"))
    assert [say.percent(None), say.percent(0.666), say.percent(1)] == ["–", "67 %", "100 %"]
    said = [say.length(it) for it in (4_200, 90_000, 450_000, 3_600_000, 400_000_000)]
    assert said == ["42 s", "15 min", "1 h 15 min", "10 h", "1,111 h"]


def test_numbers_and_days_are_said_in_the_language_of_who_reads() -> None:
    english, german = Saying(words_of("en")), Saying(words_of("de"))
    assert (english.number(1234567), german.number(1234567)) == ("1,234,567", "1.234.567")
    assert (english.day("2026-03-05"), german.day("2026-03-05")) == ("5 Mar 2026", "5. März 2026")
    assert (english.short("2026-03-05"), german.short("2026-10-05")) == ("5 Mar", "5. Okt.")
    assert (english.whole_period("2026-05"), german.whole_period("2026-05")) == ("May 2026", "Mai 2026")
    assert (english.score_range(-100, 0), german.score_range(10, 20)) == ("below 0 %", "10 bis 20 %")
