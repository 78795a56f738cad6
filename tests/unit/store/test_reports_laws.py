"""What the tallies come to is what counting the sessions again comes to, whatever happened to them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from connect_desktop.store.columns import moment_column
from connect_desktop.store.database import Store, open_store
from connect_desktop.store.records import SessionRecord
from connect_desktop.store.reports.interaction_reports import InteractionReports
from connect_desktop.store.reports.periods import periods_of, stretch, whole_days
from connect_desktop.store.reports.selection import Selection
from connect_desktop.store.reports.session_reports import SessionReports
from connect_desktop.store.reports.tallies import TABLES, recounted
from connect_desktop.store.reports.tally import Counted, percent_of, tally_of
from connect_desktop.store.session_query import SessionQuery
from tests.store_for_tests import SteppingClock

_START = datetime(2026, 1, 29, 22, tzinfo=UTC)
_PACKAGES = ("pkg_a", "pkg_b", "pkg_c")
_LEARNERS = ("ada", "bob")

moments = st.builds(
    lambda day, hour, instant: _START + timedelta(days=day, hours=hour, microseconds=instant),
    st.integers(-70, 90),
    st.sampled_from((-22, -10, 0, 2)),
    st.sampled_from((-1, 0, 1)),
)
ends = st.none() | moments
selections = st.builds(
    Selection,
    package_id=st.none() | st.sampled_from(_PACKAGES),
    learner_id=st.none() | st.sampled_from(_LEARNERS),
    since=ends,
    until=ends,
)
answers = st.lists(
    st.tuples(
        st.sampled_from(("q1", "q2", "long " * 60)),
        st.sampled_from(("correct", "incorrect", "wrong", "neutral", "0.5")),
        st.sampled_from(("a", "b", "lång \ud83d", "x" * 300)),
        st.sampled_from(("PT1.5S", "00:00:02", "")),
    ),
    max_size=3,
)
# Session, days to go on before, what it came to, and None to delete it.
steps = st.lists(
    st.tuples(
        st.integers(0, 5),
        st.sampled_from((0.0, 0.1, 1.0, 31.0)),
        st.none()
        | st.tuples(
            st.sampled_from(("unknown", "not attempted", "incomplete", "completed")),
            st.sampled_from(("unknown", "failed", "passed")),
            st.none() | st.floats(-1, 1),
            st.integers(0, 10**6),
            answers,
        ),
    ),
    max_size=14,
)


@contextmanager
def _store(clock: SteppingClock) -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "connect.sqlite3", clock)
        for learner in _LEARNERS:
            store.learners.known_as(learner)
        yield store
        store.close()


def _play(store: Store, clock: SteppingClock, story: list[tuple[int, float, object]]) -> None:
    for number, days, outcome in story:
        clock.step(days * 86_400)
        session = f"s{number}"
        store.sessions.create(session, _LEARNERS[number % 2], _PACKAGES[number % 3])
        if not isinstance(outcome, tuple):
            store.sessions.remove(session)
            continue
        completion, success, scaled, total_time, given_answers = outcome
        elements: dict[str, str] = {}
        for index, (identifier, result, response, latency) in enumerate(given_answers):
            place = f"cmi.interactions.{index}"
            elements |= {f"{place}.id": identifier, f"{place}.result": result, f"{place}.latency": latency}
            elements[f"{place}.learner_response"] = response
        store.sessions.save_record(
            session,
            completion=completion,
            success=success,
            scaled=scaled,
            total_time=total_time,
            suspended=False,
            cmi_data=elements,
        )


def _selected(store: Store, selection: Selection) -> list[SessionRecord]:
    query = SessionQuery(learner_id=selection.learner_id, package_id=selection.package_id)
    return [
        session
        for session in store.sessions.page(query, 100)
        if (selection.since is None or session.updated_at >= selection.since)
        and (selection.until is None or session.updated_at <= selection.until)
    ]


def _counted(sessions: list[SessionRecord]) -> Counted:
    counted = Counted()
    for it in sessions:
        percents = {} if it.scaled is None else {percent_of(it.scaled): 1}
        counted.add(tally_of(it.completion, it.success, it.scaled, it.total_time), percents)
    return counted


def _without_none(counted: Counted) -> Counted:
    return Counted(counted.tally, {percent: number for percent, number in counted.percents.items() if number})


@given(story=steps, selection=selections)
@settings(max_examples=25, deadline=None)
def test_reports_are_what_counting_the_sessions_comes_to(
    story: list[tuple[int, float, object]], selection: Selection
) -> None:
    clock = SteppingClock(_START)
    with _store(clock) as store:
        _play(store, clock, story)
        sessions = _selected(store, selection)
        reports = SessionReports(store.database.connections, store.tenant_id)
        assert _without_none(reports.overall(selection)) == _counted(sessions)
        by_package = {name: [it for it in sessions if it.package_id == name] for name in _PACKAGES}
        expected = {name: _counted(found) for name, found in by_package.items() if found}
        found = reports.by_package(selection, limit=10)
        assert {name: _without_none(counted) for name, counted in found.items()} == expected
        assert (
            list(reports.by_package(selection, limit=1, after="pkg_a")) == [it for it in expected if it > "pkg_a"][:1]
        )
        most = reports.most_used(selection, limit=10)
        assert {name: counted.tally for name, counted in most.items()} == {n: c.tally for n, c in expected.items()}
        for by_day, width in ((True, 10), (False, 7)):
            periods = {moment_column(it.updated_at)[:width] for it in sessions}
            assert reports.over_time(selection, by_day=by_day) == {
                period: _counted([it for it in sessions if moment_column(it.updated_at).startswith(period)]).tally
                for period in sorted(periods)
            }


@given(story=steps)
@settings(max_examples=25, deadline=None)
def test_tallies_are_those_that_are_made_anew(story: list[tuple[int, float, object]]) -> None:
    clock = SteppingClock(_START)
    with _store(clock) as store:
        _play(store, clock, story)
        kept = _rows(store)
        with store.database.connections.writing() as connection:
            recounted(connection)
        assert _rows(store) == kept


def _rows(store: Store) -> dict[str, set[tuple[object, ...]]]:
    """What the tallies say; what counts nothing says nothing."""
    counts = {"session_tally": "sessions", "score_tally": "sessions", "interaction_tally": "answered"}
    columns = {"interaction_tally": "package_id, interaction_id, period, answered, correct, incorrect, latency_sum"}
    with store.database.connections.reading() as connection:
        return {
            table: {
                tuple(row)
                for row in connection.execute(
                    f"SELECT {columns.get(table, '*')} FROM {table} WHERE {counts.get(table, 'answers')} <> 0"
                )
            }
            for table in TABLES
        }


@given(story=steps, selection=selections)
@settings(max_examples=20, deadline=None)
def test_answers_of_all_are_those_of_each_learner_together(
    story: list[tuple[int, float, object]], selection: Selection
) -> None:
    clock = SteppingClock(_START)
    with _store(clock) as store:
        _play(store, clock, story)
        reports = InteractionReports(store.database.connections, store.tenant_id)
        everybody = replace(selection, learner_id=None)
        together: dict[tuple[str, str], tuple[int, ...]] = {}
        wrong: dict[tuple[str, str], dict[str, int]] = {}
        for learner in _LEARNERS:
            for it in reports.page(replace(selection, learner_id=learner), limit=50):
                key = it.package_id, it.id
                known = together.get(key, (0,) * 5)
                together[key] = tuple(a + b for a, b in zip(known, it.tally, strict=True))
                for response, times in it.wrong:
                    wrong.setdefault(key, {})[response] = wrong.get(key, {}).get(response, 0) + times
        found = reports.page(everybody, limit=50)
        assert {(it.package_id, it.id): tuple(it.tally) for it in found} == together
        assert {(it.package_id, it.id): dict(it.wrong) for it in found if it.wrong} == wrong
        if found:
            first = found[0]
            assert reports.page(everybody, limit=50, after=(first.package_id, first.id)) == found[1:]


@given(moment=moments, since=ends, until=ends, by_day=st.booleans())
@settings(max_examples=200)
def test_a_stretch_holds_a_moment_once_or_not_at_all(
    moment: datetime, since: datetime | None, until: datetime | None, by_day: bool
) -> None:
    column = moment_column(moment)
    time = stretch(since, until, by_day=by_day)
    tallied = sum(low <= period <= high for period in periods_of(column) for low, high in time.tallied)
    loose = sum(low <= column <= high for low, high in time.loose)
    inside = (since is None or moment >= since) and (until is None or moment <= until)
    assert tallied + loose == inside
    first, last = whole_days(since, until)
    assert not stretch(first, last).loose


@pytest.mark.parametrize("until", [datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC)])
@pytest.mark.parametrize("since", [datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC), None])
def test_the_ends_of_time_can_be_named(since: datetime | None, until: datetime) -> None:
    column = moment_column(_START)
    time = stretch(since, until)
    found = sum(low <= it <= high for it in periods_of(column) for low, high in time.tallied)
    assert found == ((since is None or since <= _START) and until >= _START)


def test_a_question_described_later_is_described() -> None:
    clock = SteppingClock(_START)
    with _store(clock) as store:
        store.sessions.create("s0", "ada", "pkg_a")
        elements = {"cmi.interactions.0.id": "q1", "cmi.interactions.0.result": "correct"}
        saved = {"completion": "unknown", "success": "unknown", "total_time": 0, "suspended": False}
        store.sessions.save_record("s0", **saved, cmi_data=elements)  # type: ignore[arg-type]
        elements["cmi.interactions.0.description"] = "What is it?"
        store.sessions.save_record("s0", **saved, cmi_data=elements)  # type: ignore[arg-type]
        (question,) = InteractionReports(store.database.connections, store.tenant_id).page(Selection(), limit=5)
        assert (question.description, question.tally.answered) == ("What is it?", 1)


@given(
    story=steps,
    completion=st.none() | st.sampled_from(("unknown", "completed", "incomplete")),
    success=st.none() | st.sampled_from(("passed", "failed")),
    selection=selections,
    limit=st.integers(1, 4),
)
@settings(max_examples=20, deadline=None)
def test_pages_of_sessions_hold_those_wanted_in_order(
    story: list[tuple[int, float, object]],
    completion: str | None,
    success: str | None,
    selection: Selection,
    limit: int,
) -> None:
    clock = SteppingClock(_START)
    with _store(clock) as store:
        _play(store, clock, story)
        expected = sorted(
            (
                session
                for session in _selected(store, selection)
                if completion in (None, session.completion) and success in (None, session.success)
            ),
            key=lambda session: (session.updated_at, session.id),
            reverse=True,
        )
        query = SessionQuery(
            learner_id=selection.learner_id,
            package_id=selection.package_id,
            completion=completion,
            success=success,
            since=selection.since,
            until=selection.until,
        )
        found: list[SessionRecord] = []
        while page := store.sessions.page(query, limit):
            found += page
            query = replace(query, after=(page[-1].updated_at, page[-1].id))
        assert found == expected
