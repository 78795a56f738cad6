"""RB.1.1-RB.1.5, UP.4: what the parts of a course come to."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from msgspec.structs import replace

from connect_desktop.runtime.sco_reports import take_report
from connect_desktop.scorm.cam.course import CompletionThreshold, Organization
from connect_desktop.scorm.cam.sequencing import (
    ControlMode,
    DeliveryControls,
    ObjectiveDefinition,
    ObjectiveMap,
    RollupControls,
    RollupRule,
)
from connect_desktop.scorm.sn.objective_progress import PRIMARY, completed, mapped, measure, progress, satisfied
from connect_desktop.scorm.sn.overall_sequencing import overall_sequencing_process
from connect_desktop.scorm.sn.requests import NavigationKind
from connect_desktop.scorm.sn.session import SequencingSession
from tests.sequencing_for_tests import FLOW, activity, organization, rollup, rule, session

PASSED = {"cmi.success_status": "passed", "cmi.completion_status": "completed", "cmi.score.scaled": "1"}
FAILED = {"cmi.success_status": "failed", "cmi.completion_status": "incomplete", "cmi.score.scaled": "0"}
OPEN = DeliveryControls(completion_set_by_content=True, objective_set_by_content=True)


def played(course: Organization, *reports: Mapping[str, str]) -> SequencingSession:
    """The session after each leaf in turn reported, and the course was left."""
    session_ = session(course)
    overall_sequencing_process(session_, NavigationKind.START)
    for number, values in enumerate(reports):
        assert session_.current is not None
        take_report(session_, session_.current, values)
        last = number == len(reports) - 1
        overall_sequencing_process(session_, NavigationKind.EXIT_ALL if last else NavigationKind.CONTINUE)
    return session_


def told(session_: SequencingSession, identifier: str = "root") -> tuple[bool | None, bool | None]:
    """Whether the activity is satisfied and completed."""
    found = session_.tree.find(identifier)
    assert found is not None
    return satisfied(session_, found), completed(session_, found)


def test_by_default_all_children_decide() -> None:
    assert told(played(organization(activity("a"), activity("b")), PASSED, PASSED)) == (True, True)
    assert told(played(organization(activity("a"), activity("b")), PASSED, FAILED)) == (False, False)


def test_content_that_says_nothing_is_done_by_being_left() -> None:
    assert told(played(organization(activity("a")), {})) == (True, True)


def test_content_that_says_unknown_or_sets_its_own_status_is_believed() -> None:
    unknown = {"cmi.success_status": "unknown", "cmi.completion_status": "unknown"}
    assert told(played(organization(activity("a")), unknown)) == (None, None)
    assert told(played(organization(activity("a", delivery=OPEN)), {})) == (None, None)


def test_a_suspended_attempt_is_not_done_by_being_left() -> None:
    assert told(played(organization(activity("a")), {"cmi.exit": "suspend"}), "a") == (None, None)


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ((rollup("satisfied", "satisfied", of="any"),), True),
        ((rollup("satisfied", "satisfied", of="all"),), None),
        ((rollup("satisfied", "satisfied", of="none"),), None),
        ((rollup("satisfied", "satisfied", of="atLeastCount", count=2),), True),
        ((rollup("satisfied", "satisfied", of="atLeastCount", count=3),), None),
        ((rollup("satisfied", "satisfied", of="atLeastPercent", percent=0.6),), True),
        ((rollup("satisfied", "satisfied", of="atLeastPercent", percent=0.7),), None),
        ((rollup("notSatisfied", "not satisfied", of="any"), rollup("satisfied", "attempted")), True),
        ((rollup("notSatisfied", "not satisfied", of="any"),), False),
    ],
)
def test_rules_decide_over_the_children_they_name(rules: tuple[RollupRule, ...], expected: bool | None) -> None:
    course = organization(activity("a"), activity("b"), activity("c"), rollup_rules=rules)
    assert told(played(course, PASSED, PASSED, FAILED))[0] is expected


@pytest.mark.parametrize(
    ("required", "reports", "expected"),
    [
        ("always", (PASSED,), None),
        ("ifAttempted", (PASSED,), True),
        ("ifNotSkipped", (PASSED,), True),
        ("ifNotSuspended", (PASSED, {"cmi.exit": "suspend"}), True),
    ],
)
def test_children_count_only_as_they_are_required(
    required: str, reports: tuple[Mapping[str, str], ...], expected: bool | None
) -> None:
    skipped = (rule("skip", "attempted"),) if required == "ifNotSuspended" else (rule("skip", "always"),)
    second = activity("b", rollup=RollupControls(required_for_satisfied=required), precondition_rules=skipped)
    assert told(played(organization(activity("a"), second), *reports))[0] is expected


def test_what_is_not_tracked_or_not_rolled_up_does_not_count() -> None:
    untracked = activity("b", delivery=DeliveryControls(tracked=False))
    left_out = activity("b", rollup=RollupControls(rollup_objective_satisfied=False, rollup_progress_completion=False))
    assert told(played(organization(activity("a"), untracked), PASSED, FAILED)) == (True, True)
    assert told(played(organization(activity("a"), left_out), PASSED, FAILED)) == (True, True)


def test_all_of_nobody_say_anything_is_true() -> None:
    rules = (rollup("satisfied", "never"), rollup("completed", "never", of="any"))
    nobody = activity("a", delivery=DeliveryControls(tracked=False))
    assert told(played(organization(nobody, rollup_rules=rules), {})) == (True, None)


def test_measures_are_weighted() -> None:
    course = organization(
        activity("a", rollup=RollupControls(objective_measure_weight=0.5)),
        activity("b"),
        activity("c", rollup=RollupControls(objective_measure_weight=0.0)),
    )
    scores = ({"cmi.score.scaled": "0.8"}, {"cmi.score.scaled": "0.2"}, {"cmi.score.scaled": "-1"})
    session_ = played(course, *scores)
    assert measure(session_, session_.tree.root) == pytest.approx((0.5 * 0.8 + 0.2) / 1.5)


def test_without_any_measure_there_is_none() -> None:
    session_ = played(organization(activity("a")), {})
    assert measure(session_, session_.tree.root) is None
    assert progress(session_, session_.tree.root) is None


def test_a_measure_decides_satisfaction_where_the_objective_says_so() -> None:
    by_measure = (ObjectiveDefinition(primary=True, satisfied_by_measure=True, minimum_normalized_measure=0.6),)
    course = organization(activity("a"), activity("b"), objectives=by_measure)
    assert told(played(course, {"cmi.score.scaled": "0.9"}, {"cmi.score.scaled": "0.4"}))[0] is True
    assert told(played(course, {"cmi.score.scaled": "0.9"}, {}))[0] is False


def test_progress_decides_completion_where_the_threshold_says_so() -> None:
    threshold = CompletionThreshold(completed_by_measure=True, minimum_progress_measure=0.5)
    course = organization(activity("a"), activity("b"))
    course = replace(course, root=replace(course.root, completion_threshold=threshold))
    assert told(played(course, {"cmi.progress_measure": "1"}, {"cmi.progress_measure": "0.2"}))[1] is True
    assert told(played(course, {"cmi.progress_measure": "0.3"}, {"cmi.progress_measure": "0.2"}))[1] is False


def test_a_measure_may_wait_until_the_attempt_is_over() -> None:
    patient = activity(
        "a",
        objectives=(ObjectiveDefinition(primary=True, satisfied_by_measure=True, minimum_normalized_measure=0.5),),
        rollup=RollupControls(measure_satisfaction_if_active=False),
    )
    session_ = session(organization(patient, activity("b")))
    overall_sequencing_process(session_, NavigationKind.START)
    a = session_.tree.find("a")
    assert a is not None
    take_report(session_, a, {"cmi.score.scaled": "1"})
    assert satisfied(session_, a) is None
    overall_sequencing_process(session_, NavigationKind.CONTINUE)
    assert satisfied(session_, a) is True


@pytest.mark.parametrize("score", ["nan", "inf", "1e999", "a lot"])
def test_what_is_no_number_is_no_measure(score: str) -> None:
    session_ = session(organization(activity("a")))
    overall_sequencing_process(session_, NavigationKind.START)
    a = session_.tree.find("a")
    assert a is not None
    take_report(session_, a, {"cmi.score.scaled": score, "cmi.score.raw": score})
    assert (measure(session_, a), mapped(session_, a, PRIMARY, "raw")) == (None, None)


def test_only_the_current_attempt_of_the_parent_counts_unless_it_says_otherwise() -> None:
    any_passed = (rollup("satisfied", "satisfied", of="any"),)

    def outcome(control: ControlMode) -> bool | None:
        module = activity("module", activity("a"), activity("b"), control_mode=control, rollup_rules=any_passed)
        session_ = session(organization(module, activity("end")))
        for kind, target, values in (
            (NavigationKind.START, None, {}),
            (NavigationKind.CHOICE, "end", PASSED),
            (NavigationKind.CHOICE, "b", {}),
            (NavigationKind.CHOICE, "end", FAILED),
        ):
            if session_.current is not None:
                take_report(session_, session_.current, values)
            overall_sequencing_process(session_, kind, session_.tree.find(target))
        return told(session_, "module")[0]

    assert outcome(FLOW) is None
    assert outcome(replace(FLOW, use_current_attempt_objective_info=False)) is True


def test_a_cluster_elsewhere_follows_the_global_objective_it_reads() -> None:
    writing = (ObjectiveDefinition(primary=True, maps=(ObjectiveMap(target="g", write_satisfied_status=True),)),)
    reading = (ObjectiveDefinition(primary=True, maps=(ObjectiveMap(target="g"),)),)
    other = activity("other", activity("b", objectives=reading), control_mode=FLOW)
    session_ = session(organization(activity("a", objectives=writing), other))
    overall_sequencing_process(session_, NavigationKind.START)
    assert session_.current is not None
    take_report(session_, session_.current, PASSED)
    overall_sequencing_process(session_, NavigationKind.EXIT_ALL)
    assert told(session_, "other")[0] is True
