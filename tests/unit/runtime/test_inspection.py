"""What an instructor sees of a running course, and that every "why?" has its step of the book."""

from __future__ import annotations

from msgspec.structs import replace

from connect_desktop.runtime.inspection import InspectedActivity, InspectedRule, Inspection, RuleKind
from connect_desktop.runtime.navigation import Command, Deliver, NavigationRequest, Refused
from connect_desktop.scorm.cam.course import Edition, Item
from connect_desktop.scorm.cam.sequencing import ControlMode, RuleCondition, SequencingRule
from connect_desktop.scorm.sn.rule_words import control_words, rollup_rule_words, rule_words
from connect_desktop.scorm.sn.verdict import Verdict
from tests.courses_for_tests import make_course
from tests.inspection_for_tests import sequenced_course, skipping_course
from tests.running_courses_for_tests import CONTINUE, EXIT, Open, Sco, begin
from tests.sequencing_for_tests import FLOW, activity, organization, rollup, rule


def pass_it(sco: Sco) -> None:
    sco("Initialize", "")
    sco("SetValue", "cmi.score.scaled", "1")
    sco("SetValue", "cmi.completion_status", "completed")
    sco("Terminate", "")


def row(seen: Inspection, identifier: str) -> InspectedActivity:
    (found,) = (activity for activity in seen.activities if activity.identifier == identifier)
    return found


def timeless(seen: Inspection) -> Inspection:
    return replace(seen, activities=tuple(replace(activity, duration=0.0) for activity in seen.activities))


def said(seen: Inspection) -> list[tuple[str, str]]:
    assert seen.request is not None
    return [(verdict.step, verdict.sentence) for verdict in seen.request.deciding]


def test_why_did_it_skip(open_course: Open) -> None:
    sco = begin(open_course, skipping_course())
    pass_it(sco)
    sco.course.taken_away(sco.delivery.number)
    assert sco.course.navigate(CONTINUE) == Deliver("three")
    seen = sco.course.inspect()
    assert seen.request is not None
    assert (seen.request.request, seen.request.decision) == (CONTINUE, Deliver("three"))
    assert said(seen) == [("UP.2", "“Two” was skipped: its rule says “skip if satisfied (far)”.")]
    assert [verdict.step for verdict in seen.request.verdicts] == ["TB.2.3", "UP.2", "SB.2.12", "DB.2"]


def test_the_tree_tells_what_the_engine_knows(open_course: Open) -> None:
    sco = begin(open_course, skipping_course())
    pass_it(sco)
    sco.course.taken_away(sco.delivery.number)
    sco.course.navigate(CONTINUE)
    seen = sco.course.inspect()
    assert [(row.identifier, row.depth, row.is_leaf) for row in seen.activities] == [
        ("root", 0, False),
        ("one", 1, True),
        ("two", 1, True),
        ("three", 1, True),
    ]
    one, two, three = (row(seen, name) for name in ("one", "two", "three"))
    assert (one.attempts, one.active, one.progress.satisfied, one.progress.measure) == (1, False, True, 1.0)
    assert (one.progress.completed, one.objectives[0].identifier) == (True, "own")
    assert (one.objectives[0].writes, one.objectives[0].reads) == (("done",), ())
    assert one.objectives[0].passing_measure == 1.0
    assert one.rules == (InspectedRule(RuleKind.ROLLUP, "completed if at least 50 %: attempted"),)
    assert two.rules == (InspectedRule(RuleKind.PRE_CONDITION, "skip if satisfied (far)", holds=True),)
    assert two.objectives[1].progress.satisfied is True
    assert (three.current, three.active, three.attempts, three.attempt_limit) == (True, True, 1, 2)
    assert row(seen, "root").control == ("flow",)


def test_global_objectives_name_who_writes_and_reads_them(open_course: Open) -> None:
    sco = begin(open_course, skipping_course())
    (unknown,) = sco.course.inspect().global_objectives
    assert (unknown.identifier, unknown.written_by, unknown.read_by) == ("done", ("One",), ("Two",))
    assert unknown.progress.satisfied is None
    pass_it(sco)
    (written,) = sco.course.inspect().global_objectives
    assert written.progress.satisfied is True


def test_a_refused_choice_is_told_with_its_rule_though_it_was_never_made(open_course: Open) -> None:
    stop = rule("stopForwardTraversal", "not satisfied")
    sco = begin(
        open_course, sequenced_course(organization(activity("one", precondition_rules=(stop,)), activity("two")))
    )
    choice = NavigationRequest(Command.CHOICE, "two")
    sco("Initialize", "")
    sco("SetValue", "cmi.success_status", "failed")
    sco("Commit", "")
    assert sco.course.refusal(choice) == Refused("Finish “{title}” first.", {"title": "One"})
    seen = sco.course.inspect()
    assert seen.request is not None
    assert seen.request.request == choice
    assert seen.request.decision == Refused("Finish “{title}” first.", {"title": "One"})
    assert said(seen) == [
        ("UP.2", "“One” lets nobody past: its rule says “stopForwardTraversal if not satisfied”."),
        ("SB.2.4-1", "Finish “One” first."),
    ]
    assert row(seen, "two").refusal == Verdict("SB.2.4-1", "Finish “{title}” first.", {"title": "One"})


