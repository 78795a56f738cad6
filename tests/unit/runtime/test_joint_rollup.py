"""What a learner did on several devices that did not know of each other is one course."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from itertools import permutations
from pathlib import Path

import pytest

from connect_desktop.runtime.course_outcome import outcome_on_record
from connect_desktop.runtime.launching import Launching
from connect_desktop.runtime.navigation import Completion, Outcome, Success
from connect_desktop.runtime.sco_launch import LaunchOptions
from connect_desktop.runtime.traces import traces_of
from connect_desktop.scorm.cam.course import Course
from connect_desktop.scorm.cam.sequencing import ControlMode
from connect_desktop.store.database import open_store, utc_now
from connect_desktop.store.launch_trace import LaunchTrace
from connect_desktop.store.record_view import record_view
from tests.inspection_for_tests import sequenced_course
from tests.sequencing_for_tests import activity, organization, rollup

CHOICE = ControlMode(flow=True, choice=True)
THREE = sequenced_course(organization(activity("one"), activity("two"), activity("three"), control_mode=CHOICE))
ANY_TWO = sequenced_course(
    organization(
        activity("one"),
        activity("two"),
        activity("three"),
        control_mode=CHOICE,
        rollup_rules=(rollup("completed", "completed", of="atLeastCount", count=2),),
    )
)
NESTED = sequenced_course(
    organization(
        activity("first", activity("one"), activity("two"), control_mode=CHOICE),
        activity("second", activity("three"), control_mode=CHOICE),
        control_mode=CHOICE,
    )
)


def played(
    tmp_path: Path, course: Course, device: int, parts: Sequence[str], said: str = "completed"
) -> list[LaunchTrace]:
    """The launch of a device of its own, in which these parts were completed."""
    with closing(open_store(tmp_path / f"{device}.db")) as store:
        learner = store.learners.add("Ahab")
        session, running = Launching(store, clock=utc_now).open(course, "pkg_test", learner, LaunchOptions())
        for part in parts:
            running.begin(part)
            delivery = running.deliver(part).number
            running.call(delivery, "Initialize", [""])
            running.call(delivery, "SetValue", ["cmi.completion_status", said])
            running.call(delivery, "SetValue", ["cmi.success_status", "passed" if said == "completed" else "unknown"])
            running.call(delivery, "Terminate", [""])
            running.taken_away(delivery)
        running.close()
        return traces_of(store, session.id)


def outcome(traces: list[LaunchTrace], course: Course) -> Outcome:
    return outcome_on_record(record_view(traces), traces, course)


@pytest.mark.parametrize("course", [THREE, NESTED])
def test_two_halves_are_a_whole(tmp_path: Path, course: Course) -> None:
    one = played(tmp_path, course, 1, ["one", "two"])
    other = played(tmp_path, course, 2, ["three"])
    assert outcome(one, course).completion is Completion.INCOMPLETE
    assert outcome(other, course).completion is Completion.INCOMPLETE
    together = outcome(one + other, course)
    assert (together.completion, together.success) == (Completion.COMPLETED, Success.PASSED)


def test_the_rules_of_the_course_decide(tmp_path: Path) -> None:
    one = played(tmp_path, ANY_TWO, 1, ["one"])
    assert outcome(one + played(tmp_path, ANY_TWO, 2, ["one"]), ANY_TWO).completion is not Completion.COMPLETED
    assert outcome(one + played(tmp_path, ANY_TWO, 3, ["three"]), ANY_TWO).completion is Completion.COMPLETED


def test_parts_begun_elsewhere_take_nothing_back(tmp_path: Path) -> None:
    done = played(tmp_path, THREE, 1, ["one", "two", "three"])
    begun = played(tmp_path, THREE, 2, ["one", "two"], said="incomplete")
    assert outcome(done + begun, THREE).completion is Completion.COMPLETED


def test_the_order_in_which_launches_are_read_does_not_matter(tmp_path: Path) -> None:
    devices = [played(tmp_path, NESTED, number, [part]) for number, part in enumerate(("one", "two", "three"))]
    outcomes = {outcome([*a, *b, *c], NESTED) for a, b, c in permutations(devices)}
    assert len(outcomes) == 1
    assert outcomes.pop().completion is Completion.COMPLETED
