"""SB.2.1-SB.2.9, DB.1.1, SR.1, SR.2, UP.1, UP.5: where flow leads, what can be chosen, and what is closed."""

from __future__ import annotations

from connect_desktop.runtime.navigation import Command, Deliver, Ended, NavigationRequest, Offer, Refused, Waiting
from connect_desktop.runtime.sequenced import SnSequencer
from connect_desktop.scorm.cam.course import Item, Organization
from connect_desktop.scorm.cam.sequencing import (
    ControlMode,
    LimitConditions,
    ObjectiveDefinition,
    ObjectiveMap,
    RandomizationControls,
)
from tests.sequencing_for_tests import FLOW, activity, organization, rule, sequencer

START = NavigationRequest(Command.START)
CONTINUE = NavigationRequest(Command.CONTINUE)
PREVIOUS = NavigationRequest(Command.PREVIOUS)
ALWAYS_SKIPPED = {"precondition_rules": (rule("skip", "always"),)}
ALWAYS_DISABLED = {"precondition_rules": (rule("disabled", "always"),)}


def choose(target: str) -> NavigationRequest:
    return NavigationRequest(Command.CHOICE, target)


def started(course: Organization) -> SnSequencer:
    flow = sequencer(course)
    flow.decide(START)
    return flow


def selectable(flow: SnSequencer) -> set[str]:
    return {entry.identifier for entry in flow.contents() if entry.selectable}


def test_flow_passes_over_what_is_skipped_and_what_has_no_page() -> None:
    label = Item(identifier="label", title="A heading")
    flow = started(organization(activity("a"), activity("b", **ALWAYS_SKIPPED), label, activity("c")))
    assert flow.decide(CONTINUE) == Deliver("c")
    assert flow.decide(PREVIOUS) == Deliver("a")
    assert flow.decide(choose("label")) == Refused("“{title}” has no page that can be opened.", {"title": "A heading"})


def test_a_thousand_skipped_parts_are_no_deeper_than_one() -> None:
    skipped = (activity(f"s{number}", **ALWAYS_SKIPPED) for number in range(3000))
    flow = started(organization(activity("a"), *skipped, activity("z")))
    assert flow.decide(CONTINUE) == Deliver("z")
    assert flow.decide(PREVIOUS) == Deliver("a")


def test_flow_stops_before_what_is_disabled() -> None:
    flow = started(organization(activity("a"), activity("b", **ALWAYS_DISABLED), activity("c")))
    assert flow.decide(CONTINUE) == Refused("“{title}” is not open now.", {"title": "B"})
    assert flow.current() == "a"
    assert flow.controls().continue_ is Offer.DISABLED


def test_backwards_into_a_cluster_that_only_goes_forward_enters_at_its_beginning() -> None:
    ahead = activity("ahead", activity("a"), activity("b"), control_mode=ControlMode(flow=True, forward_only=True))
    flow = started(organization(ahead, activity("c")))
    assert flow.decide(CONTINUE) == Deliver("b")
    assert flow.valid(PREVIOUS) is False
    assert flow.decide(CONTINUE) == Deliver("c")
    assert flow.decide(PREVIOUS) == Deliver("a")


def test_continue_to_a_cluster_without_flow_leaves_the_choice_to_the_learner() -> None:
    menu = activity("menu", activity("b"), activity("c"), control_mode=ControlMode(flow=False))
    flow = started(organization(activity("a"), menu))
    assert flow.decide(CONTINUE) == Waiting()
    assert flow.current() is None
    assert selectable(flow) >= {"b", "c"}
    assert flow.decide(choose("c")) == Deliver("c")


def test_a_course_without_any_order_begins_with_its_first_part_that_is_not_done() -> None:
    course = organization(activity("a"), activity("b"), control_mode=ControlMode())
    flow = sequencer(course)
    assert flow.decide(NavigationRequest(Command.RESUME_ALL)) == Deliver("a")
    assert flow.controls().continue_ is Offer.HIDDEN
    assert flow.decide(NavigationRequest(Command.EXIT_ALL)) == Ended()
    assert flow.decide(NavigationRequest(Command.RESUME_ALL)) == Deliver("b")


def test_what_is_hidden_from_choice_is_not_shown_and_cannot_be_chosen() -> None:
    hidden = activity(
        "hidden", activity("b"), control_mode=FLOW, precondition_rules=(rule("hiddenFromChoice", "always"),)
    )
    flow = started(organization(activity("a"), hidden, activity("c")))
    assert [entry.identifier for entry in flow.contents()] == ["root", "a", "c"]
    assert flow.decide(choose("b")) == Refused("“{title}” cannot be chosen now.", {"title": "B"})
    assert flow.decide(CONTINUE) == Deliver("b")


