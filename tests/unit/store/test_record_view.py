"""The record view: each row of the table it follows."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from connect_desktop.scorm.cam.course import VerdictRule
from connect_desktop.store.course_state import replay
from connect_desktop.store.launch_trace import Item
from connect_desktop.store.record_view import ActivityRecord, RecordView, record_view
from connect_desktop.store.records import EntryKind
from tests.store_for_tests import entries, launch_record, sets
from tests.unit.store.logs import Log, Row, view_of


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
        verdict = view_of(_side_by_side(*launches)).activities["a"].standing.verdict
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
        standing = view_of(_side_by_side(*launches)).activities["a"].standing
        assert (standing.success, standing.scaled) == (success, scaled)

    def test_goes_by_scaled_scores_that_are_derived_where_they_can_be(self) -> None:
        of_fifty = [*sets("a", [("cmi.core.score.max", "50")]), *_12("passed", "45")]
        standing = view_of(_side_by_side(_12("passed", "80"), of_fifty)).activities["a"].standing
        assert (standing.scaled, standing.score("raw"), standing.score("max")) == (0.9, 45.0, 50.0)

    def test_takes_what_the_launch_inherited_with_the_attempt_it_went_on_with(self) -> None:
        standing = view_of(_one_after_another(_12("incomplete", "90"), _12("completed"))).activities["a"].standing
        assert (standing.completion, standing.score("raw")) == ("completed", 90.0)

    def test_takes_nothing_over_into_a_new_attempt(self) -> None:
        logs = _one_after_another(_12("incomplete", "90"), [(EntryKind.ATTEMPT, "a", "", ""), *_12("completed")])
        standing = view_of(logs).activities["a"].standing
        assert (standing.completion, standing.score("raw")) == ("completed", None)

    def test_of_a_second_try_within_a_launch_neither_hides_the_first_nor_mixes_with_it(self) -> None:
        first, second = (sets("a", [("cmi.core.score.max", high)]) for high in ("100", "10"))
        logs = _side_by_side([*first, *_12("passed", "80"), *second, *_12("failed", "4")])
        verdict = view_of(logs).activities["a"].standing.verdict
        assert verdict is not None
        assert verdict.values == {"status": "passed", "score.raw": "80", "score.max": "100"}

    def test_may_be_the_latest_where_the_course_asks_for_it(self) -> None:
        logs = _one_after_another(_2004("passed", "0.9"), _2004("failed", "0.2"), [])
        standing = view_of(logs, VerdictRule.LATEST).activities["a"].standing
        assert (standing.success, standing.scaled) == ("failed", 0.2)

    def test_of_a_failed_12_sco_says_that_it_was_worked_through(self) -> None:
        standing = view_of(_side_by_side(_12("failed"))).activities["a"].standing
        assert (standing.completion, standing.success) == ("completed", "failed")

    @pytest.mark.parametrize("status", ["", "Passed", "done"])
    def test_in_words_of_its_own_counts_for_nothing(self, status: str) -> None:
        logs = _side_by_side(sets("a", [("cmi.core.lesson_status", status)]), _12("incomplete"))
        standing = view_of(logs).activities["a"].standing
        assert (standing.completion, standing.success) == ("incomplete", "unknown")


def test_completion_goes_down_neither_within_a_launch_nor_between() -> None:
    def completion(*words: str) -> list[Row]:
        return sets("a", [("cmi.completion_status", word) for word in words])

    logs = _side_by_side(completion("completed", "incomplete"), completion("not attempted", "unknown"))
    assert view_of(logs).activities["a"].standing.completion == "completed"


def test_the_bundle_is_all_of_the_causally_latest_launch() -> None:
    def bundle(activity: str, value: str) -> list[Row]:
        return [
            *sets(activity, [("cmi.suspend_data", value), ("cmi.location", value), ("cmi.exit", "suspend")]),
            (EntryKind.SHARED, activity, "urn:x", value),
            (EntryKind.SEQUENCING, "", "", f'{{"at": "{value}"}}'),
        ]

    first, second = _one_after_another(bundle("a", "1"), bundle("b", "2"))
    beside = (launch_record("launch-9", lamport=1), entries(*bundle("a", "9")))
    view = view_of([beside, second, first])
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
    assert view_of(_side_by_side(rows)).activities["a"].resume == {"cmi.suspend_data": "kept"}


def test_an_activity_known_only_from_what_the_latest_launch_inherited_can_still_be_resumed() -> None:
    _, second = _one_after_another(sets("a", [("cmi.core.lesson_location", "7")]), sets("b", [("cmi.location", "1")]))
    record = view_of([second]).activities["a"]
    assert record == ActivityRecord(is_12=True, resume={"cmi.core.lesson_location": "7"})


class TestInteractions:
    def test_of_launches_side_by_side_are_appended(self) -> None:
        question = sets("a", [("cmi.interactions.0.id", "q1"), ("cmi.interactions.0.result", "correct")])
        items = view_of(_side_by_side(question, question)).activities["a"].interactions
        values = {"id": "q1", "result": "correct"}
        assert items == (Item("launch-1", 0, 0, values), Item("launch-2", 0, 0, values))

    def test_that_a_later_launch_only_inherits_are_not_appended_again(self) -> None:
        logs = _one_after_another(
            sets("a", [("cmi.interactions.0.id", "q1")]), sets("a", [("cmi.interactions.1.id", "q2")])
        )
        items = view_of(logs).activities["a"].interactions
        assert items == (Item("launch-1", 0, 0, {"id": "q1"}), Item("launch-2", 0, 1, {"id": "q2"}))

    def test_that_a_later_launch_changes_are_whole(self) -> None:
        logs = _one_after_another(
            sets("a", [("cmi.interactions.0.id", "q1"), ("cmi.interactions.0.result", "incorrect")]),
            sets("a", [("cmi.interactions.0.result", "correct")]),
        )
        items = view_of(logs).activities["a"].interactions
        assert [dict(item.values) for item in items] == [
            {"id": "q1", "result": "incorrect"},
            {"id": "q1", "result": "correct"},
        ]

    def test_of_a_second_attempt_do_not_overwrite_the_first(self) -> None:
        question = sets("a", [("cmi.interactions.0.id", "q1")])
        items = view_of(_side_by_side([*question, (EntryKind.ATTEMPT, "a", "", ""), *question])).activities["a"]
        assert [(item.attempt, item.index) for item in items.interactions] == [(0, 0), (1, 0)]

    def test_keep_their_own_objectives_apart_from_the_activitys(self) -> None:
        record = view_of(_side_by_side(sets("a", [("cmi.interactions.0.objectives.0.id", "o1")]))).activities["a"]
        assert record.interactions == (Item("launch-1", 0, 0, {"objectives.0.id": "o1"}),)
        assert record.objectives == ()


class TestComments:
    def test_are_appended(self) -> None:
        comment = sets("a", [("cmi.comments_from_learner.0.comment", "hm")])
        items = view_of(_side_by_side(comment, comment)).activities["a"].comments
        assert [(item.launch, dict(item.values)) for item in items] == [
            ("launch-1", {"comment": "hm"}),
            ("launch-2", {"comment": "hm"}),
        ]

    def test_of_scorm_12_that_a_sco_reads_back_and_adds_to_count_once(self) -> None:
        logs = _one_after_another(
            sets("a", [("cmi.comments", "first")]), sets("a", [("cmi.comments", "first, second")])
        )
        items = view_of(logs).activities["a"].comments
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
        first, second = view_of(_side_by_side(one, two)).activities["a"].objectives
        assert (first.id, first.description, second.id) == ("o1", "Add", "o2")
        standing = first.standing
        assert (standing.success, standing.scaled) == ("passed", 0.5)
        assert (standing.completion, standing.progress) == ("completed", "1")

    def test_that_a_later_launch_goes_on_with_keep_their_id(self) -> None:
        logs = _one_after_another(
            sets("a", [("cmi.objectives.0.id", "o1"), ("cmi.objectives.0.status", "failed")]),
            sets("a", [("cmi.objectives.0.status", "passed")]),
        )
        (objective,) = view_of(logs).activities["a"].objectives
        assert (objective.id, objective.standing.success) == ("o1", "passed")

    def test_without_an_id_stay_apart_by_index(self) -> None:
        rows = sets("a", [("cmi.objectives.0.status", "failed"), ("cmi.objectives.1.status", "passed")])
        objectives = view_of(_side_by_side(rows, rows)).activities["a"].objectives
        assert [(it.id, it.standing.success) for it in objectives] == [("", "failed"), ("", "passed")]


def test_of_preferences_the_last_writer_of_each_wins() -> None:
    def prefers(element: str, value: str) -> Row:
        return (EntryKind.PREFERENCE, "a", element, value)

    logs = _one_after_another(
        [prefers("language", "de"), prefers("audio_level", "1")], [prefers("language", "fr"), prefers("language", "sv")]
    )
    assert view_of(reversed(logs)).preferences == {"language": "sv", "audio_level": "1"}


def test_a_session_without_launches_has_an_empty_record() -> None:
    assert record_view([]) == RecordView()


def test_a_higher_revision_counts_whatever_its_length() -> None:
    longer = (launch_record(rev=1), entries(*_12("incomplete"), *_12("failed")))
    newer = (launch_record(rev=2), entries(*_12("passed")))
    assert view_of([longer, newer]) == view_of([newer, longer]) == view_of([newer])
