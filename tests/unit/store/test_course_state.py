"""The runtime view: what comes back is what was written, one entry at a time."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connect_desktop.store.course_state import ActivityState, CourseState, replay
from connect_desktop.store.records import Entry, EntryKind
from tests.store_for_tests import entries, sets

ANY_TEXT = st.text(alphabet=st.characters(), max_size=20)
ELEMENTS = st.sampled_from(["cmi.location", "cmi.suspend_data", "cmi.interactions.0.id", "cmi.session_time"])
VALUES = st.one_of(ANY_TEXT, st.sampled_from(["PT1M", "PT0.5S", "suspend", "normal"]))
ROWS = st.one_of(
    st.tuples(
        st.sampled_from([kind for kind in EntryKind if kind is not EntryKind.SEQUENCING]),
        st.sampled_from(["one", "two"]),
        ELEMENTS,
        VALUES,
    ),
    st.builds(
        lambda state: (EntryKind.SEQUENCING, "", "", json.dumps(state)),
        st.dictionaries(ANY_TEXT, st.integers(), max_size=3),
    ),
)
JOURNALS = st.lists(ROWS, max_size=40).map(lambda rows: entries(*rows))


@given(JOURNALS, JOURNALS)
def test_a_state_goes_through_json_and_on_as_if_it_had_not(before: tuple[Entry, ...], after: tuple[Entry, ...]) -> None:
    state = replay({}, before)
    document = json.loads(json.dumps(state.as_json()))
    assert CourseState.from_json(document) == state
    assert replay(document, after) == replay({}, before + after)


@given(JOURNALS)
def test_a_told_state_does_not_change_with_the_state(journal: tuple[Entry, ...]) -> None:
    state = replay({}, journal)
    told = state.as_json()
    before = json.dumps(told)
    again = CourseState.from_json(told)
    for entry in journal:
        state.apply(entry)
        again.apply(entry)
    assert json.dumps(told) == before


@given(JOURNALS)
def test_the_last_value_written_in_an_attempt_is_read_back_verbatim(journal: tuple[Entry, ...]) -> None:
    expected: dict[str, dict[str, str]] = {"one": {}, "two": {}}
    for entry in journal:
        if entry.kind is EntryKind.ATTEMPT:
            expected[entry.activity] = {}
        elif entry.kind is EntryKind.RETRACTED:
            expected[entry.activity].pop(entry.element, None)
        elif entry.kind in (EntryKind.SET, EntryKind.STATED) and entry.element != "cmi.session_time":
            expected[entry.activity][entry.element] = entry.value
    state = replay({}, journal)
    assert {name: state.activity(name).values for name in expected} == expected


@given(JOURNALS)
def test_cutting_off_twice_is_cutting_off_once_and_leaves_nothing_open(journal: tuple[Entry, ...]) -> None:
    state = replay({}, journal)
    values = {name: dict(activity.values) for name, activity in state.activities.items()}
    state.cut_off()
    once = state.as_json()
    state.cut_off()
    assert state.as_json() == once
    assert not any(activity.opened for activity in state.activities.values())
    assert {name: activity.values for name, activity in state.activities.items()} == values


def test_session_time_is_kept_apart_and_added_when_the_activity_closes() -> None:
    state = replay(
        {},
        entries(
            (EntryKind.OPENED, "a", "", ""),
            *sets("a", [("cmi.session_time", "PT10S"), ("cmi.session_time", "PT12.5S")]),
        ),
    )
    assert (state.activity("a").session_time, state.activity("a").total_time) == (1250, 0)
    assert state.activity("a").values == {}
    state.apply(Entry(4, EntryKind.CLOSED, "a", "", "suspend"))
    assert state.activity("a") == ActivityState(total_time=1250, suspended=True)


@pytest.mark.parametrize("element", ["cmi.core.session_time", "cmi.session_time"])
def test_session_time_is_read_in_both_notations(element: str) -> None:
    state = replay({}, entries(*sets("a", [(element, "0000:01:05.50" if "core" in element else "PT1M5.5S")])))
    assert state.activity("a").session_time == 6550


def test_a_time_that_cannot_be_read_changes_nothing() -> None:
    rows = sets("a", [("cmi.session_time", "PT3S"), ("cmi.session_time", "soon")])
    assert replay({}, entries(*rows)).activity("a") == ActivityState(session_time=300)


def test_a_new_attempt_starts_from_nothing_and_counts() -> None:
    state = replay(
        {},
        entries(
            (EntryKind.ATTEMPT, "a", "", ""),
            (EntryKind.OPENED, "a", "", ""),
            *sets("a", [("cmi.location", "5"), ("cmi.session_time", "PT9S")]),
            (EntryKind.CLOSED, "a", "", "normal"),
            (EntryKind.ATTEMPT, "a", "", ""),
        ),
    )
    assert state.activity("a") == ActivityState(attempts=2)


@pytest.mark.parametrize(("exit_value", "suspended"), [("suspend", True), ("normal", False), ("", False)])
def test_only_the_exit_suspend_lets_an_attempt_go_on(exit_value: str, suspended: bool) -> None:
    state = replay({}, entries((EntryKind.OPENED, "a", "", ""), (EntryKind.CLOSED, "a", "", exit_value)))
    assert state.activity("a").suspended is suspended
    assert state.current == "a"


def test_an_activity_that_was_never_closed_goes_on_where_it_was() -> None:
    state = replay(
        {},
        entries((EntryKind.OPENED, "a", "", ""), *sets("a", [("cmi.location", "p7"), ("cmi.session_time", "PT1S")])),
    )
    state.cut_off()
    assert state.activity("a") == ActivityState(values={"cmi.location": "p7"}, total_time=100, suspended=True)


@pytest.mark.parametrize(("exit_value", "suspended"), [("suspend", True), ("", False)])
def test_a_sco_that_had_terminated_before_the_crash_left_as_it_said(exit_value: str, suspended: bool) -> None:
    state = replay({}, entries((EntryKind.OPENED, "a", "", ""), (EntryKind.TERMINATED, "a", "", exit_value)))
    state.cut_off()
    assert state.activity("a") == ActivityState(suspended=suspended)


def test_opening_again_what_was_not_closed_counts_both_times() -> None:
    state = replay(
        {},
        entries(
            (EntryKind.OPENED, "a", "", ""),
            *sets("a", [("cmi.session_time", "PT1S")]),
            (EntryKind.OPENED, "a", "", ""),
            *sets("a", [("cmi.session_time", "PT2S")]),
            (EntryKind.CLOSED, "a", "", ""),
        ),
    )
    assert state.activity("a").total_time == 300


def test_shared_data_preferences_and_sequencing_belong_to_the_course() -> None:
    sequencing: dict[str, Any] = {"suspended": "two", "tree": [1, {"x": None}]}
    state = replay(
        {},
        entries(
            (EntryKind.SHARED, "a", "urn:notes", "ours"),
            (EntryKind.PREFERENCE, "a", "cmi.learner_preference.language", "de"),
            (EntryKind.SEQUENCING, "", "", json.dumps(sequencing)),
        ),
    )
    assert state == CourseState(
        shared={"urn:notes": "ours"},
        preferences={"cmi.learner_preference.language": "de"},
        sequencing=sequencing,
    )


def test_asking_for_an_activity_never_touched_leaves_no_trace() -> None:
    state = CourseState()
    assert state.activity("a") == ActivityState()
    assert state.as_json() == CourseState().as_json()