def test_looking_changes_nothing(open_course: Open) -> None:
    sco = begin(open_course, skipping_course())
    before = timeless(sco.course.inspect())
    assert timeless(sco.course.inspect()) == before
    assert sco.course.refusal(CONTINUE) is None
    assert timeless(sco.course.inspect()) == before


def test_an_exit_rule_and_a_post_condition_are_told(open_course: Open) -> None:
    unit = activity(
        "unit",
        activity("one", postcondition_rules=(rule("exitParent", "always"),)),
        activity("two"),
        control_mode=FLOW,
    )
    sco = begin(open_course, sequenced_course(organization(unit, activity("last"))))
    sco.course.taken_away(sco.delivery.number)
    assert sco.course.navigate(CONTINUE) == Deliver("last")
    assert said(sco.course.inspect()) == [("TB.2.2", "“One” leads elsewhere: its rule says “exitParent if always”.")]


def test_content_that_times_out_is_told_to_have_ended_the_course(open_course: Open) -> None:
    sco = begin(open_course, skipping_course())
    sco("Initialize", "")
    sco("SetValue", "cmi.exit", "time-out")
    sco("Terminate", "")
    sco.course.taken_away(sco.delivery.number)
    sco.course.navigate(EXIT)
    assert said(sco.course.inspect())[0] == ("RTE 4.2.9", "The content left by “time-out”, which ends the course.")


def test_a_silent_page_is_told_to_count_as_done(open_course: Open) -> None:
    sco = begin(open_course, sequenced_course(organization(activity("one"), activity("two"))))
    sco("Initialize", "")
    sco("Terminate", "")
    sco.course.taken_away(sco.delivery.number)
    sco.course.navigate(CONTINUE)
    seen = sco.course.inspect()
    assert seen.request is not None
    assert (
        Verdict("UP.4", "“{title}” said nothing of its success and counts as passed.", {"title": "One"})
        in seen.request.verdicts
    )
    assert said(seen) == []


def test_parts_are_named_by_their_delivery(open_course: Open) -> None:
    sco = begin(open_course, skipping_course())
    pass_it(sco)
    sco.course.taken_away(sco.delivery.number)
    sco.course.navigate(CONTINUE)
    sco.course.deliver("three")
    seen = sco.course.inspect()
    assert seen.parts == {1: "One", 2: "Three"}
    assert (seen.title_of("two"), seen.title_of("gone"), seen.title_of(None)) == ("Two", "gone", "")


def test_a_12_course_tells_statuses_and_prerequisites(open_course: Open) -> None:
    course = make_course(
        Edition.SCORM_12,
        Item(
            identifier="block",
            title="Block",
            children=(
                Item(identifier="a", title="A", launch="a.html"),
                Item(identifier="b", title="B", launch="b.html", prerequisites="a=passed"),
            ),
        ),
        Item(identifier="c", title="C", launch="c.html"),
    )
    sco = begin(open_course, course)
    sco("LMSInitialize", "")
    sco("LMSSetValue", "cmi.core.lesson_status", "failed")
    sco("LMSSetValue", "cmi.core.score.raw", "40")
    sco("LMSFinish", "")
    sco.course.taken_away(sco.delivery.number)
    sco.course.navigate(CONTINUE)
    seen = sco.course.inspect()
    assert [(row.identifier, row.depth) for row in seen.activities] == [
        ("org", 0),
        ("block", 1),
        ("a", 2),
        ("b", 2),
        ("c", 1),
    ]
    assert (row(seen, "a").status, row(seen, "a").progress.satisfied, row(seen, "a").progress.raw) == (
        "failed",
        False,
        40.0,
    )
    assert row(seen, "b").prerequisites == "a=passed"
    refusal = row(seen, "b").refusal
    assert refusal is not None
    assert refusal.sentence == "Finish “A” first."
    assert said(seen) == [("CAM 1.2 2.3.2", "“B” was passed over: its prerequisites “a=passed” are not met.")]
    assert sco.course.refusal(NavigationRequest(Command.CHOICE, "b")) is not None
    assert said(sco.course.inspect()) == [("CAM 1.2 2.3.2", "Finish “A” first.")]


def test_rules_are_said_in_the_manifests_words() -> None:
    assert rule_words(rule("skip", "satisfied", "not attempted")) == "skip if satisfied and not attempted"
    assert rule_words(rule("retry", "not completed@far", "always", combination="any")) == (
        "retry if not completed (far) or always"
    )
    above = RuleCondition(condition="objectiveMeasureGreaterThan", measure_threshold=0.8)
    assert rule_words(SequencingRule(action="disabled", conditions=(above,))) == (
        "disabled if objectiveMeasureGreaterThan 0.8"
    )
    assert rollup_rule_words(rollup("satisfied", "satisfied", of="atLeastCount", count=3)) == (
        "satisfied if at least 3: satisfied"
    )
    assert rollup_rule_words(rollup("incomplete", "not completed", of="any")) == "incomplete if any: not completed"
    definition = activity("a", control_mode=ControlMode(choice=False, forward_only=True)).sequencing
    assert list(control_words(definition)) == ["not choice", "forwardOnly"]
