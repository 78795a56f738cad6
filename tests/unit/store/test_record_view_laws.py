"""The record view: the laws of the fold, over any logs."""

from __future__ import annotations

import random
from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from connect_desktop.scorm.cam.course import VerdictRule
from connect_desktop.scorm.rte.durations import centiseconds
from connect_desktop.store.course_state import replay
from connect_desktop.store.record_view import ActivityRecord
from connect_desktop.store.records import EntryKind
from connect_desktop.store.standing import Verdict
from tests.store_for_tests import entries, launch_record
from tests.unit.store.logs import Log, view_of

ORDER_12 = ["", "not attempted", "browsed", "incomplete", "failed", "completed", "passed"]
ORDER_SUCCESS = ["", "unknown", "failed", "passed"]
ORDER_COMPLETION = ["unknown", "not attempted", "incomplete", "completed"]
SCORES = st.sampled_from(["0", "40", "55.5", "90", "100"])
WRITES = {
    "1.2": st.one_of(
        st.tuples(st.just("cmi.core.lesson_status"), st.sampled_from(ORDER_12[1:])),
        st.tuples(st.just("cmi.core.score.raw"), SCORES),
        st.tuples(st.just("cmi.core.session_time"), st.sampled_from(["0000:00:10.00", "0000:01:00.01"])),
        st.tuples(st.just("cmi.core.lesson_location"), st.sampled_from(["1", "2"])),
        st.tuples(st.sampled_from(["cmi.objectives.0.id", "cmi.objectives.1.id"]), st.sampled_from(["o1", "o2"])),
        st.tuples(st.sampled_from(["cmi.objectives.0.status"]), st.sampled_from(ORDER_12[1:])),
        st.tuples(st.sampled_from(["cmi.interactions.0.result", "cmi.interactions.1.result"]), st.just("correct")),
    ),
    "2004": st.one_of(
        st.tuples(st.just("cmi.success_status"), st.sampled_from(ORDER_SUCCESS[1:])),
        st.tuples(st.just("cmi.completion_status"), st.sampled_from(ORDER_COMPLETION)),
        st.tuples(st.just("cmi.score.scaled"), st.sampled_from(["-1", "0", "0.4", "0.9"])),
        st.tuples(st.just("cmi.progress_measure"), st.sampled_from(["0", "0.5", "0.50", "1.0"])),
        st.tuples(st.just("cmi.session_time"), st.sampled_from(["PT10S", "PT1M0.01S"])),
        st.tuples(st.just("cmi.suspend_data"), st.sampled_from(["1", "2"])),
        st.tuples(st.just("cmi.objectives.0.id"), st.sampled_from(["o1", "o2"])),
        st.tuples(st.just("cmi.objectives.0.success_status"), st.sampled_from(ORDER_SUCCESS[1:])),
        st.tuples(st.sampled_from(["cmi.interactions.0.id", "cmi.interactions.1.id"]), st.sampled_from(["q1", "q2"])),
    ),
}


@st.composite
def _sessions(draw: st.DrawFn) -> list[Log]:
    """Launches of one session: some in a row, some side by side on two devices, some not for credit."""
    edition = draw(st.sampled_from(["1.2", "2004"]))
    rows = st.one_of(
        st.builds(lambda pair, name: (EntryKind.SET, name, *pair), WRITES[edition], st.sampled_from(["a", "b"])),
        st.tuples(
            st.sampled_from([EntryKind.OPENED, EntryKind.CLOSED, EntryKind.ATTEMPT]),
            st.sampled_from(["a", "b"]),
            st.just(""),
            st.sampled_from(["", "suspend"]),
        ),
        st.tuples(st.just(EntryKind.PREFERENCE), st.just("a"), st.sampled_from(["x", "y"]), st.sampled_from("123")),
        st.tuples(st.just(EntryKind.SHARED), st.just("a"), st.just("urn:x"), st.sampled_from("123")),
    )
    logs: list[Log] = []
    for number in range(draw(st.integers(0, 5))):
        goes_on = draw(st.booleans())
        predecessor = draw(st.sampled_from(logs)) if logs and goes_on else None
        mode, credit = draw(
            st.sampled_from([("normal", "credit")] * 3 + [("review", "no-credit"), ("normal", "no-credit")])
        )
        launch = launch_record(
            f"launch-{draw(st.integers(0, 9))}{number}",
            lamport=1 + predecessor[0].lamport if predecessor else draw(st.integers(1, 3)),
            mode=mode,
            credit=credit,
            base=replay(predecessor[0].base, predecessor[1]).as_json() if predecessor else {},
        )
        logs.append((launch, entries(*draw(st.lists(rows, max_size=12)))))
    return logs


