"""NB.2.1, TB.2.1-TB.2.3 and OP.1: what may be asked, what is ended for it, and what rules make of it."""

from __future__ import annotations

import pytest

from connect_desktop.runtime.navigation import Command, Decision, Deliver, Ended, NavigationRequest, Refused, Waiting
from connect_desktop.scorm.cam.sequencing import ControlMode, LimitConditions
from connect_desktop.scorm.sn.overall_sequencing import overall_sequencing_process
from connect_desktop.scorm.sn.requests import NavigationKind
from connect_desktop.scorm.sn.session import SequencingSession
from connect_desktop.scorm.sn.verdict import SequencingException
from tests.sequencing_for_tests import FLOW, activity, organization, rule, sequencer, session

PASSED = {"cmi.success_status": "passed", "cmi.completion_status": "completed"}
FAILED = {"cmi.success_status": "failed", "cmi.completion_status": "completed"}
CHOICE_ONLY = ControlMode(flow=False)


def ask(command: Command, target: str | None = None) -> NavigationRequest:
    return NavigationRequest(command, target)


def code_of(course: SequencingSession, kind: NavigationKind, target: str | None = None) -> str:
    with pytest.raises(SequencingException) as raised:
        overall_sequencing_process(course, kind, course.tree.find(target))
    return raised.value.verdict.step


def test_nothing_but_beginning_is_possible_before_the_beginning() -> None:
    course = session(organization(activity("a")))
    assert code_of(course, NavigationKind.CONTINUE) == "NB.2.1-2"
    assert code_of(course, NavigationKind.EXIT) == "NB.2.1-2"
    assert code_of(course, NavigationKind.RESUME_ALL) == "NB.2.1-3"
    overall_sequencing_process(course, NavigationKind.START)
    assert code_of(course, NavigationKind.START) == "NB.2.1-1"


@pytest.mark.parametrize(
    ("control", "kind", "code"),
    [
        (CHOICE_ONLY, NavigationKind.CONTINUE, "NB.2.1-4"),
        (CHOICE_ONLY, NavigationKind.PREVIOUS, "NB.2.1-5"),
        (ControlMode(flow=True, forward_only=True), NavigationKind.PREVIOUS, "NB.2.1-5"),
    ],
)
def test_the_parents_control_mode_says_what_can_be_asked(control: ControlMode, kind: NavigationKind, code: str) -> None:
    course = session(organization(activity("a"), activity("b"), control_mode=control))
    overall_sequencing_process(course, NavigationKind.CHOICE, course.tree.find("b"))
    assert code_of(course, kind) == code


def test_choice_control_and_choice_exit_are_asked_first() -> None:
    locked = activity("locked", activity("a"), activity("b"), control_mode=ControlMode(flow=True, choice_exit=False))
    ordered = activity("ordered", activity("c"), control_mode=ControlMode(flow=True, choice=False))
    course = session(organization(locked, ordered))
    overall_sequencing_process(course, NavigationKind.START)
    assert code_of(course, NavigationKind.CHOICE, "ordered") == "NB.2.1-8"
    assert code_of(course, NavigationKind.CHOICE, "c") == "NB.2.1-10"
    assert code_of(course, NavigationKind.CHOICE, "nowhere") == "NB.2.1-11"


def test_continue_past_the_last_part_ends_the_session() -> None:
    flow = sequencer(organization(activity("a"), activity("b")))
    steps = [flow.decide(ask(Command.START)), *(flow.decide(ask(Command.CONTINUE)) for _ in range(2))]
    assert steps == [Deliver("a"), Deliver("b"), Ended()]
    assert flow.current() is None
    assert flow.decide(ask(Command.RESUME_ALL)) == Deliver("a")


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("retry", Deliver("b")),
        ("continue", Deliver("c")),
        ("previous", Deliver("a")),
        ("exitAll", Ended()),
        ("retryAll", Deliver("a")),
        ("exitParent", Ended()),
    ],
)
def test_a_post_condition_takes_the_place_of_what_was_asked(action: str, expected: Decision) -> None:
    rules = (rule(action, "not satisfied"),)
    flow = sequencer(organization(activity("a"), activity("b", postcondition_rules=rules), activity("c")))
    flow.decide(ask(Command.START))
    assert flow.decide(ask(Command.CONTINUE)) == Deliver("b")
    flow.report("b", FAILED)
    assert flow.decide(ask(Command.CHOICE, "c")) == expected
    assert "TB.2.2" in [verdict.step for verdict in flow.verdicts()]


