"""Standing, time and place in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connect_desktop.look.file_name import file_name
from connect_desktop.ui.course_words import Standing, course_words, standing_of
from connect_desktop.ui.learner_name import initials, name_parts, reported_name, spoken_name
from connect_desktop.ui.shelf_items import HereItem, ShelfItem, arranged, items_of
from tests.gui.ui.fake_library import NOW, a_session, some_courses

PLAYED = {"last_played_at": NOW}


@pytest.mark.parametrize(
    ("values", "progress", "share"),
    [
        ({}, "Not started", 0.0),
        (PLAYED, "In progress", None),
        ({"completion": "incomplete", "progress": 0.4, **PLAYED}, "In progress · 40 %", 0.4),
        ({"completion": "incomplete", "progress": 1.7, **PLAYED}, "In progress · 100 %", 1.0),
        ({"completion": "completed", **PLAYED}, "Completed", 1.0),
        ({"completion": "incomplete", "success": "passed", "scaled": 0.85}, "Passed · 85 %", 1.0),
        ({"success": "passed"}, "Passed", 1.0),
        ({"success": "failed"}, "Failed", None),
        ({"success": "failed", "completion": "completed", "scaled": 0.35}, "Failed · 35 %", 1.0),
        ({"success": "failed", "scaled": -1.0, "progress": 0.5}, "Failed · -100 %", 0.5),
    ],
)
def test_progress(values: dict[str, Any], progress: str, share: float | None) -> None:
    words = course_words(a_session(1, **values), NOW)
    assert words.progress == progress
    assert words.share == share


def test_a_course_never_opened() -> None:
    assert standing_of(None) is Standing.NOT_STARTED
    words = course_words(None, NOW)
    assert (words.progress, words.share, words.time_spent, words.last_played) == ("Not started", 0.0, "", "")


@pytest.mark.parametrize(
    ("centiseconds", "words"),
    [
        (0, ""),
        (5_999, "under 1 min"),
        (6_000, "1 min"),
        (359_999, "59 min"),
        (360_000, "1 h"),
        (366_000, "1 h 1 min"),
        (36_000_000, "100 h"),
    ],
)
def test_time_spent(centiseconds: int, words: str) -> None:
    assert course_words(a_session(1, total_time=centiseconds), NOW).time_spent == words


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(seconds=-90), "Just now"),
        (timedelta(seconds=59), "Just now"),
        (timedelta(minutes=59), "59 min ago"),
        (timedelta(hours=2), "Today, 13:00"),
        (timedelta(hours=16), "Yesterday, 23:00"),
        (timedelta(hours=40), "Saturday"),
        (timedelta(days=6), "Tuesday"),
        (timedelta(days=7), "27 Apr 2026"),
    ],
)
def test_last_played(ago: timedelta, words: str) -> None:
    assert course_words(a_session(1, last_played_at=NOW - ago), NOW).last_played.replace("Apr.", "Apr") == words


def titles_of(items: Iterable[ShelfItem]) -> list[str]:
    return [item.course.package.title for item in items if isinstance(item, HereItem)]


def test_courses_played_last_come_first_then_those_imported_last() -> None:
    titles = titles_of(arranged(items_of(some_courses())))
    assert titles[:3] == ["First Aid", "Golf Explained", "Datenschutz"]
    assert titles[-1].startswith("Fire safety")


def test_search_finds_every_word_in_title_or_edition() -> None:
    assert titles_of(arranged(items_of(some_courses()), "GOLF 2004")) == ["Golf Explained"]
    assert not arranged(items_of(some_courses()), "golf 1.2")


@given(given_name=st.text(), family=st.text())
def test_a_name_survives_its_way_through_the_form(given_name: str, family: str) -> None:
    name = reported_name(given_name.replace(",", ""), family.replace(",", ""))
    assert reported_name(*name_parts(name)) == name


def test_names_are_reported_and_spoken() -> None:
    assert reported_name(" Ada ", "van  Dyk") == "van Dyk, Ada"
    assert spoken_name("van Dyk, Ada") == "Ada van Dyk"
    assert spoken_name("Ada") == "Ada"
    assert reported_name(" ", "") == ""


def test_initials() -> None:
    assert [initials(text) for text in ("Golf Explained: the rules", "datenschutz", "«Öl» – 2", "…", "")] == [
        "GR",
        "D",
        "Ö2",
        "",
        "",
    ]


@given(st.text())
def test_a_title_is_always_a_name_for_a_file(title: str) -> None:
    name = file_name(title)
    assert name
    assert not set(name) & set('\\/:*?"<>|\0\n')
    assert not name.startswith(".")
    assert name == name.strip(" .")
