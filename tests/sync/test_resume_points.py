"""Two places to go on from: what a person is told of both, and that the choice can be changed long afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from connect_desktop.paths import DataPaths
from connect_desktop.store.database import open_store
from connect_desktop.sync.report import ResumePoint
from connect_desktop.sync.service import SyncService
from tests.server_for_tests import RunningServer
from tests.sync.conftest import MakeDevice
from tests.sync_for_tests import CoursesOnDisk, Device, FixedKey

_BEGUN = (("cmi.core.lesson_status", "incomplete"), ("cmi.core.session_time", "0000:01:00"))
_MINE = (
    ("cmi.core.lesson_status", "failed"),
    ("cmi.core.score.raw", "35"),
    ("cmi.core.score.max", "100"),
    ("cmi.core.lesson_location", "page 7"),
)
_THEIRS = (
    ("cmi.core.lesson_status", "passed"),
    ("cmi.core.score.raw", "85"),
    ("cmi.core.score.max", "100"),
    ("cmi.core.lesson_location", "page 3"),
)
_HERE = (("cmi.core.lesson_status", "incomplete"), ("cmi.core.lesson_location", "page 9"))


@pytest.fixture
def parted(make_device: MakeDevice, learner: str) -> Device:
    """A device that went on with a course that was gone on with elsewhere; the session is the learner's name."""
    one, other = make_device("one"), make_device("other")
    one.begin(learner, learner)
    one.play(learner, *_BEGUN)
    one.sync()
    other.store.learners.known_as(learner)
    other.sync()
    one.play(learner, *_MINE)
    other.play(learner, *_THEIRS)
    for device in (one, other, one):
        device.sync()
    return one


@pytest.fixture
def restarted(parted: Device) -> Iterator[SyncService]:
    """The same device, started anew."""
    with closing(open_store(DataPaths(parted.data).database)) as store:
        yield SyncService(store, CoursesOnDisk(parted.data), FixedKey(None))


def _place(points: tuple[ResumePoint, ...], location: str) -> ResumePoint:
    return next(point for point in points if point.location == location)


def _location(device: Device, session_id: str) -> str:
    return (device.session(session_id).cmi_data or {}).get("cmi.core.lesson_location", "")


def test_each_place_says_what_the_course_had_come_to(parted: Device) -> None:
    (question,) = parted.service.questions()
    mine, theirs = _place(question.points, "page 7"), _place(question.points, "page 3")
    assert (mine.here, mine.success, mine.scaled) == (True, "failed", 0.35)
    assert (theirs.here, theirs.success, theirs.scaled) == (False, "passed", 0.85)


def test_where_the_course_is_not_here_the_places_say_no_result(parted: Device, tmp_path: Path) -> None:
    service = SyncService(parted.store, CoursesOnDisk(tmp_path / "nowhere"), FixedKey(None))
    (question,) = service.questions()
    assert {point.success for point in question.points} == {"unknown"}


def test_a_choice_can_be_changed_after_a_restart(parted: Device, restarted: SyncService, learner: str) -> None:
    (question,) = parted.service.questions()
    mine, theirs = _place(question.points, "page 7"), _place(question.points, "page 3")
    assert parted.service.answered() == ()
    parted.service.resume_from(learner, theirs.launch_id)
    (said,) = restarted.answered()
    assert (said.session_id, said.learner_id, said.answer) == (learner, learner, theirs.launch_id)
    assert {point.launch_id for point in said.points} == {mine.launch_id, theirs.launch_id}
    restarted.resume_from(learner, mine.launch_id)
    assert _location(parted, learner) == "page 7"
    (said,) = restarted.answered()
    assert said.answer == mine.launch_id
    assert restarted.questions() == ()


def test_after_going_on_the_place_that_was_not_chosen_is_still_there(
    parted: Device, restarted: SyncService, learner: str
) -> None:
    (question,) = parted.service.questions()
    mine, theirs = _place(question.points, "page 7"), _place(question.points, "page 3")
    parted.service.resume_from(learner, theirs.launch_id)
    further = parted.play(learner, *_HERE)
    (said,) = restarted.answered()
    assert said.answer == further
    assert {point.launch_id for point in said.points} == {further, mine.launch_id}
    restarted.resume_from(learner, mine.launch_id)
    (said,) = restarted.answered()
    assert (said.answer, {point.location for point in said.points}) == (mine.launch_id, {"page 7", "page 9"})


def test_a_choice_made_elsewhere_is_known_here(
    parted: Device, make_device: MakeDevice, server: RunningServer, learner: str
) -> None:
    third = make_device("third")
    third.store.learners.known_as(learner)
    (question,) = parted.service.questions()
    parted.service.resume_from(learner, question.points[-1].launch_id)
    parted.sync()
    third.sync()
    (said,) = third.service.answered()
    assert said.answer == question.points[-1].launch_id
    assert server.process.poll() is None


def test_what_is_told_of_a_learner_is_theirs_alone(make_device: MakeDevice, learner: str) -> None:
    device = make_device("shared")
    other = f"other-{learner}"
    for one, times in ((learner, 1), (other, 2)):
        device.begin(one, one)
        for _ in range(times):
            device.play(one, *_BEGUN)
    device.sync()
    device.play(other, *_HERE)
    assert (device.standing().launches, device.standing().to_send) == (4, 1)
    mine = device.service.standing_of_learner(device.account, learner)
    assert (mine.launches, mine.to_send, mine.seconds, mine.completion) == (1, 0, 60, "incomplete")
    theirs = device.service.standing_of_learner(device.account, other)
    assert (theirs.launches, theirs.to_send, theirs.seconds) == (3, 1, 120)
