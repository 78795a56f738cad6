"""The sequencing engine as a running course knows it: reports, objectives, and what the window offers."""

from __future__ import annotations

from random import Random

from msgspec.structs import replace

from connect_desktop.runtime.navigation import Command, Completion, Deliver, NavigationRequest, Offer, Success
from connect_desktop.runtime.sequenced import SnSequencer
from connect_desktop.runtime.shared_objectives import latest
from connect_desktop.scorm.cam.course import Edition, Item
from connect_desktop.scorm.cam.sequencing import ControlMode, ObjectiveDefinition, ObjectiveMap
from connect_desktop.scorm.rte.launch import InitialObjective
from connect_desktop.store.database import Store
from connect_desktop.store.records import Learner
from tests.courses_for_tests import make_course
from tests.running_courses_for_tests import Open
from tests.sequencing_for_tests import activity, organization, rollup, sequencer

START = NavigationRequest(Command.START)
CONTINUE = NavigationRequest(Command.CONTINUE)
MAPS = (
    ObjectiveMap(
        target="g",
        write_satisfied_status=True,
        write_normalized_measure=True,
        write_raw_score=True,
        write_min_score=True,
        write_max_score=True,
        write_completion_status=True,
        write_progress_measure=True,
    ),
)
REPORT = {
    "cmi.objectives.0.id": "o",
    "cmi.objectives.0.success_status": "passed",
    "cmi.objectives.0.score.scaled": "0.75",
    "cmi.objectives.0.score.raw": "15",
    "cmi.objectives.0.score.min": "0",
    "cmi.objectives.0.score.max": "20",
    "cmi.objectives.0.completion_status": "completed",
    "cmi.objectives.0.progress_measure": "1",
}


def telling(identifier: str) -> Item:
    return activity(
        identifier, objectives=(ObjectiveDefinition(primary=True), ObjectiveDefinition(identifier="o", maps=MAPS))
    )


def test_every_part_of_an_objective_reaches_the_sco_that_reads_it() -> None:
    flow = sequencer(organization(telling("a"), telling("b")))
    flow.decide(START)
    assert flow.objectives("a") == (InitialObjective(identifier="o"),)
    flow.report("a", REPORT)
    flow.decide(CONTINUE)
    assert flow.objectives("b") == (
        InitialObjective(
            identifier="o",
            success_status="passed",
            completion_status="completed",
            scaled="0.75",
            raw="15.0",
            min="0.0",
            max="20.0",
            progress_measure="1.0",
        ),
    )


def test_only_the_current_activity_reports() -> None:
    flow = sequencer(organization(activity("a"), activity("b")))
    flow.decide(START)
    before = flow.state()
    flow.report("b", {"cmi.success_status": "passed"})
    assert flow.state() == before


def test_the_outcome_follows_what_was_reported_so_far() -> None:
    either = (rollup("notSatisfied", "not satisfied", of="any"),)
    flow = sequencer(organization(activity("a"), activity("b"), rollup_rules=either))
    assert flow.outcome().completion is Completion.NOT_ATTEMPTED
    flow.decide(START)
    flow.report("a", {"cmi.completion_status": "completed", "cmi.success_status": "failed"})
    assert flow.outcome().success is Success.FAILED
    assert flow.outcome().progress == 0.5
    (row,) = [entry for entry in flow.contents() if entry.current]
    assert (row.identifier, row.outcome.completion) == ("a", Completion.COMPLETED)


def test_what_the_manifest_hides_is_not_offered() -> None:
    first = replace(activity("a"), hide_lms_ui=frozenset(("continue", "suspendAll")))
    flow = sequencer(organization(first, activity("b")))
    flow.decide(START)
    controls = flow.controls()
    assert (controls.continue_, controls.previous) == (Offer.HIDDEN, Offer.DISABLED)
    assert (controls.suspend_all, controls.exit_all) == (Offer.HIDDEN, Offer.ENABLED)
    assert controls.contents is Offer.ENABLED


def test_a_part_can_be_ended_or_given_up_while_it_is_played() -> None:
    flow = sequencer(organization(replace(activity("a"), hide_lms_ui=frozenset(("abandon",))), activity("b")))
    flow.decide(START)
    controls = flow.controls()
    assert (controls.exit, controls.abandon, controls.abandon_all) == (Offer.ENABLED, Offer.HIDDEN, Offer.ENABLED)
    flow.decide(NavigationRequest(Command.EXIT))
    assert flow.controls().exit is not Offer.ENABLED


def test_there_are_no_contents_where_nothing_else_can_be_chosen() -> None:
    ordered = organization(activity("a"), activity("b"), control_mode=ControlMode(flow=True, choice=False))
    flow = sequencer(ordered)
    flow.decide(START)
    assert {entry.identifier for entry in flow.contents() if entry.selectable} <= {"root"}


def test_invisible_rows_are_left_out_and_their_children_are_not() -> None:
    module = replace(activity("module", activity("a"), control_mode=ControlMode(flow=True)), visible=False)
    flow = sequencer(organization(module, activity("b")))
    assert [(entry.identifier, entry.depth) for entry in flow.contents()] == [("root", 0), ("a", 1), ("b", 1)]


def test_a_state_of_another_sequencer_begins_anew() -> None:
    course = organization(activity("a"))
    flow = sequencer(course, {"last": "a", "suspended": True})
    assert flow.decide(NavigationRequest(Command.RESUME_ALL)) == Deliver("a")


def test_global_objectives_of_the_system_reach_the_learners_next_course(
    store: Store, learner: Learner, open_course: Open
) -> None:
    running = open_course(make_course(Edition.SCORM_2004_4TH, telling("a")))
    running.begin()
    delivery = running.deliver("a")
    for element, value in REPORT.items():
        running.call(delivery.number, "Initialize", ("",))
        running.call(delivery.number, "SetValue", (element, value))
    running.call(delivery.number, "Terminate", ("",))
    running.taken_away(delivery.number)
    running.navigate(NavigationRequest(Command.EXIT_ALL))
    running.close()
    shared = latest(store.launches.sequencing_of(learner.id))
    other = SnSequencer(organization(telling("x")), {}, shared=lambda: shared, random=Random(0), clock=lambda: 0.0)
    other.decide(START)
    assert other.objectives("x")[0].scaled == "0.75"
    private = SnSequencer(
        organization(telling("x"), global_to_system=False),
        {},
        shared=lambda: shared,
        random=Random(0),
        clock=lambda: 0.0,
    )
    private.decide(START)
    assert private.objectives("x")[0].scaled == ""
