from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connect_desktop.scorm.cam.prerequisites import (
    STATUSES,
    PrerequisiteSyntaxError,
    parse_prerequisites,
)

RECORD = {"A": "passed", "B": "completed", "C": "failed", "D": "incomplete", "E": "not attempted", "F": "browsed"}


def holds(text: str) -> bool:
    return parse_prerequisites(text).satisfied(lambda identifier: RECORD.get(identifier, "not attempted"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "A",
        "B",
        "A&B",
        "A & B",
        "C|A",
        "~C",
        "~~A",
        "~(C&A)",
        "A&(C|B)",
        "C&A|B",
        "A=passed",
        'A="passed"',
        '"A"="P"',
        "A=p",
        "B=c",
        "C=f",
        "D=i",
        "F=b",
        "E=n",
        "E=not attempted",
        'E = "not attempted"',
        "A<>failed",
        "C<>passed",
        "2*{A,B,C}",
        "2 * { A , C , B }",
        "1*{C,A&B}",
        "0*{C}",
        "A AND B",
        "C or A",
        "not C",
        "(((A)))",
    ],
)
def test_holds(text: str) -> None:
    assert holds(text)


@pytest.mark.parametrize(
    "text", ["C", "D", "E", "F", "unknown", "A&C", "C|D", "~A", "A=failed", "A<>passed", "3*{A,B,C}", "(A|B)&C"]
)
def test_does_not_hold(text: str) -> None:
    assert not holds(text)


def test_and_binds_closer_than_or() -> None:
    assert holds("A|C&D")
    assert not holds("(A|C)&D")


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("A&", 2),
        ("&A", 0),
        ("A B", 2),
        ("(A", 2),
        ("A)", 1),
        ("A=", 2),
        ("A=great", 2),
        ("2*{A", 4),
        ("{A}", 0),
        ("A*B", 1),
        ('"A', 0),
        ("(" * 100 + "A" + ")" * 100, 50),
    ],
)
def test_says_where_it_stops_making_sense(text: str, position: int) -> None:
    with pytest.raises(PrerequisiteSyntaxError) as caught:
        parse_prerequisites(text)
    assert caught.value.position == position
    assert str(position + 1) in str(caught.value)


def test_names_each_identifier_once_in_order() -> None:
    assert parse_prerequisites("B&(A|2*{C-1,B})&lesson.4=passed").identifiers == ("B", "A", "C-1", "lesson.4")


def test_an_identifier_may_begin_with_digits() -> None:
    assert parse_prerequisites("2nd&3").identifiers == ("2nd", "3")


def test_satisfiable_says_whether_it_could_ever_hold() -> None:
    def statuses(identifier: str) -> tuple[str, ...]:
        return STATUSES if identifier == "open" else ("not attempted",)

    assert parse_prerequisites("open").satisfiable(statuses)
    assert parse_prerequisites("open=failed").satisfiable(statuses)
    assert parse_prerequisites("~shut").satisfiable(statuses)
    assert not parse_prerequisites("open&shut").satisfiable(statuses)
    assert not parse_prerequisites("2*{open,shut}").satisfiable(statuses)


@given(st.text(alphabet='AB&|~=<>*{}(),"0 2pn\n', max_size=40))
def test_parses_or_raises_its_own_error(text: str) -> None:
    try:
        prerequisite = parse_prerequisites(text)
    except PrerequisiteSyntaxError:
        return
    assert prerequisite.satisfied(lambda _: "passed") in (True, False)


@given(st.sampled_from(STATUSES), st.sampled_from(STATUSES))
def test_equal_and_differing_are_opposites(has: str, wanted: str) -> None:
    assert parse_prerequisites(f'A="{wanted}"').satisfied(lambda _: has) is (has == wanted)
    assert parse_prerequisites(f'A<>"{wanted}"').satisfied(lambda _: has) is (has != wanted)