def test_no_post_condition_is_asked_of_a_suspended_activity() -> None:
    rules = (rule("retry", "always"),)
    flow = sequencer(organization(activity("a", postcondition_rules=rules), activity("b")))
    flow.decide(ask(Command.START))
    flow.report("a", {"cmi.exit": "suspend"})
    assert flow.decide(ask(Command.CONTINUE)) == Deliver("b")
    assert flow.decide(ask(Command.PREVIOUS)) == Deliver("a", resume=True)


def test_a_retry_that_is_not_possible_does_not_hold_the_learner() -> None:
    again = activity("a", postcondition_rules=(rule("retry", "always"),), limits=LimitConditions(attempt_limit=1))
    flow = sequencer(organization(again, activity("b")))
    flow.decide(ask(Command.START))
    assert flow.decide(ask(Command.CONTINUE)) == Waiting()
    assert flow.verdicts()[-1].step == "DB.1.1-3"
    assert flow.decide(ask(Command.CONTINUE)) == Deliver("b")


def test_exit_parent_asks_the_parents_rules_too() -> None:
    inner = activity(
        "inner",
        activity("a", postcondition_rules=(rule("exitParent", "satisfied"),)),
        activity("b"),
        control_mode=FLOW,
        postcondition_rules=(rule("continue", "attempted"),),
    )
    flow = sequencer(organization(inner, activity("c")))
    flow.decide(ask(Command.START))
    flow.report("a", PASSED)
    assert flow.decide(ask(Command.CONTINUE)) == Deliver("c")


def test_an_exit_rule_ends_the_highest_cluster_it_holds_for() -> None:
    inner = activity("inner", activity("a"), activity("b"), control_mode=FLOW, exit_rules=(rule("exit", "satisfied"),))
    flow = sequencer(organization(inner, activity("c")))
    flow.decide(ask(Command.START))
    flow.report("a", PASSED)
    assert flow.decide(ask(Command.CONTINUE)) == Deliver("b")
    flow.report("b", PASSED)
    assert flow.decide(ask(Command.PREVIOUS)) == Refused("This is the first part of the course.")
    assert flow.decide(ask(Command.CONTINUE)) == Deliver("c")


def test_what_is_suspended_goes_on_in_another_launch() -> None:
    course = organization(activity("a"), activity("b"))
    flow = sequencer(course)
    flow.decide(ask(Command.START))
    flow.decide(ask(Command.CONTINUE))
    assert flow.decide(ask(Command.SUSPEND_ALL)) == Ended(suspended=True)
    later = sequencer(course, flow.state())
    assert later.decide(ask(Command.RESUME_ALL)) == Deliver("b", resume=True)


def test_a_launch_that_died_goes_on_where_it_was_with_what_was_stored() -> None:
    course = organization(activity("a"), activity("b"))
    flow = sequencer(course)
    flow.decide(ask(Command.START))
    later = sequencer(course, flow.state())
    assert later.current() is None
    assert later.decide(ask(Command.RESUME_ALL)) == Deliver("a", resume=True)


def test_another_choice_lets_the_suspended_activity_go() -> None:
    flow = sequencer(organization(activity("a"), activity("b")))
    flow.decide(ask(Command.START))
    flow.decide(ask(Command.SUSPEND_ALL))
    assert flow.decide(ask(Command.CHOICE, "b")) == Deliver("b")
    assert flow.decide(ask(Command.CHOICE, "a")) == Deliver("a")


def test_another_choice_goes_on_with_the_attempt_on_the_course() -> None:
    flow = sequencer(organization(activity("a"), activity("b"), limits=LimitConditions(attempt_limit=1)))
    flow.decide(ask(Command.START))
    flow.report("a", PASSED)
    flow.decide(ask(Command.CONTINUE))
    flow.decide(ask(Command.SUSPEND_ALL))
    assert flow.decide(ask(Command.CHOICE, "a")) == Deliver("a")
    assert flow.state()["activities"]["root"]["attempts"] == 1


def test_what_was_reported_in_an_abandoned_attempt_does_not_count() -> None:
    flow = sequencer(organization(activity("a", precondition_rules=(rule("skip", "satisfied"),)), activity("b")))
    flow.decide(ask(Command.START))
    flow.report("a", PASSED)
    assert flow.decide(ask(Command.ABANDON)) == Waiting()
    assert flow.decide(ask(Command.CHOICE, "root")) == Deliver("a")


def test_a_sco_that_timed_out_leaves_the_course_whatever_is_asked() -> None:
    flow = sequencer(organization(activity("a"), activity("b")))
    flow.decide(ask(Command.START))
    flow.report("a", {"cmi.exit": "time-out"})
    assert flow.decide(ask(Command.CONTINUE)) == Ended()