class TestLaws:
    @given(_sessions(), st.randoms(use_true_random=False), st.sampled_from(VerdictRule))
    def test_order_and_repetition_make_no_difference(
        self, logs: list[Log], chance: random.Random, rule: VerdictRule
    ) -> None:
        shuffled = logs + [chance.choice(logs) for _ in logs]
        chance.shuffle(shuffled)
        assert view_of(shuffled, rule) == view_of(logs, rule)

    @given(_sessions(), _sessions(), _sessions())
    def test_union_is_commutative_associative_and_idempotent(
        self, one: list[Log], two: list[Log], three: list[Log]
    ) -> None:
        one, two, three = (_renamed(logs, name) for name, logs in (("one", one), ("two", two), ("three", three)))
        whole = view_of(one + two + three)
        assert view_of(three + one + two) == whole
        assert view_of([*two, *one, *three, *one, *two]) == whole

    @given(_sessions(), st.data())
    def test_of_one_launch_known_twice_the_further_one_counts(self, logs: list[Log], data: st.DataObject) -> None:
        earlier = [(launch, rows[: data.draw(st.integers(0, len(rows)))]) for launch, rows in logs]
        assert view_of(logs + earlier) == view_of(earlier + logs) == view_of(logs)

    @given(_sessions())
    def test_what_is_not_for_credit_is_left_out(self, logs: list[Log]) -> None:
        credited = [log for log in logs if (log[0].mode, log[0].credit) == ("normal", "credit")]
        assert view_of(logs) == view_of(credited)

    @given(_sessions(), st.data())
    def test_nothing_achieved_is_ever_taken_back(self, logs: list[Log], data: st.DataObject) -> None:
        earlier = [(launch, rows[: data.draw(st.integers(0, len(rows)))]) for launch, rows in logs]
        before, after = view_of(earlier), view_of(logs)
        for name, record in before.activities.items():
            _assert_not_lower(record, after.activities[name])

    @given(_sessions())
    def test_a_verdict_is_one_that_a_launch_really_gave(self, logs: list[Log]) -> None:
        given_together = {
            (launch.id, name, frozenset(_verdict_values(replay(launch.base, rows[:end]).activity(name).values).items()))
            for launch, rows in logs
            for end in range(len(rows) + 1)
            for name in ("a", "b")
        }
        for name, record in view_of(logs).activities.items():
            if (verdict := record.standing.verdict) is not None:
                assert (verdict.launch, name, frozenset(verdict.values.items())) in given_together

    @given(_sessions())
    def test_completion_and_progress_are_the_highest_ever(self, logs: list[Log]) -> None:
        for name, record in view_of(logs).activities.items():
            written = _written(logs, name)
            completions = [value for element, value in written if element == "cmi.completion_status"]
            measures = [float(value) for element, value in written if element == "cmi.progress_measure"]
            if completions:
                assert record.standing.completion == max(completions, key=ORDER_COMPLETION.index)
            assert record.standing.progress_measure == max(measures, default=None)

    @given(_sessions())
    def test_time_is_the_sum_of_the_last_session_time_of_each_opening(self, logs: list[Log]) -> None:
        expected: dict[str, int] = {}
        for launch, rows in logs:
            last: dict[str, int] = {}
            for entry in rows if (launch.mode, launch.credit) == ("normal", "credit") else ():
                if entry.element in ("cmi.session_time", "cmi.core.session_time"):
                    last[entry.activity] = centiseconds(entry.value) or 0
                elif entry.kind in (EntryKind.OPENED, EntryKind.CLOSED, EntryKind.ATTEMPT):
                    expected[entry.activity] = expected.get(entry.activity, 0) + last.pop(entry.activity, 0)
            for name, time in last.items():
                expected[name] = expected.get(name, 0) + time
        view = view_of(logs)
        assert {name: it.total_time for name, it in view.activities.items() if it.total_time} == {
            name: time for name, time in expected.items() if time
        }
        assert view.total_time == sum(expected.values())


def _renamed(logs: Iterable[Log], name: str) -> list[Log]:
    return [(launch_record(f"{name}-{it.id}", lamport=it.lamport, base=it.base), rows) for it, rows in logs]


def _written(logs: Iterable[Log], name: str) -> list[tuple[str, str]]:
    return [
        (entry.element, entry.value)
        for launch, rows in logs
        if (launch.mode, launch.credit) == ("normal", "credit")
        for entry in rows
        if entry.kind is EntryKind.SET and entry.activity == name
    ]


def _verdict_values(values: dict[str, str]) -> dict[str, str]:
    names = {
        "cmi.core.lesson_status": "status",
        "cmi.core.score.raw": "score.raw",
        "cmi.success_status": "success_status",
        "cmi.score.scaled": "score.scaled",
    }
    return {names[element]: value for element, value in values.items() if element in names}


def _status_rank(verdict: Verdict | None) -> int:
    if verdict is None:
        return 0
    order = ORDER_12 if "status" in verdict.values else ORDER_SUCCESS
    return order.index(verdict.values.get("status") or verdict.values.get("success_status", ""))


def _assert_not_lower(before: ActivityRecord, after: ActivityRecord) -> None:
    assert _status_rank(after.standing.verdict) >= _status_rank(before.standing.verdict)
    assert ORDER_COMPLETION.index(after.standing.completion) >= ORDER_COMPLETION.index(before.standing.completion)
    assert (after.standing.progress_measure or 0) >= (before.standing.progress_measure or 0)
    keys = {(it.launch, it.attempt, it.index) for it in after.interactions}
    assert keys >= {(it.launch, it.attempt, it.index) for it in before.interactions}
