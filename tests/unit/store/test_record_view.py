"""The record view: the laws of the fold, and each row of the table it follows."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connect_desktop.scorm.rte.durations import centiseconds
from connect_desktop.store.course_state import replay
from connect_desktop.store.launch_trace import Item, LaunchTrace
from connect_desktop.store.record_view import ActivityRecord, RecordView, VerdictRule, record_view
from connect_desktop.store.records import Entry, EntryKind, LaunchRecord
from connect_desktop.store.standing import Verdict
from tests.store_for_tests import entries, launch_record, sets

Row = tuple[EntryKind, str, str, str]
Log = tuple[LaunchRecord, tuple[Entry, ...]]

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


def _view(logs: Iterable[Log], rule: VerdictRule = VerdictRule.BEST) -> RecordView:
    return record_view((LaunchTrace(*log) for log in logs), rule)


class TestLaws:
    @given(_sessions(), st.randoms(use_true_random=False), st.sampled_from(VerdictRule))
    def test_order_and_repetition_make_no_difference(
        self, logs: list[Log], chance: random.Random, rule: VerdictRule
    ) -> None:
        shuffled = logs + [chance.choice(logs) for _ in logs]
        chance.shuffle(shuffled)
        assert _view(shuffled, rule) == _view(logs, rule)

    @given(_sessions(), _sessions(), _sessions())
    def test_union_is_commutative_associative_and_idempotent(
        self, one: list[Log], two: list[Log], three: list[Log]
    ) -> None:
        one, two, three = (_renamed(logs, name) for name, logs in (("one", one), ("two", two), ("three", three)))
        whole = _view(one + two + three)
        assert _view(three + one + two) == whole
        assert _view([*two, *one, *three, *one, *two]) == whole

    @given(_sessions(), st.data())
    def test_of_one_launch_known_twice_the_further_one_counts(self, logs: list[Log], data: st.DataObject) -> None:
        earlier = [(launch, rows[: data.draw(st.integers(0, len(rows)))]) for launch, rows in logs]
        assert _view(logs + earlier) == _view(earlier + logs) == _view(logs)

    @given(_sessions())
    def test_what_is_not_for_credit_is_left_out(self, logs: list[Log]) -> None:
        credited = [log for log in logs if (log[0].mode, log[0].credit) == ("normal", "credit")]
        assert _view(logs) == _view(credited)

    @given(_sessions(), st.data())
    def test_nothing_achieved_is_ever_taken_back(self, logs: list[Log], data: st.DataObject) -> None:
        earlier = [(launch, rows[: data.draw(st.integers(0, len(rows)))]) for launch, rows in logs]
        before, after = _view(earlier), _view(logs)
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
        for name, record in _view(logs).activities.items():
            if (verdict := record.standing.verdict) is not None:
                assert (verdict.launch, name, frozenset(verdict.values.items())) in given_together

    @given(_sessions())
    def test_completion_and_progress_are_the_highest_ever(self, logs: list[Log]) -> None:
        for name, record in _view(logs).activities.items():
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
        view = _view(logs)
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


def _one_after_another(*launches: Sequence[Row]) -> list[Log]:
    logs: list[Log] = []
    for number, rows in enumerate(launches, start=1):
        base = {}
        if logs:
            state = replay(logs[-1][0].base, logs[-1][1])
            state.cut_off()
            base = state.as_json()
        logs.append((launch_record(f"launch-{number}", lamport=number, base=base), entries(*rows)))
    return logs


def _side_by_side(*launches: Sequence[Row]) -> list[Log]:
    return [(launch_record(f"launch-{number}"), entries(*rows)) for number, rows in enumerate(launches, start=1)]


def _12(status: str = "", raw: str = "") -> list[Row]:
    values = {"cmi.core.score.raw": raw, "cmi.core.lesson_status": status}
    return sets("a", [(element, value) for element, value in values.items() if value])


def _2004(success: str = "", scaled: str = "") -> list[Row]:
    values = {"cmi.score.scaled": scaled, "cmi.success_status": success}
    return sets("a", [(element, value) for element, value in values.items() if value])


class TestVerdict:
    @pytest.mark.parametrize(
        ("launches", "status", "raw", "launch"),
        [
            ([_12("passed", "60"), _12("failed", "95")], "passed", "60", "launch-1"),
            ([_12("failed", "20"), _12("incomplete", "99")], "failed", "20", "launch-1"),
            ([_12("failed", "20"), _12("completed")], "completed", None, "launch-2"),
            ([_12("browsed"), _12("not attempted")], "browsed", None, "launch-1"),
            ([_12("passed", "80"), _12("passed", "90"), _12("passed", "70")], "passed", "90", "launch-2"),
            ([_12("passed"), _12("passed", "0")], "passed", "0", "launch-2"),
            ([_12("passed", "80"), _12("passed", "80")], "passed", "80", "launch-2"),
        ],
    )
    def test_of_scorm_12_is_the_best_of_one_launch(
        self, launches: list[list[Row]], status: str, raw: str | None, launch: str
    ) -> None:
        verdict = _view(_side_by_side(*launches)).activities["a"].standing.verdict
        assert verdict is not None
        assert (verdict.values.get("status"), verdict.values.get("score.raw")) == (status, raw)
        assert verdict.launch == launch

    @pytest.mark.parametrize(
        ("launches", "success", "scaled"),
        [
            ([_2004("passed", "0.6"), _2004("failed", "0.95")], "passed", 0.6),
            ([_2004("failed", "-0.5"), _2004("failed", "0")], "failed", 0.0),
            ([_2004("unknown", "0.9"), _2004("failed")], "failed", None),
            ([_2004("", "0.3"), _2004("unknown", "0.2")], "unknown", 0.3),
        ],
    )
    def test_of_scorm_2004_likewise(self, launches: list[list[Row]], success: str, scaled: float | None) -> None:
        standing = _view(_side_by_side(*launches)).activities["a"].standing
        assert (standing.success, standing.scaled) == (success, scaled)

    def test_goes_by_scaled_scores_that_are_derived_where_they_can_be(self) -> None:
        of_fifty = [*sets("a", [("cmi.core.score.max", "50")]), *_12("passed", "45")]
        standing = _view(_side_by_side(_12("passed", "80"), of_fifty)).activities["a"].standing
        assert (standing.scaled, standing.score("raw"), standing.score("max")) == (0.9, 45.0, 50.0)

    def test_takes_what_the_launch_inherited_with_the_attempt_it_went_on_with(self) -> None:
        standing = _view(_one_after_another(_12("incomplete", "90"), _12("completed"))).activities["a"].standing
        assert (standing.completion, standing.score("raw")) == ("completed", 90.0)

    def test_takes_nothing_over_into_a_new_attempt(self) -> None:
        logs = _one_after_another(_12("incomplete", "90"), [(EntryKind.ATTEMPT, "a", "", ""), *_12("completed")])
        standing = _view(logs).activities["a"].standing
        assert (standing.completion, standing.score("raw")) == ("completed", None)

    def test_of_a_second_try_within_a_launch_neither_hides_the_first_nor_mixes_with_it(self) -> None:
        first, second = (sets("a", [("cmi.core.score.max", high)]) for high in ("100", "10"))
        logs = _side_by_side([*first, *_12("passed", "80"), *second, *_12("failed", "4")])
        verdict = _view(logs).activities["a"].standing.verdict
        assert verdict is not None
        assert verdict.values == {"status": "passed", "score.raw": "80", "score.max": "100"}

    def test_may_be_the_latest_where_the_course_asks_for_it(self) -> None:
        logs = _one_after_another(_2004("passed", "0.9"), _2004("failed", "0.2"), [])
        standing = _view(logs, VerdictRule.LATEST).activities["a"].standing
        assert (standing.success, standing.scaled) == ("failed", 0.2)

    def test_of_a_failed_12_sco_says_that_it_was_worked_through(self) -> None:
        standing = _view(_side_by_side(_12("failed"))).activities["a"].standing
        assert (standing.completion, standing.success) == ("completed", "failed")

    @pytest.mark.parametrize("status", ["", "Passed", "done"])
    def test_in_words_of_its_own_counts_for_nothing(self, status: str) -> None:
        logs = _side_by_side(sets("a", [("cmi.core.lesson_status", status)]), _12("incomplete"))
        standing = _view(logs).activities["a"].standing
        assert (standing.completion, standing.success) == ("incomplete", "unknown")


def test_completion_goes_down_neither_within_a_launch_nor_between() -> None:
    def completion(*words: str) -> list[Row]:
        return sets("a", [("cmi.completion_status", word) for word in words])

    logs = _side_by_side(completion("completed", "incomplete"), completion("not attempted", "unknown"))
    assert _view(logs).activities["a"].standing.completion == "completed"


def test_the_bundle_is_all_of_the_causally_latest_launch() -> None:
    def bundle(activity: str, value: str) -> list[Row]:
        return [
            *sets(activity, [("cmi.suspend_data", value), ("cmi.location", value), ("cmi.exit", "suspend")]),
            (EntryKind.SHARED, activity, "urn:x", value),
            (EntryKind.SEQUENCING, "", "", f'{{"at": "{value}"}}'),
        ]

    first, second = _one_after_another(bundle("a", "1"), bundle("b", "2"))
    beside = (launch_record("launch-9", lamport=1), entries(*bundle("a", "9")))
    view = _view([beside, second, first])
    assert view.launches == ("launch-1", "launch-9", "launch-2")
    assert view.activities["a"].resume == {"cmi.suspend_data": "1", "cmi.location": "1", "cmi.exit": "suspend"}
    assert view.activities["b"].resume == {"cmi.suspend_data": "2", "cmi.location": "2", "cmi.exit": "suspend"}
    assert (view.shared, view.sequencing) == ({"urn:x": "2"}, {"at": "2"})


def test_the_bundle_has_nothing_that_is_reported_by_itself() -> None:
    rows = sets(
        "a",
        [
            ("cmi.suspend_data", "kept"),
            ("cmi.success_status", "passed"),
            ("cmi.score.scaled", "1"),
            ("cmi.interactions.0.id", "q"),
            ("cmi.comments_from_learner.0.comment", "hm"),
            ("adl.nav.request", "continue"),
            ("cmi.session_time", "PT1S"),
        ],
    )
    assert _view(_side_by_side(rows)).activities["a"].resume == {"cmi.suspend_data": "kept"}


def test_an_activity_known_only_from_what_the_latest_launch_inherited_can_still_be_resumed() -> None:
    _, second = _one_after_another(sets("a", [("cmi.core.lesson_location", "7")]), sets("b", [("cmi.location", "1")]))
    record = _view([second]).activities["a"]
    assert record == ActivityRecord(is_12=True, resume={"cmi.core.lesson_location": "7"})


class TestInteractions:
    def test_of_launches_side_by_side_are_appended(self) -> None:
        question = sets("a", [("cmi.interactions.0.id", "q1"), ("cmi.interactions.0.result", "correct")])
        items = _view(_side_by_side(question, question)).activities["a"].interactions
        values = {"id": "q1", "result": "correct"}
        assert items == (Item("launch-1", 0, 0, values), Item("launch-2", 0, 0, values))

    def test_that_a_later_launch_only_inherits_are_not_appended_again(self) -> None:
        logs = _one_after_another(
            sets("a", [("cmi.interactions.0.id", "q1")]), sets("a", [("cmi.interactions.1.id", "q2")])
        )
        items = _view(logs).activities["a"].interactions
        assert items == (Item("launch-1", 0, 0, {"id": "q1"}), Item("launch-2", 0, 1, {"id": "q2"}))

    def test_that_a_later_launch_changes_are_whole(self) -> None:
        logs = _one_after_another(
            sets("a", [("cmi.interactions.0.id", "q1"), ("cmi.interactions.0.result", "incorrect")]),
            sets("a", [("cmi.interactions.0.result", "correct")]),
        )
        items = _view(logs).activities["a"].interactions
        assert [dict(item.values) for item in items] == [
            {"id": "q1", "result": "incorrect"},
            {"id": "q1", "result": "correct"},
        ]

    def test_of_a_second_attempt_do_not_overwrite_the_first(self) -> None:
        question = sets("a", [("cmi.interactions.0.id", "q1")])
        items = _view(_side_by_side([*question, (EntryKind.ATTEMPT, "a", "", ""), *question])).activities["a"]
        assert [(item.attempt, item.index) for item in items.interactions] == [(0, 0), (1, 0)]

    def test_keep_their_own_objectives_apart_from_the_activitys(self) -> None:
        record = _view(_side_by_side(sets("a", [("cmi.interactions.0.objectives.0.id", "o1")]))).activities["a"]
        assert record.interactions == (Item("launch-1", 0, 0, {"objectives.0.id": "o1"}),)
        assert record.objectives == ()


class TestComments:
    def test_are_appended(self) -> None:
        comment = sets("a", [("cmi.comments_from_learner.0.comment", "hm")])
        items = _view(_side_by_side(comment, comment)).activities["a"].comments
        assert [(item.launch, dict(item.values)) for item in items] == [
            ("launch-1", {"comment": "hm"}),
            ("launch-2", {"comment": "hm"}),
        ]

    def test_of_scorm_12_that_a_sco_reads_back_and_adds_to_count_once(self) -> None:
        logs = _one_after_another(
            sets("a", [("cmi.comments", "first")]), sets("a", [("cmi.comments", "first, second")])
        )
        items = _view(logs).activities["a"].comments
        assert [item.values["comment"] for item in items] == ["first", ", second"]


class TestObjectives:
    def test_meet_by_id_wherever_they_stand_and_follow_the_same_rules(self) -> None:
        one = sets(
            "a",
            [
                ("cmi.objectives.0.id", "o1"),
                ("cmi.objectives.0.success_status", "passed"),
                ("cmi.objectives.0.score.scaled", "0.5"),
                ("cmi.objectives.0.completion_status", "incomplete"),
            ],
        )
        two = sets(
            "a",
            [
                ("cmi.objectives.0.id", "o2"),
                ("cmi.objectives.1.id", "o1"),
                ("cmi.objectives.1.success_status", "failed"),
                ("cmi.objectives.1.score.scaled", "0.9"),
                ("cmi.objectives.1.completion_status", "completed"),
                ("cmi.objectives.1.progress_measure", "1"),
                ("cmi.objectives.1.description", "Add"),
            ],
        )
        first, second = _view(_side_by_side(one, two)).activities["a"].objectives
        assert (first.id, first.description, second.id) == ("o1", "Add", "o2")
        standing = first.standing
        assert (standing.success, standing.scaled) == ("passed", 0.5)
        assert (standing.completion, standing.progress) == ("completed", "1")

    def test_that_a_later_launch_goes_on_with_keep_their_id(self) -> None:
        logs = _one_after_another(
            sets("a", [("cmi.objectives.0.id", "o1"), ("cmi.objectives.0.status", "failed")]),
            sets("a", [("cmi.objectives.0.status", "passed")]),
        )
        (objective,) = _view(logs).activities["a"].objectives
        assert (objective.id, objective.standing.success) == ("o1", "passed")

    def test_without_an_id_stay_apart_by_index(self) -> None:
        rows = sets("a", [("cmi.objectives.0.status", "failed"), ("cmi.objectives.1.status", "passed")])
        objectives = _view(_side_by_side(rows, rows)).activities["a"].objectives
        assert [(it.id, it.standing.success) for it in objectives] == [("", "failed"), ("", "passed")]


def test_of_preferences_the_last_writer_of_each_wins() -> None:
    def prefers(element: str, value: str) -> Row:
        return (EntryKind.PREFERENCE, "a", element, value)

    logs = _one_after_another(
        [prefers("language", "de"), prefers("audio_level", "1")], [prefers("language", "fr"), prefers("language", "sv")]
    )
    assert _view(reversed(logs)).preferences == {"language": "sv", "audio_level": "1"}


def test_a_session_without_launches_has_an_empty_record() -> None:
    assert record_view([]) == RecordView()


def test_a_higher_revision_counts_whatever_its_length() -> None:
    longer = (launch_record(rev=1), entries(*_12("incomplete"), *_12("failed")))
    newer = (launch_record(rev=2), entries(*_12("passed")))
    assert _view([longer, newer]) == _view([newer, longer]) == _view([newer])