def test_a_choice_does_not_pass_what_stops_it() -> None:
    gate = activity("gate", precondition_rules=(rule("stopForwardTraversal", "not activityProgressKnown"),))
    flow = started(organization(activity("a"), gate, activity("c"), activity("d")))
    assert selectable(flow) == {"root", "a", "gate"}
    assert flow.decide(choose("d")) == Refused("Finish “{title}” first.", {"title": "Gate"})


def test_a_constrained_cluster_offers_only_its_neighbours() -> None:
    constrained = activity("mid", activity("m1"), control_mode=ControlMode(flow=True, constrain_choice=True))
    flow = started(organization(activity("a"), activity("b"), constrained, activity("c"), activity("d")))
    flow.decide(choose("m1"))
    assert selectable(flow) == {"root", "b", "mid", "m1", "c"}


def test_prevent_activation_lets_nobody_in_from_outside() -> None:
    closed = activity(
        "closed", activity("c1"), activity("c2"), control_mode=ControlMode(flow=True, prevent_activation=True)
    )
    flow = started(organization(activity("a"), closed))
    assert "c1" not in selectable(flow)
    assert flow.decide(CONTINUE) == Deliver("c1")
    assert "c2" in selectable(flow)


def test_attempts_are_limited() -> None:
    flow = started(organization(activity("a", limits=LimitConditions(attempt_limit=1)), activity("b")))
    assert flow.decide(CONTINUE) == Deliver("b")
    why = "“{title}” cannot be opened again: its attempts are used up."
    assert flow.decide(PREVIOUS) == Refused(why, {"title": "A"})


def test_the_time_of_an_attempt_is_limited() -> None:
    seconds = [0.0]
    course = organization(activity("a", limits=LimitConditions(attempt_absolute_duration=60)), activity("b"))
    flow = sequencer(course, clock=lambda: seconds[0])
    flow.decide(START)
    seconds[0] = 59
    assert flow.valid(choose("a")) is True
    seconds[0] = 61
    flow.report("a", {})
    why = "“{title}” cannot be opened again: its time is used up."
    assert flow.decide(choose("a")) == Refused(why, {"title": "A"})


def test_a_closed_part_says_what_opens_it() -> None:
    lesson = activity(
        "lesson",
        objectives=(ObjectiveDefinition(primary=True, maps=(ObjectiveMap(target="g", write_satisfied_status=True),)),),
    )
    exam = activity(
        "exam",
        objectives=(
            ObjectiveDefinition(primary=True),
            ObjectiveDefinition(identifier="lesson", maps=(ObjectiveMap(target="g"),)),
        ),
        precondition_rules=(
            rule("disabled", "not objectiveStatusKnown@lesson"),
            rule("disabled", "not satisfied@lesson"),
        ),
    )
    flow = started(organization(lesson, exam, activity("annex")))
    flow.report("lesson", {"cmi.success_status": "failed"})
    assert flow.decide(choose("exam")) == Refused("Finish “{title}” first.", {"title": "Lesson"})
    flow.report("lesson", {"cmi.success_status": "passed"})
    assert flow.decide(choose("exam")) == Deliver("exam")


def test_children_are_selected_once_and_stay_selected() -> None:
    course = organization(
        *(activity(name) for name in "abcdefgh"),
        randomization=RandomizationControls(
            selection_timing="once", select_count=3, randomization_timing="once", reorder_children=True
        ),
    )
    flow = started(course)
    chosen = [entry.identifier for entry in flow.contents()]
    assert len(chosen) == 4
    flow.decide(NavigationRequest(Command.EXIT_ALL))
    later = sequencer(course, flow.state(), seed=99)
    later.decide(START)
    assert [entry.identifier for entry in later.contents()] == chosen
    left_out = next(name for name in "abcdefgh" if name not in chosen)
    assert isinstance(later.decide(choose(left_out)), Refused)


def test_children_are_shuffled_anew_for_each_attempt() -> None:
    exercise = activity(
        "exercise",
        *(activity(name) for name in "abcdefgh"),
        control_mode=FLOW,
        randomization=RandomizationControls(randomization_timing="onEachNewAttempt", reorder_children=True),
    )
    flow = started(organization(exercise, activity("end")))
    orders = set()
    for _ in range(6):
        orders.add(tuple(entry.identifier for entry in flow.contents()))
        flow.decide(choose("end"))
        flow.decide(choose("exercise"))
    assert len(orders) > 1
    assert {frozenset(order) for order in orders} == {frozenset(("root", "exercise", "end", *"abcdefgh"))}
