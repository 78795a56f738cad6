"""Navigation through a course without sequencing rules."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connect_desktop.runtime.linear import LinearSequencer
from connect_desktop.runtime.navigation import Command, Completion, Deliver, Ended, NavigationRequest, Offer, Refused
from connect_desktop.scorm.cam.course import Item, Organization, Resource, ScormType

CONTINUE = NavigationRequest(Command.CONTINUE)
PREVIOUS = NavigationRequest(Command.PREVIOUS)
RESUME = NavigationRequest(Command.RESUME_ALL)
PASSED = {"cmi.core.lesson_status": "passed"}


def choice(target: str) -> NavigationRequest:
    return NavigationRequest(Command.CHOICE, target)


def leaf(identifier: str, *, prerequisites: str = "") -> Item:
    return Item(identifier=identifier, title=identifier.title(), launch="index.html", prerequisites=prerequisites)


def course(*items: Item) -> Organization:
    return Organization(root=Item(identifier="root", title="Root", children=items))


def sequencer(
    organization: Organization, values: Mapping[str, Mapping[str, str]] | None = None, state: object = None
) -> LinearSequencer:
    return LinearSequencer(organization, values or {}, state if isinstance(state, Mapping) else None)


THREE = course(leaf("one"), leaf("two"), leaf("three"))
LOCKED = course(leaf("lesson"), leaf("exam", prerequisites="lesson"), leaf("annex"))


def test_it_starts_at_the_first_part_and_flows_to_the_last() -> None:
    flow = sequencer(THREE)
    assert flow.decide(RESUME) == Deliver("one")
    assert flow.decide(CONTINUE) == Deliver("two")
    assert flow.decide(CONTINUE) == Deliver("three")
    assert flow.decide(CONTINUE) == Refused("This is the last part of the course.")
    assert flow.decide(PREVIOUS) == Deliver("two")


def test_a_new_launch_goes_on_where_the_learner_was() -> None:
    flow = sequencer(THREE)
    flow.decide(choice("two"))
    again = sequencer(THREE, state=flow.state())
    assert again.decide(RESUME) == Deliver("two")


def test_a_part_that_is_done_gives_way_to_the_next_one_unless_it_was_suspended() -> None:
    flow = sequencer(THREE)
    flow.decide(choice("one"))
    assert sequencer(THREE, {"one": PASSED}, flow.state()).decide(RESUME) == Deliver("two")
    assert flow.decide(NavigationRequest(Command.SUSPEND_ALL)) == Ended(suspended=True)
    assert sequencer(THREE, {"one": PASSED}, flow.state()).decide(RESUME) == Deliver("one", resume=True)


def test_a_part_that_was_cut_off_goes_on_though_it_is_done() -> None:
    flow = sequencer(THREE)
    flow.decide(choice("one"))
    again = LinearSequencer(THREE, {"one": PASSED}, flow.state(), suspended={"one"})
    assert again.decide(RESUME) == Deliver("one", resume=True)


def test_a_finished_course_opens_at_its_beginning() -> None:
    assert sequencer(THREE, dict.fromkeys(("one", "two", "three"), PASSED)).decide(RESUME) == Deliver("one")


def test_prerequisites_lock_choice_and_flow_and_say_why() -> None:
    flow = sequencer(LOCKED)
    flow.decide(RESUME)
    assert flow.decide(choice("exam")) == Refused("Finish “{title}” first.", {"title": "Lesson"})
    assert flow.valid(choice("exam")) is False
    assert flow.decide(CONTINUE) == Deliver("annex")
    exam = next(entry for entry in flow.contents() if entry.identifier == "exam")
    assert not exam.selectable
    assert exam.why == Refused("Finish “{title}” first.", {"title": "Lesson"})


def test_a_met_prerequisite_opens_what_it_locked() -> None:
    flow = sequencer(LOCKED)
    flow.decide(RESUME)
    flow.report("lesson", PASSED)
    assert flow.decide(CONTINUE) == Deliver("exam")


def test_looking_at_an_asset_meets_a_prerequisite() -> None:
    asset = Resource(identifier="r", scorm_type=ScormType.ASSET, href="a.html")
    reading = Item(identifier="reading", title="Reading", launch="a.html", resource=asset)
    flow = sequencer(course(reading, leaf("exam", prerequisites="reading")))
    assert flow.valid(choice("exam")) is False
    flow.decide(RESUME)
    assert flow.decide(CONTINUE) == Deliver("exam")


def test_the_end_of_the_road_names_what_is_still_locked() -> None:
    flow = sequencer(course(leaf("lesson"), leaf("exam", prerequisites="lesson")))
    flow.decide(RESUME)
    assert flow.decide(CONTINUE) == Refused("Finish “{title}” first.", {"title": "Lesson"})


def test_a_prerequisite_on_a_cluster_waits_for_everything_in_it() -> None:
    cluster = Item(identifier="unit", title="Unit", children=(leaf("a"), leaf("b")))
    flow = sequencer(course(cluster, leaf("exam", prerequisites="unit")))
    flow.report("a", PASSED)
    assert flow.valid(choice("exam")) is False
    flow.report("b", PASSED)
    assert flow.valid(choice("exam")) is True


def test_an_unreadable_prerequisite_locks_nothing() -> None:
    assert sequencer(course(leaf("one"), leaf("two", prerequisites="((("))).valid(choice("two")) is True


def test_choosing_a_cluster_opens_its_first_part() -> None:
    cluster = Item(identifier="unit", title="Unit", children=(leaf("a"), leaf("b")))
    assert sequencer(course(cluster)).decide(choice("unit")) == Deliver("a")


def test_unknown_targets_are_refused_in_words() -> None:
    decision = sequencer(THREE).decide(choice("nowhere"))
    assert isinstance(decision, Refused)
    assert "cannot be opened" in decision.sentence


def test_the_contents_show_what_was_reported_and_hide_what_is_hidden() -> None:
    hidden = Item(identifier="hidden", title="Hidden", launch="h.html", visible=False)
    flow = sequencer(course(leaf("one"), hidden))
    flow.decide(RESUME)
    flow.report("one", PASSED)
    (entry,) = flow.contents()
    assert entry.current
    assert entry.outcome.completion is Completion.COMPLETED


def test_a_single_part_has_no_steps_to_offer() -> None:
    controls = sequencer(course(leaf("one"))).controls()
    assert (controls.continue_, controls.previous, controls.contents) == (Offer.HIDDEN,) * 3
    assert controls.exit_all is Offer.ENABLED


_requests = st.sampled_from(
    [CONTINUE, PREVIOUS, RESUME, choice("lesson"), choice("exam"), choice("annex"), choice("nowhere")]
)


@given(st.lists(st.tuples(_requests, st.booleans()), max_size=12))
def test_what_is_offered_is_what_is_accepted(steps: list[tuple[NavigationRequest, bool]]) -> None:
    flow = sequencer(LOCKED)
    flow.decide(RESUME)
    for request, pass_it in steps:
        if pass_it and (current := flow.current()):
            flow.report(current, PASSED)
        if request.command is Command.CONTINUE:
            assert (flow.controls().continue_ is Offer.ENABLED) is bool(flow.valid(request))
        accepted = flow.valid(request)
        decision = flow.decide(request)
        assert isinstance(decision, Deliver) is bool(accepted)
        if isinstance(decision, Deliver):
            assert flow.current() == decision.activity


@pytest.mark.parametrize("command", [Command.EXIT_ALL, Command.ABANDON_ALL, Command.EXIT])
def test_leaving_ends_the_session(command: Command) -> None:
    flow = sequencer(THREE)
    flow.decide(RESUME)
    assert flow.decide(NavigationRequest(command)) == Ended()
    assert flow.current() is None
